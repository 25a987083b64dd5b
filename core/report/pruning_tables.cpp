// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/pruning_tables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "core/base/message.h"
#include "core/report/shown_number.h"

namespace sescope {
namespace {

constexpr double kPercent = 100;

std::vector<Cell> accuracy_row(const Comparison& comparison, Accuracy accuracy) {
    const PairedCounts& counts = counts_of(comparison, accuracy);
    const PairedChange change = paired_change(counts);
    const double known = comparison.matched ? kPercent : std::nan("");
    return {word(name_of(accuracy)),
            "%",
            kPercent * comparison.original_accuracy(counts),
            kPercent * comparison.pruned_accuracy(counts),
            known * change.change,
            known * change.low,
            known * change.high};
}

std::vector<Cell> count_row(const Text& name, const Text& unit, std::int64_t before,
                            std::int64_t after) {
    return {name, unit, before, after, after - before, {}, {}};
}

// The change is that of the median, its range that of the rounds' ratios.
std::vector<Cell> timed_row(const Text& name, const Text& unit, const TimedPair& pair) {
    const double original = pair.original.median;
    return {name,
            unit,
            original,
            pair.pruned.median,
            pair.pruned.median - original,
            (pair.ratio.low - 1) * original,
            (pair.ratio.high - 1) * original};
}

std::string signed_points(double fraction) {
    return fmt::format("{:+.2f}", kPercent * fraction);
}

void add_output_notes(Table& table, const Comparison& comparison) {
    const OutputComparison& outputs = *comparison.outputs;
    table.notes.push_back(text(
        "The network has no classifier, so that its outputs are compared: over {} images their "
        "mean "
        "relative error is {} % (95 % interval {} to {}, Student's t), the largest {} %; the mean "
        "cosine is {}.",
        shown_integer(std::int64_t(comparison.images - comparison.not_finite)),
        shown_real(kPercent * outputs.mean_error, 3), shown_real(kPercent * outputs.low, 3),
        shown_real(kPercent * outputs.high, 3), shown_real(kPercent * outputs.largest_error, 3),
        shown_real(outputs.mean_cosine, 6)));
    if (const auto& map = outputs.map) {
        table.notes.push_back(text(
            "Cut at the threshold, their maps agree to {} % (intersection over union of all images "
            "together; 95 % interval {} to {}): {} positions above it in {} images.",
            shown_real(kPercent * map->iou, 5), shown_real(kPercent * map->low, 5),
            shown_real(kPercent * map->high, 5), shown_integer(std::int64_t(map->positions)),
            shown_integer(std::int64_t(map->images))));
    }
    if (comparison.not_finite > 0) {
        table.notes.push_back(
            text("{} images gave NaN or infinite outputs, or nothing but zeros, and are "
                 "left out of that.",
                 comparison.not_finite));
    }
}

void add_accuracy_notes(Table& table, const Comparison& comparison, double max_drop) {
    if (comparison.matched) {
        for (const Accuracy accuracy : {Accuracy::top1, Accuracy::top5}) {
            table.notes.push_back(budget_sentence(comparison, accuracy, max_drop));
        }
    } else {
        table.notes.push_back("Accuracy is not known: the classes are not matched to the head.");
    }
    table.notes.push_back(
        text("{} images; both networks say the same of {} %; mean KL divergence {} nats.",
             shown_integer(std::int64_t(comparison.images)),
             shown_real(kPercent * comparison.agreement(), 4), shown_real(comparison.mean_kl, 3)));
    if (const int drop = comparison.largest_drop(); drop >= 0) {
        const ClassComparison& cls = comparison.classes[std::size_t(drop)];
        table.notes.push_back(text("Largest drop of a class: {}, {} points of {} images.", cls.name,
                                   signed_points(cls.change()), cls.images));
    }
    if (comparison.not_finite > 0) {
        table.notes.push_back(
            text("{} images gave NaN or infinite logits; they count as "
                 "wrong.",
                 comparison.not_finite));
    }
}

// What the rounds say where they do not say that time was saved.
void add_saving_note(Table& table, const TimedPair& latency, const Text& where) {
    if (is_faster(latency)) return;
    table.notes.push_back(text(
        "No saving of latency could be measured {}: the pruned network takes {} of the original's "
        "time (quartiles {} to {}).",
        where, shown_real(latency.ratio.median, 3), shown_real(latency.ratio.low, 3),
        shown_real(latency.ratio.high, 3)));
}

void add_notes(Table& table, const Proof& proof, double max_drop) {
    if (proof.comparison.outputs) {
        add_output_notes(table, proof.comparison);
    } else {
        add_accuracy_notes(table, proof.comparison, max_drop);
    }
    table.notes.push_back(text("Images: {}.", proof.origin.separation));
    if (proof.timing) {
        table.notes.push_back(text(
            "Times: medians of {} rounds in turn on {} ({}); their range: quartiles of the ratios; "
            "throughput in batches of {}.",
            proof.timing->rounds, proof.origin.device, proof.origin.precision,
            proof.timing->batch));
        add_saving_note(table, proof.timing->milliseconds, "here");
    }
    if (proof.runtime) {
        table.notes.push_back(text(
            "{}: the same of {} rounds, from prepared images to "
            "outputs; throughput in batches of {}.",
            proof.runtime->runtime, proof.runtime->timing.rounds, proof.runtime->timing.batch));
        add_saving_note(table, proof.runtime->timing.milliseconds,
                        text("in {}", proof.runtime->runtime));
    }
}

std::string taken_out(const PlanStep& step) {
    std::string text = fmt::format("{}", fmt::join(step.blocks, ","));
    if (!step.takes_channels()) return text;
    std::size_t gone = 0;
    for (const ChannelRemoval& removal : step.channels) gone += removal.gone.size();
    return text +
           fmt::format("{}{} channels within {:g}", text.empty() ? "" : " + ", gone, step.closed);
}

Text marks_of(const Plan& plan, const PlanStep& step, int index) {
    if (index == plan.chosen) return "chosen";
    return step.pareto ? "front" : "";
}

// Of the pruned network: its accuracy, or how far the maps agree.
double measured_of(const Comparison& comparison, Accuracy accuracy) {
    if (comparison.outputs && comparison.outputs->map) return comparison.outputs->map->iou;
    return comparison.pruned_accuracy(counts_of(comparison, accuracy));
}

std::vector<Cell> step_row(const Plan& plan, const PlanStep& step, int index) {
    const PairedChange change = change_of(step.comparison, plan.budget.accuracy);
    std::vector<Cell> row{std::int64_t(step.blocks.size()),
                          plan.original.parameters - step.price.parameters,
                          plan.saving(step),
                          plan.original.macs - step.price.macs,
                          measured_of(step.comparison, plan.budget.accuracy),
                          change.change,
                          change.low,
                          change.high};
    if (plan.budget.max_drop) {
        const BudgetCheck check =
            check_budget(step.comparison, plan.budget.accuracy, *plan.budget.max_drop);
        row.emplace_back(word(name_of(check.verdict)));
        row.push_back(check.images_needed > 0 ? Cell(std::int64_t(check.images_needed)) : Cell());
    } else {
        row.insert(row.end(), 2, Cell());
    }
    row.push_back(step.timing ? Cell(step.timing->milliseconds.ratio.median) : Cell());
    row.push_back(step.timing ? Cell(step.timing->images_per_second.ratio.median) : Cell());
    row.emplace_back(marks_of(plan, step, index));
    row.emplace_back(taken_out(step));
    return row;
}

}  // namespace

namespace {

Text budget_verdict(const BudgetCheck& check, double max_drop) {
    const std::string points = shown_real(kPercent * max_drop, 3);
    switch (check.verdict) {
        case BudgetVerdict::within:
            return text("loses less than {} points", points);
        case BudgetVerdict::beyond:
            return text("loses more than {} points", points);
        case BudgetVerdict::unclear:
            break;
    }
    if (check.images_needed <= 0)
        return text("not decided whether it loses less than {} points", points);
    return text("not decided whether it loses less than {} points; that needs about {} images",
                points, shown_integer(std::int64_t(check.images_needed)));
}

}  // namespace

Text budget_sentence(const Comparison& comparison, Accuracy accuracy, double max_drop) {
    const PairedChange change = change_of(comparison, accuracy);
    const Text verdict = budget_verdict(check_budget(comparison, accuracy, max_drop), max_drop);
    const std::string moved = signed_points(change.change);
    const std::string low = signed_points(change.low);
    const std::string high = signed_points(change.high);
    if (comparison.outputs) {
        return text("{} {} points (95 % interval {} to {}): {}.",
                    word(measure_of(comparison, accuracy)), moved, low, high, verdict);
    }
    return text("{} {} points (95 % interval {} to {}, Tango; McNemar p = {}): {}.",
                word(name_of(accuracy)), moved, low, high, shown_real(change.p_value, 2), verdict);
}

Table proof_table(const Proof& proof, double max_drop) {
    Table table;
    table.name = "proof";
    table.columns = {{"", "quantity"},
                     {"unit", "unit"},
                     {"original", "original", "", 4},
                     {"pruned", "pruned", "", 4},
                     {"change", "change"},
                     {"from", "low"},
                     {"to", "high"}};
    if (const auto& outputs = proof.comparison.outputs) {
        table.rows.push_back({"output error", "%", Cell(), Cell(), kPercent * outputs->mean_error,
                              kPercent * outputs->low, kPercent * outputs->high});
    } else {
        table.rows.push_back(accuracy_row(proof.comparison, Accuracy::top1));
        table.rows.push_back(accuracy_row(proof.comparison, Accuracy::top5));
    }
    const NetworkPrice& before = proof.before;
    const NetworkPrice& after = proof.after;
    table.rows.push_back(count_row("parameters", "", before.parameters, after.parameters));
    table.rows.push_back(count_row("SE parameters", "", before.se_parameters, after.se_parameters));
    table.rows.push_back(count_row("MACs", "", before.macs, after.macs));
    table.rows.push_back(count_row("weights", "bytes", before.bytes, after.bytes));
    if (proof.timing) {
        table.rows.push_back(timed_row("latency", "ms", proof.timing->milliseconds));
        table.rows.push_back(timed_row("throughput", "images/s", proof.timing->images_per_second));
    }
    if (proof.runtime) {
        const Timing& timing = proof.runtime->timing;
        const std::string name = proof.runtime->runtime.substr(0, proof.runtime->runtime.find(' '));
        table.rows.push_back(timed_row(text("latency, {}", name), "ms", timing.milliseconds));
        table.rows.push_back(
            timed_row(text("throughput, {}", name), "images/s", timing.images_per_second));
    }
    add_notes(table, proof, max_drop);
    for (const ChannelRemoval& removal : proof.channels) {
        table.notes.push_back(text("{}.", described(removal)));
    }
    return table;
}

namespace {

// What was chosen may save parameters and no time that can be measured.
void add_choice_notes(Table& table, const Plan& plan) {
    if (plan.chosen < 0) return;
    const PlanStep& step = plan.steps[std::size_t(plan.chosen)];
    if (step.timing) add_saving_note(table, step.timing->milliseconds, "for the chosen set");
    for (const ChannelRemoval& removal : step.channels) {
        table.notes.push_back(text("{}.", described(removal)));
    }
}

}  // namespace

Table plan_table(const Plan& plan) {
    const Text accuracy =
        word(plan.steps.empty() ? name_of(plan.budget.accuracy)
                                : measure_of(plan.steps.front().comparison, plan.budget.accuracy));
    Table table;
    table.name = "plan";
    table.columns = {{"SE units", "units"},
                     {"parameters saved", "parameters_saved"},
                     {"saved", "saving", "%"},
                     {"MACs saved", "macs_saved"},
                     {accuracy, "accuracy", "%", 4},
                     {"change", "change", "%"},
                     {"from", "low", "%"},
                     {"to", "high", "%"},
                     {"budget", "verdict"},
                     {"images needed", "images_needed"},
                     {"latency", "latency_ratio", "x"},
                     {"throughput", "throughput_ratio", "x"},
                     {"", "mark"},
                     {"taken out", "blocks"}};
    for (int i = 0; i < std::ssize(plan.steps); ++i) {
        table.rows.push_back(step_row(plan, plan.steps[std::size_t(i)], i));
    }
    table.notes.push_back(
        text("change: of {}, in points, with its 95 % interval; latency and throughput: of "
             "the original's, for the best trade-offs.",
             plan.steps.empty() || !plan.steps.front().comparison.outputs ? Text("accuracy")
                                                                          : accuracy));
    if (plan.chosen < 0) table.notes.push_back("No set that was measured keeps to the budget.");
    if (plan.chosen >= 0 && plan.budget.max_drop) {
        const PlanStep& step = plan.steps[std::size_t(plan.chosen)];
        table.notes.push_back(
            text("Chosen: {}",
                 budget_sentence(step.comparison, plan.budget.accuracy, *plan.budget.max_drop)));
    }
    add_choice_notes(table, plan);
    for (const RankedBlock& ranked : plan.order) {
        if (ranked.unprunable.empty()) continue;
        table.notes.push_back(text("{} stays: {}.", ranked.block, ranked.unprunable));
    }
    table.notes.push_back(text("Images: {}.", plan.origin.separation));
    if (plan.partial) table.notes.push_back("Stopped before the search ended: sets are missing.");
    return table;
}

Table classes_table(const Comparison& comparison) {
    Table table;
    table.name = "classes";
    table.columns = {{"class", "class"},
                     {"images", "images"},
                     {"original top-1", "original_top1", "%"},
                     {"pruned top-1", "pruned_top1", "%"},
                     {"change", "change", "%"}};
    for (const ClassComparison& cls : comparison.classes) {
        const auto share = [&](std::uint64_t right) {
            const bool known = comparison.matched && cls.images > 0;
            return known ? double(right) / double(cls.images) : std::nan("");
        };
        table.rows.push_back({cls.name, std::int64_t(cls.images), share(cls.original_top1),
                              share(cls.pruned_top1),
                              comparison.matched ? cls.change() : std::nan("")});
    }
    return table;
}

}  // namespace sescope

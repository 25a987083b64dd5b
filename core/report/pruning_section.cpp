// SPDX-License-Identifier: GPL-3.0-or-later
// Verdicts, proof and plan in a report.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "core/figures/pareto_figure.h"
#include "core/report/pruning_tables.h"
#include "core/report/report.h"
#include "core/report/report_text.h"
#include "core/report/shown_number.h"
#include "core/report/tables.h"

namespace sescope {
namespace {

using namespace std::string_view_literals;

// "SE_5_2 and SE_5_3 (mean gate folded)"
std::string shown_choices(const std::vector<BlockChoice>& choices) {
    std::vector<std::string> folded;
    std::vector<std::string> dropped;
    for (const auto& choice : choices) {
        (choice.replacement == Replacement::mean ? folded : dropped).push_back(choice.block);
    }
    std::vector<std::string> parts;
    if (!folded.empty())
        parts.push_back(fmt::format("{} (mean gate folded)", fmt::join(folded, ", ")));
    if (!dropped.empty()) parts.push_back(fmt::format("{} (dropped)", fmt::join(dropped, ", ")));
    return fmt::format("{}", fmt::join(parts, "; "));
}

std::string saving_sentence(const NetworkPrice& before, const NetworkPrice& after) {
    const auto share = [](std::int64_t from, std::int64_t to) {
        return from > 0 ? percent(double(from - to) / double(from)) : percent(0);
    };
    return fmt::format("It saves {} of {} parameters ({}), {} MACs ({}) and {}.",
                       shown_integer(before.parameters - after.parameters),
                       shown_integer(before.parameters), share(before.parameters, after.parameters),
                       shown_integer(before.macs - after.macs), share(before.macs, after.macs),
                       megabytes(before.bytes - after.bytes));
}

void tell_origin(const EvaluationOrigin& origin, std::uint64_t images, bool partial,
                 ReportSection& section) {
    if (partial) {
        section.parts.emplace_back(
            Paragraph{fmt::format("Partial: stopped after {} of {} images.",
                                  shown_integer(std::int64_t(images)),
                                  shown_integer(std::int64_t(origin.images))),
                      ParagraphKind::warning});
    }
    if (origin.same_images) {
        section.parts.emplace_back(
            Paragraph{"Measured on the profile's own images too, which flatters the pruning.",
                      ParagraphKind::warning});
    }
    section.parts.emplace_back(Facts{
        {{"images",
          fmt::format("{} of {}", shown_integer(std::int64_t(origin.images)), origin.data_root)},
         {"run", fmt::format("SE Scope {}, {}, {}, {}; {}", origin.sescope_version, origin.engine,
                             origin.device, origin.precision, origin.created)},
         {"fingerprint", "SHA-256 " + origin.data_fingerprint}}});
}

}  // namespace

ReportSection verdicts_section(const ExcitationProfile& profile,
                               const VerdictThresholds& thresholds) {
    Table table = verdicts_table(profile, thresholds);
    // Numbers are in the sentences; seventeen columns would not fit on a page.
    std::vector<std::string_view> numbers{"class_share", "parameters", "open_channels",
                                          "constant_channels", "closed_passes"};
    for (const VerdictRule& rule : verdict_rules()) numbers.push_back(rule.key);
    drop_columns(table, numbers);
    return {"Verdicts", {std::move(table)}};
}

ReportSection proof_section(const Proof& proof, double max_drop) {
    ReportSection section{"Proof", {}};
    section.parts.emplace_back(
        Paragraph{"Without the SE units of " + shown_choices(proof.choices) + "."});
    if (proof.comparison.matched) {
        section.parts.emplace_back(
            Paragraph{budget_sentence(proof.comparison, Accuracy::top1, max_drop).str()});
    }
    section.parts.emplace_back(Paragraph{saving_sentence(proof.before, proof.after)});
    section.parts.emplace_back(proof_table(proof, max_drop));
    section.parts.emplace_back(classes_table(proof.comparison));
    tell_origin(proof.origin, proof.comparison.images, proof.partial, section);
    return section;
}

ReportSection plan_section(const Plan& plan) {
    ReportSection section{"Plan", {}};
    if (plan.chosen >= 0) {
        const PlanStep& step = plan.steps[std::size_t(plan.chosen)];
        std::string without = fmt::format("{}", fmt::join(step.blocks, ", "));
        if (step.takes_channels()) {
            without += fmt::format("{}channels that stay within {:g} of 0",
                                   step.blocks.empty() ? "" : " and ", step.closed);
        }
        section.parts.emplace_back(
            Paragraph{fmt::format("Best of {} measured sets: without {}.",
                                  shown_integer(std::ssize(plan.steps)), without)});
        section.parts.emplace_back(Paragraph{saving_sentence(plan.original, step.price)});
    }
    if (!plan.steps.empty()) section.parts.emplace_back(pareto_figure(plan));
    Table table = plan_table(plan);
    // Columns of nothing would take the room that lists of blocks need.
    const bool timed =
        std::ranges::any_of(plan.steps, [](const PlanStep& s) { return s.timing.has_value(); });
    if (!timed) drop_columns(table, std::array{"latency_ratio"sv, "throughput_ratio"sv});
    if (!plan.budget.max_drop) drop_columns(table, std::array{"verdict"sv, "images_needed"sv});
    section.parts.emplace_back(std::move(table));
    tell_origin(plan.origin, plan.steps.empty() ? 0 : plan.steps.front().comparison.images,
                plan.partial, section);
    return section;
}

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/pruning_headlines.h"

#include <QCoreApplication>
#include <algorithm>

#include "core/report/shown_number.h"

namespace sescope::ui {
namespace {

struct Headlines {
    Q_DECLARE_TR_FUNCTIONS(sescope::ui::Headlines)
};

QString number(std::int64_t value) {
    return QString::fromStdString(shown_integer(value));
}

QString percent(double fraction) {
    return QString::fromStdString(shown_real(100 * fraction, 3));
}

// "About": three digits, and enough.
std::uint64_t about(std::uint64_t images) {
    std::uint64_t unit = 1;
    while (images / unit >= 1000) unit *= 10;
    return (images + unit - 1) / unit * unit;
}

QString budget_text(std::uint64_t images, double max_drop, const BudgetCheck& check) {
    const QString points = QString::number(100 * max_drop, 'g', 3);
    if (images == 0) return Headlines::tr("No image was compared");
    switch (check.verdict) {
        case BudgetVerdict::within:
            return Headlines::tr("Loses less than %1 points").arg(points);
        case BudgetVerdict::beyond:
            return Headlines::tr("Loses more than %1 points").arg(points);
        case BudgetVerdict::unclear:
            break;
    }
    return check.images_needed > 0
               ? Headlines::tr("Undecided at %1 points: needs about %2 images")
                     .arg(points, number(std::int64_t(about(check.images_needed))))
               : Headlines::tr("Undecided at %1 points, as the loss is about that").arg(points);
}

// A sample of each class that was filled leaves others; so does a run that was stopped.
QString why_not_more(const EvaluationOrigin& origin, std::size_t classes, bool partial) {
    const bool filled =
        origin.per_class > 0 && origin.images >= std::uint64_t(origin.per_class) * classes;
    return partial || filled ? QString()
                             : Headlines::tr(
                                   "All images that are open were measured: open a "
                                   "folder that has more");
}

Finding held_to(const Comparison& comparison, Accuracy accuracy, double max_drop) {
    const BudgetCheck check = check_budget(comparison, accuracy, max_drop);
    const std::uint64_t images =
        comparison.outputs ? comparison.images : counts_of(comparison, accuracy).images();
    QString text = budget_text(images, max_drop, check);
    // Accuracy is what people expect: anything else is named.
    if (comparison.outputs) {
        text = Headlines::tr("%1: %2").arg(comparison.outputs->map
                                               ? Headlines::tr("Agreement of the maps")
                                               : Headlines::tr("Size of the outputs' change"),
                                           text);
    }
    return {text, about(check.images_needed), {}};
}

}  // namespace

QString may_go_headline(const std::vector<Verdict>& verdicts, std::int64_t parameters) {
    std::int64_t saved = 0;
    for (const Verdict& verdict : verdicts) {
        if (verdict.prunable) saved += verdict.numbers.parameters;
    }
    const auto count = std::ranges::count_if(verdicts, &Verdict::prunable);
    if (count == 0) {
        return Headlines::tr("By these thresholds none of %1 blocks may go")
            .arg(number(std::ssize(verdicts)));
    }
    const QString text = Headlines::tr("%1 of %2 blocks may go: %3 parameters")
                             .arg(number(count), number(std::ssize(verdicts)), number(saved));
    return parameters > 0
               ? Headlines::tr("%1, %2 %").arg(text, percent(double(saved) / double(parameters)))
               : text;
}

Finding finding_of(const Proof& proof, double max_drop) {
    const Comparison& comparison = proof.comparison;
    Finding finding;
    if (!comparison.outputs && !comparison.matched) {
        finding.text =
            Headlines::tr("Accuracy is not known: the classes are not matched to the head");
    } else {
        finding = held_to(comparison, Accuracy::top1, max_drop);
        finding.why_not_more = why_not_more(proof.origin, comparison.classes.size(), proof.partial);
    }
    if (comparison.outputs) {
        finding.text = Headlines::tr("%1; outputs differ by %2 % on average, by %3 % at most")
                           .arg(finding.text, percent(comparison.outputs->mean_error),
                                percent(comparison.outputs->largest_error));
    }
    if (proof.partial) {
        finding.text = Headlines::tr("%1 (stopped after %2 images)")
                           .arg(finding.text, number(std::int64_t(comparison.images)));
    }
    return finding;
}

Finding finding_of(const Plan& plan) {
    const QString sets = number(std::ssize(plan.steps));
    if (plan.chosen < 0) {
        return {plan.partial ? Headlines::tr("None of the %1 sets that were measured before the "
                                             "stop keeps to the budget")
                                   .arg(sets)
                             : Headlines::tr("No set keeps to the budget"),
                0,
                {}};
    }
    const PlanStep& step = plan.steps[std::size_t(plan.chosen)];
    Finding finding =
        held_to(step.comparison, plan.budget.accuracy, plan.budget.max_drop.value_or(0));
    finding.text =
        plan.partial ? Headlines::tr("Best of %1 sets before the stop: %2").arg(sets, finding.text)
                     : Headlines::tr("Best of %1 sets: %2").arg(sets, finding.text);
    finding.why_not_more = why_not_more(plan.origin, step.comparison.classes.size(), false);
    return finding;
}

}  // namespace sescope::ui

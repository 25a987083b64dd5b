// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/pareto_figure.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/error.h"

namespace sescope {
namespace {

constexpr double kPercent = 100;

PairedChange change_of(const Plan& plan, const PlanStep& step) {
    return change_of(step.comparison, plan.budget.accuracy);
}

void add_point(Series& series, const Plan& plan, const PlanStep& step) {
    series.x.push_back(kPercent * plan.saving(step));
    series.y.push_back(kPercent * change_of(plan, step).change);
}

Series empty_series(std::string name, SeriesKind kind, int colour) {
    Series series;
    series.name = std::move(name);
    series.kind = kind;
    series.colour = colour;
    return series;
}

// From the original, which saves and changes nothing, along the front.
Series front_of(const Plan& plan) {
    Series front = empty_series("Best trade-off, 95 % interval", SeriesKind::band, 0);
    front.x = {0};
    front.y = front.low = front.high = {0};
    for (const PlanStep& step : plan.steps) {
        if (!step.pareto) continue;
        const PairedChange change = change_of(plan, step);
        add_point(front, plan, step);
        front.low.push_back(kPercent * change.low);
        front.high.push_back(kPercent * change.high);
    }
    return front;
}

Axis padded(std::string label, const std::vector<const std::vector<double>*>& values) {
    Axis axis{std::move(label), 0, 0, {}};
    for (const auto* list : values) {
        for (const double value : *list) {
            if (!std::isfinite(value)) continue;
            axis.low = std::min(axis.low, value);
            axis.high = std::max(axis.high, value);
        }
    }
    const double room = axis.high > axis.low ? 0.05 * (axis.high - axis.low) : 1;
    axis.low -= room;
    axis.high += room;
    return axis;
}

}  // namespace

Figure pareto_figure(const Plan& plan) {
    if (plan.steps.empty()) throw Error(ErrorKind::data, "the plan has no step to draw");
    const Series front = front_of(plan);
    Series points = empty_series("Best trade-off", SeriesKind::markers, 0);
    Series others = empty_series("Other sets", SeriesKind::markers, -1);
    for (const PlanStep& step : plan.steps) add_point(step.pareto ? points : others, plan, step);
    Series chosen = empty_series("Chosen", SeriesKind::markers, 1);
    if (plan.chosen >= 0) {
        const PlanStep& step = plan.steps[std::size_t(plan.chosen)];
        std::string without = fmt::format("{}", fmt::join(step.blocks, ", "));
        if (step.blocks.size() > 4) without = fmt::format("{} blocks", step.blocks.size());
        if (step.takes_channels()) {
            without += fmt::format("{}channels closed within {:g}",
                                   step.blocks.empty() ? "" : " and ", step.closed);
        }
        chosen.name = "Chosen: " + without;
        add_point(chosen, plan, step);
    }

    Figure figure;
    figure.name = "pareto";
    figure.title = fmt::format("{} on {}: SE units taken out ({})", plan.origin.architecture,
                               plan.origin.data_root, name_of(plan.replacement));
    figure.caption = fmt::format(
        "A point is a set of blocks taken out, measured on {} images; further right saves more, "
        "higher loses less. Band: 95 % paired interval.",
        plan.steps.front().comparison.images);
    figure.columns = 1;
    Panel panel;
    panel.x = padded("Parameters saved, %", {&front.x, &others.x});
    panel.x.low = 0;
    panel.y = padded(fmt::format("Change of {}, points",
                                 measure_of(plan.steps.front().comparison, plan.budget.accuracy)),
                     {&front.low, &front.high, &others.y});
    panel.y.guides = {0};
    if (plan.budget.max_drop) panel.y.guides.push_back(-kPercent * *plan.budget.max_drop);
    panel.series = {front};
    for (Series* series : {&points, &others, &chosen}) {
        if (!series->x.empty()) panel.series.push_back(std::move(*series));
    }
    figure.panels.push_back(std::move(panel));
    return figure;
}

}  // namespace sescope

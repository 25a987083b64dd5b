// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/pareto_figure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/core/pruning/made_plan.h"

namespace sescope::testing {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;

TEST(ParetoFigure, PointsAreSavingAgainstChange) {
    Plan plan = made_plan();
    settle(plan);
    const Figure figure = pareto_figure(plan);
    ASSERT_EQ(figure.panels.size(), 1u);
    const Panel& panel = figure.panels[0];
    ASSERT_EQ(panel.series.size(), 4u);
    const Series& front = panel.series[0];
    EXPECT_EQ(front.kind, SeriesKind::band);
    EXPECT_THAT(front.x, ElementsAre(0, 1, 2));
    EXPECT_THAT(front.y, ElementsAre(0, 0, DoubleNear(-0.3, 1e-12)));
    const PairedChange change = paired_change({897, 3, 0, 100});
    EXPECT_DOUBLE_EQ(front.low[2], 100 * change.low);
    EXPECT_DOUBLE_EQ(front.high[2], 100 * change.high);
    EXPECT_THAT(panel.series[1].x, ElementsAre(1, 2));
    EXPECT_THAT(panel.series[2].x, ElementsAre(0.5, 1)) << "sets behind the front";
    EXPECT_THAT(panel.series[3].x, ElementsAre(1));
    EXPECT_EQ(panel.series[3].name, "Chosen: SE_5_2");
    EXPECT_THAT(panel.y.guides, ElementsAre(0, -0.2));
    EXPECT_LE(panel.y.low, front.low[2]);
    EXPECT_GT(panel.x.high, 2);
}

TEST(ParetoFigure, WithoutAChoiceOrOtherSetsThereIsNoEmptySeries) {
    Plan plan = made_plan();
    plan.steps = {made_step({"SE_5_2"}, 10'000, 500)};
    settle(plan);
    EXPECT_EQ(plan.chosen, -1);
    EXPECT_EQ(pareto_figure(plan).panels[0].series.size(), 2u);
}

TEST(ParetoFigure, AnEmptyPlanIsBadData) {
    Plan plan = made_plan();
    plan.steps.clear();
    EXPECT_THROW(pareto_figure(plan), Error);
}

}  // namespace
}  // namespace sescope::testing

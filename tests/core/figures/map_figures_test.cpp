// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <sstream>

#include "core/base/error.h"
#include "core/figures/figure.h"
#include "core/figures/linkage.h"
#include "tests/core/figures/made_profile.h"

namespace sescope {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::Pointwise;

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

Figure built(const char* name, const ExcitationProfile& profile, const FigureOptions& options) {
    return find_figure(name).build(profile, options);
}

TEST(LinkageOrder, PutsSimilarPointsSideBySideTheLargerFirst) {
    // Two pairs, and one point near the first.
    const std::vector<float> points{0.1F, 0.9F, 0.12F, 0.91F, 0.3F};
    EXPECT_THAT(linkage_order(points, 5, 1), ElementsAre(3, 1, 4, 2, 0));
}

TEST(LinkageOrder, AveragesOverAllPairs) {
    // 0 and 1 join at 1. From there 4 is 3.5 away on average (nearest 3), from 7 it is 3.
    const std::vector<float> points{0, 1, 4, 7};
    EXPECT_THAT(linkage_order(points, 4, 1), ElementsAre(3, 2, 1, 0));
    // The order within says who joined whom: with 7.2 in place of 7 the 4 joins 0 and 1 instead,
    // (3.5 > 3.2 still), and with 8 it does.
    const std::vector<float> farther{0, 1, 4, 8, 8.5F};
    EXPECT_THAT(linkage_order(farther, 5, 1), ElementsAre(4, 3, 2, 1, 0));
}

TEST(LinkageOrder, IsDeterministicForTiesNaNAndFewPoints) {
    EXPECT_THAT(linkage_order(std::vector<float>(4, 0.5F), 4, 1), ElementsAre(0, 1, 2, 3));
    EXPECT_THAT(linkage_order(std::vector<float>{kNaN, 1}, 2, 1), ElementsAre(1, 0));
    EXPECT_THAT(linkage_order(std::vector<float>{2}, 1, 1), ElementsAre(0));
    EXPECT_TRUE(linkage_order({}, 0, 1).empty());
}

TEST(HeatMapFigure, HoldsTheMeanGatesOfEveryClassAndChannel) {
    const auto profile = made_profile({{"SE_2_1", 3}}, {1, 0, 2}, [](int, int cls, int c, int i) {
        return 0.1 * cls + 0.2 * c + 0.1 * i;
    });
    FigureOptions options;
    options.clustered = false;
    const Figure figure = built("heatmap", profile, options);
    ASSERT_EQ(figure.panels.size(), 1U);
    const Panel& panel = figure.panels[0];
    ASSERT_TRUE(panel.map);
    EXPECT_EQ(panel.map->rows, 2);  // class 1 has no image
    EXPECT_EQ(panel.map->columns, 3);
    EXPECT_THAT(panel.map->values, Pointwise(DoubleNear(1e-6), {0.0, 0.2, 0.4, 0.25, 0.45, 0.65}));
    EXPECT_THAT(panel.y.names, ElementsAre("class 0", "class 2"));
    EXPECT_THAT(panel.y.ids, ElementsAre(0, 2));
    EXPECT_EQ(panel.y.of, Quantity::cls);
    EXPECT_EQ(panel.x.of, Quantity::channel);
    EXPECT_TRUE(panel.x.ids.empty());
    ASSERT_TRUE(figure.scale);
    EXPECT_EQ(figure.scale->low, 0);
    EXPECT_EQ(figure.scale->high, 1);
    EXPECT_EQ(panel.block, 0);
}

TEST(HeatMapFigure, ClusteredKeepsEachValueWithItsClassAndChannel) {
    const auto gate = [](int, int cls, int c, int) {
        return std::fmod(0.37 * cls + 0.59 * c, 1.0);
    };
    const auto profile = made_profile({{"SE_2_1", 6}}, {1, 1, 1, 1}, gate);
    const Figure figure = built("heatmap", profile, {});
    const Panel& panel = figure.panels.at(0);
    ASSERT_EQ(panel.x.ids.size(), 6U);
    EXPECT_FALSE(panel.x.ticks);
    EXPECT_NE(panel.x.ids, (std::vector<int>{0, 1, 2, 3, 4, 5}));
    for (int r = 0; r < 4; ++r) {
        for (int c = 0; c < 6; ++c) {
            const int cls = panel.y.ids[std::size_t(r)];
            EXPECT_NEAR(panel.map->at(r, c), gate(0, cls, panel.x.ids[std::size_t(c)], 0), 1e-6);
            EXPECT_EQ(panel.y.names[std::size_t(r)], "class " + std::to_string(cls));
        }
    }
}

TEST(HeatMapFigure, ShowsNamedClassesOnlyAndWidensItsScaleForTanh) {
    const auto profile = made_profile({{"SE_2_1", 2}}, {1, 1, 1},
                                      [](int, int cls, int, int) { return cls == 2 ? -0.5 : 0.5; });
    FigureOptions options;
    options.classes = {"c2", "c0"};
    options.colours = ColourMap::cividis;
    const Figure figure = built("heatmap", profile, options);
    EXPECT_EQ(figure.panels[0].map->rows, 2);
    EXPECT_EQ(figure.scale->low, -1);
    EXPECT_EQ(figure.scale->high, 1);
    EXPECT_EQ(figure.scale->colours, ColourMap::blue_red);  // two signs
    options.classes = {"c0"};
    EXPECT_EQ(built("heatmap", profile, options).scale->colours, ColourMap::cividis);
}

TEST(SimilarityFigure, IsPearsonsCorrelationOfMeanGates) {
    const double gates[3][4] = {{0.1, 0.2, 0.3, 0.4}, {0.2, 0.4, 0.6, 0.8}, {0.4, 0.1, 0.3, 0.2}};
    const auto profile = made_profile({{"SE_2_1", 4}}, {1, 1, 1},
                                      [&](int, int cls, int c, int) { return gates[cls][c]; });
    FigureOptions options;
    options.clustered = false;
    const Figure figure = built("similarity", profile, options);
    const HeatMap& map = *figure.panels.at(0).map;
    // Of 1 2 3 4 and 4 1 3 2: -2 / 5.
    EXPECT_THAT(map.values,
                Pointwise(DoubleNear(1e-6), {1.0, 1.0, -0.4, 1.0, 1.0, -0.4, -0.4, -0.4, 1.0}));
    EXPECT_EQ(figure.panels[0].x.names, figure.panels[0].y.names);
    EXPECT_TRUE(figure.panels[0].y.downwards);
    EXPECT_FALSE(figure.panels[0].x.downwards);
    // The same in every block, blue to red.
    EXPECT_EQ(figure.scale->low, -1);
    EXPECT_EQ(figure.scale->high, 1);
    EXPECT_EQ(figure.scale->colours, ColourMap::blue_red);
    // Of the block: as far as its classes differ, 0 in the middle.
    options.scale = MapScale::block;
    const Figure own = built("similarity", profile, options);
    EXPECT_EQ(own.scale->low, -1);  // two classes are fully alike
    EXPECT_EQ(own.scale->colours, ColourMap::blue_red);
}

// Classes that are much alike: over the values of the block they are told apart.
TEST(SimilarityFigure, HasAScaleForEachBlockWhereThatIsAskedFor) {
    const auto profile = made_profile(
        {{"SE_2_1", 64}, {"SE_3_1", 64}}, {1, 1, 1}, [](int block, int cls, int c, int) {
            return 0.01 * c + (block == 0 ? 0.002 : 0.1) * ((c * (cls + 3)) % 5);
        });
    FigureOptions options;
    for (const auto& panel : built("similarity", profile, options).panels)
        EXPECT_FALSE(panel.scale) << panel.title;
    options.scale = MapScale::block;
    options.colours = ColourMap::cividis;
    const Figure figure = built("similarity", profile, options);
    ASSERT_EQ(figure.panels.size(), 2U);
    EXPECT_DOUBLE_EQ(figure.panels[0].scale->low, 0.99);
    EXPECT_LT(figure.panels[1].scale->low, 0.9);
    EXPECT_EQ(figure.panels[0].scale->colours, ColourMap::cividis);
    EXPECT_EQ(figure.panels[0].x.label, "colours from 0.990 to 1.00");
    EXPECT_FALSE(figure.scale->ticks);
    options.blocks = {"SE_2_1"};
    const Figure one = built("similarity", profile, options);
    EXPECT_TRUE(one.scale->ticks);
    EXPECT_DOUBLE_EQ(one.scale->low, 0.99);
    EXPECT_EQ(one.panels[0].x.label, "");
}

TEST(SimilarityFigure, OfAClassWithoutVariationIsNothing) {
    const auto profile = made_profile({{"SE_2_1", 2}}, {1, 1},
                                      [](int, int cls, int c, int) { return cls * 0.1 * c; });
    FigureOptions options;
    options.clustered = false;
    const Figure figure = built("similarity", profile, options);
    const auto& values = figure.panels.at(0).map->values;
    EXPECT_TRUE(std::isnan(values[0]));
    EXPECT_TRUE(std::isnan(values[1]));
    EXPECT_EQ(values[3], 1);
}

TEST(MapFigures, AreWrittenCellByCell) {
    const auto profile = made_profile(
        {{"SE_2_1", 2}}, {1, 1}, [](int, int cls, int c, int) { return 0.5 * cls + 0.25 * c; });
    FigureOptions options;
    options.clustered = false;
    Figure figure = built("heatmap", profile, options);
    figure.panels[0].map->values[1] = kNaN;
    std::ostringstream csv;
    write_figure_csv(figure, csv);
    EXPECT_EQ(csv.str(),
              "panel,series,x,y,low,high,n\r\n"
              "SE_2_1,class 0,0,0,,,\r\n"
              "SE_2_1,class 0,1,,,,\r\n"
              "SE_2_1,class 1,0,0.5,,,\r\n"
              "SE_2_1,class 1,1,0.75,,,\r\n");
    EXPECT_EQ(value_count(figure), 4U);
    std::ostringstream json;
    write_figure_json(figure, json);
    EXPECT_NE(json.str().find("\"rows\": [\n     \"class 0\",\n     \"class 1\""),
              std::string::npos)
        << json.str();
    EXPECT_NE(json.str().find("null"), std::string::npos);
}

}  // namespace
}  // namespace sescope

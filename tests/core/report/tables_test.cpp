// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/report/channel_columns.h"
#include "tests/core/report/notes.h"

namespace sescope {
namespace {

using sescope::testing::notes_of;

Cell cell(const Table& table, std::size_t row, const std::string& key) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (table.columns[i].key == key) return table.rows.at(row).at(i);
    }
    throw std::runtime_error("no column " + key);
}

double real(const Table& table, std::size_t row, const std::string& key) {
    return std::get<double>(cell(table, row, key));
}

std::int64_t whole(const Table& table, std::size_t row, const std::string& key) {
    return std::get<std::int64_t>(cell(table, row, key));
}

// One block of two channels; one image of each of two classes, gates (1, 0) and (0, 0).
ExcitationProfile two_images() {
    ExcitationProfile profile;
    GateSite site;
    site.label = "SE_3_1";
    site.stage = 3;
    site.channels = 2;
    site.parameters = 2 * 2 + 1 + 2;
    profile.network.sites = {site};
    profile.classes = {{"a", "a", 0}, {"b", "b", 1}};
    profile.gates.classes = 2;
    profile.gates.images = {1, 1};
    BlockTally tally;
    tally.block = "SE_3_1";
    tally.channels = 2;
    const std::int64_t one = std::int64_t{1} << 32;
    tally.sum = {one, 0, 0, 0};
    tally.sum_of_squares = {one, 0, 0, 0};
    tally.min = {1, 0, 0, 0};
    tally.max = {1, 0, 0, 0};
    tally.open = {1, 0, 0, 0};
    tally.closed = {0, 1, 1, 1};
    tally.histogram.assign(2 * kHistogramBins, 0);
    profile.gates.blocks = {tally};
    profile.network.classes = 2;
    profile.predictions = {2, true, {1, 1}, {1, 0}, {1, 1}, {1, 0, 1, 0}, 0};
    profile.origin.covered = {{0, 1, 2, 2}};
    return profile;
}

TEST(BlocksTable, HasARowABlockAndOneOfTheNetwork) {
    const Table table = blocks_table(two_images());
    ASSERT_EQ(table.rows.size(), 2u);
    EXPECT_EQ(std::get<Text>(cell(table, 0, "block")), "SE_3_1");
    EXPECT_EQ(whole(table, 0, "channels"), 2);
    EXPECT_EQ(real(table, 0, "mean"), 0.25);
    EXPECT_EQ(real(table, 0, "std_within"), 0.0);
    EXPECT_DOUBLE_EQ(real(table, 0, "std_between"), std::sqrt(0.125));
    EXPECT_TRUE(std::isnan(real(table, 0, "class_share")));  // an image a class tells nothing
    EXPECT_EQ(real(table, 0, "open"), 0.25);
    EXPECT_EQ(real(table, 0, "closed"), 0.75);
    EXPECT_EQ(whole(table, 0, "parameters"), 2 * 2 + 1 + 2);
    EXPECT_TRUE(std::holds_alternative<std::monostate>(cell(table, 0, "top1")));

    EXPECT_EQ(std::get<Text>(cell(table, 1, "block")), "network");
    EXPECT_EQ(real(table, 1, "mean"), 0.25);
    EXPECT_EQ(whole(table, 1, "images"), 2);
    EXPECT_EQ(real(table, 1, "top1"), 0.5);
    EXPECT_EQ(real(table, 1, "top5"), 1.0);
}

TEST(BlocksTable, NotesSayWhatIsMissing) {
    auto profile = two_images();
    profile.predictions.matched = false;
    profile.network.classes = 2;
    profile.predictions.not_finite = 3;
    profile.skipped = {{"a/x.png", "empty"}};
    profile.origin.covered[0].done = 1;
    const Table table = blocks_table(profile);
    EXPECT_TRUE(std::isnan(real(table, 1, "top1")));
    EXPECT_THAT(notes_of(table), ::testing::Contains(::testing::HasSubstr("could not be matched")));
    EXPECT_THAT(notes_of(table), ::testing::Contains(::testing::HasSubstr("1 image was skipped")));
    EXPECT_THAT(notes_of(table), ::testing::Contains(::testing::HasSubstr("3 images had NaN")));
    EXPECT_THAT(notes_of(table), ::testing::Contains(::testing::HasSubstr("Partial")));
    profile.network.classes = 0;
    EXPECT_THAT(notes_of(blocks_table(profile)),
                ::testing::Contains(::testing::HasSubstr("the network has no classifier")));
}

LayerCost layer(const char* name, const char* kind, const char* block, int stage, int side,
                std::int64_t parameters, std::int64_t operations) {
    LayerCost cost;
    cost.name = name;
    cost.kind = kind;
    cost.block = block;
    cost.stage = stage;
    cost.height = side;
    cost.width = side;
    cost.parameters = parameters;
    cost.operations = operations;
    return cost;
}

CostReport small_cost(bool se) {
    CostReport report;
    report.size = 32;
    report.layers = {layer("conv1", "conv", "stem", kStemStage, 16, 100, 1000),
                     layer("layer1.0.conv1", "conv", "SE_2_1", 2, 8, 40, 400),
                     layer("fc", "linear", "head", kHeadStage, 1, 60, 60)};
    if (se) {
        LayerCost fc1 = layer("layer1.0.se.fc1", "se fc", "SE_2_1", 2, 1, 20, 40);
        fc1.se = true;
        report.layers.insert(report.layers.begin() + 2, fc1);
    }
    return report;
}

TEST(CostTable, ListsLayersInOrderAndTheTotal) {
    const Table table = cost_table(small_cost(true), small_cost(false), CostLevel::layer);
    ASSERT_EQ(table.rows.size(), 5u);
    EXPECT_EQ(std::get<Text>(cell(table, 2, "layer")), "layer1.0.se.fc1");
    EXPECT_EQ(std::get<Text>(cell(table, 2, "kind")), "se fc");
    EXPECT_EQ(std::get<Text>(cell(table, 0, "output")), "16 x 16");
    EXPECT_EQ(whole(table, 2, "se_parameters"), 20);
    EXPECT_EQ(std::get<Text>(cell(table, 4, "layer")), "total");
    EXPECT_EQ(whole(table, 4, "parameters"), 220);
    EXPECT_EQ(whole(table, 4, "operations"), 1500);
    EXPECT_EQ(whole(table, 4, "se_operations"), 40);
    EXPECT_EQ(real(table, 4, "parameters_share"), 1.0);
}

TEST(CostTable, AddsUpBlocksAndStages) {
    const Table blocks = cost_table(small_cost(true), small_cost(false), CostLevel::block);
    ASSERT_EQ(blocks.rows.size(), 4u);
    EXPECT_EQ(std::get<Text>(cell(blocks, 1, "block")), "SE_2_1");
    EXPECT_EQ(whole(blocks, 1, "parameters"), 60);
    EXPECT_EQ(whole(blocks, 1, "operations"), 440);
    EXPECT_EQ(whole(blocks, 1, "se_parameters"), 20);
    EXPECT_DOUBLE_EQ(real(blocks, 1, "operations_share"), 440.0 / 1500);
    const Table stages = cost_table(small_cost(true), small_cost(false), CostLevel::stage);
    ASSERT_EQ(stages.rows.size(), 4u);
    EXPECT_EQ(std::get<Text>(cell(stages, 0, "stage")), "stem");
    EXPECT_EQ(std::get<Text>(cell(stages, 1, "stage")), "stage 2");
    EXPECT_EQ(std::get<Text>(cell(stages, 2, "stage")), "head");
}

TEST(CostTable, SaysWhatSqueezeAndExcitationAddsToThePlainNetwork) {
    const Table table = cost_table(small_cost(true), small_cost(false), CostLevel::stage);
    EXPECT_THAT(notes_of(table), ::testing::Contains(::testing::HasSubstr(
                                     "SE adds 20 parameters (10.0 %) and 40 MACs (2.74 %)")));
}

TEST(CostTable, RefusesReportsOfDifferentSizes) {
    CostReport other = small_cost(false);
    other.size = 64;
    EXPECT_THROW(cost_table(small_cost(true), other, CostLevel::stage), Error);
}

// The rule is for blocks without strength; the spread is a number of all of them.
TEST(VerdictsTable, ShowsTheSpreadWhetherOrNotItDecides) {
    ExcitationProfile profile = two_images();
    const double spread = summarise(profile)[0].std_total;
    EXPECT_GT(spread, 0.1);
    EXPECT_DOUBLE_EQ(real(verdicts_table(profile, {}), 0, "spread"), spread);
    EnergyMoments& energies = profile.gates.blocks[0].energies;
    const std::int64_t unit = std::int64_t{1} << 30;
    energies.energy = {2 * unit, 2 * unit};
    energies.gate_energy = energies.squared_gate_energy = {unit, 0};
    const Table table = verdicts_table(profile, {});
    EXPECT_FALSE(std::isnan(real(table, 0, "strength")));
    EXPECT_DOUBLE_EQ(real(table, 0, "spread"), spread);
    EXPECT_NE(
        table.notes.front().str().find("spread of the gates <= 0.02 (where there is no strength)"),
        std::string::npos);
}

// Channel 0 of two_images() moves; channel 1 is made one that no image opens.
TEST(VerdictsTable, CountsTheChannelsThatNoImageOpens) {
    ExcitationProfile profile = two_images();
    EnergyMoments& energies = profile.gates.blocks[0].energies;
    const std::int64_t unit = std::int64_t{1} << 30;
    energies.energy = {unit, unit};
    energies.gate_energy = energies.squared_gate_energy = {unit, unit};
    profile.gates.blocks[0].max = {1, 0.01f, 0, 0.01f};
    const Table table = verdicts_table(profile, {});
    EXPECT_EQ(whole(table, 0, "closed_channels"), 1);
    EXPECT_EQ(whole(table, 0, "open_channels"), 0);
    EXPECT_EQ(whole(table, 0, "constant_channels"), 0);
    EXPECT_DOUBLE_EQ(real(table, 0, "closed_passes"), std::sqrt(0.5));
    EXPECT_EQ(whole(verdicts_table(profile, {}, {.closed = 0.009}), 0, "closed_channels"), 0);
    EXPECT_THROW(verdicts_table(profile, {}, {.closed = -1}), Error);
}

}  // namespace
}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
// What a report says of a profile.
#include "core/report/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/core/excitation/made_profile.h"

namespace sescope {
namespace {

using ::testing::HasSubstr;

// The value of a fact of a section; empty where it has none.
std::string fact(const ReportSection& section, const std::string& name) {
    for (const auto& part : section.parts) {
        const auto* facts = std::get_if<Facts>(&part);
        if (facts == nullptr) continue;
        for (const auto& [key, value] : facts->lines) {
            if (key == name) return value;
        }
    }
    return {};
}

const Table* table(const ReportSection& section, const std::string& name) {
    for (const auto& part : section.parts) {
        const auto* found = std::get_if<Table>(&part);
        if (found != nullptr && found->name == name) return found;
    }
    return nullptr;
}

std::string text_of(const ReportSection& section, ParagraphKind kind) {
    std::string text;
    for (const auto& part : section.parts) {
        const auto* paragraph = std::get_if<Paragraph>(&part);
        if (paragraph != nullptr && paragraph->kind == kind) text += paragraph->text + "\n";
    }
    return text;
}

TEST(Report, NamesNetworkAndImagesInItsTitle) {
    const ReportDocument report = make_report({testing::made_profile()});
    EXPECT_EQ(report.title, "SE units of SE-ResNet-50 on val");
    EXPECT_EQ(report.subtitle.find("seresnet50 \u00B7 3 images"), 0u) << report.subtitle;
}

TEST(Report, TellsWhatTheNetworkIsAndWhatItCosts) {
    const auto section = network_section(testing::made_profile(), nullptr);
    EXPECT_EQ(fact(section, "architecture"), "SE-ResNet-50, layout of built");
    // 26,047,220 = counts.md's 28,088,024 less 996 rows of 2,049 numbers.
    EXPECT_EQ(fact(section, "parameters"), "26,047,220, of which SE 2,530,992 (9.72 %)");
    EXPECT_THAT(fact(section, "operations"), HasSubstr("MACs at 32 x 32 px"));
    EXPECT_EQ(fact(section, "SE blocks"), "16 (SE_2_1 .. SE_5_3), 15,104 gates an image");
    EXPECT_EQ(fact(section, "head"), "4 classes");
    EXPECT_EQ(fact(section, "fingerprint"), "SHA-256 " + std::string(64, 'a'));
}

TEST(Report, ListsAssumptionsOrSaysThatThereAreNone) {
    auto profile = testing::made_profile();
    profile.network.assumptions = {
        {"stride", "conv2", "convention", Text::option("stride-in", "conv1")}};
    const auto section = network_section(profile, nullptr);
    const Table* assumed = table(section, "assumptions");
    ASSERT_NE(assumed, nullptr);
    EXPECT_EQ(assumed->rows[0][3], Cell("--stride-in conv1"));
    profile.network.assumptions.clear();
    EXPECT_EQ(text_of(network_section(profile, nullptr), ParagraphKind::note),
              "Nothing was assumed.\n");
}

TEST(Report, TellsOfTheDataAndEachClass) {
    const auto section = data_section(testing::made_profile());
    EXPECT_EQ(fact(section, "images"), "3 of val");
    EXPECT_EQ(fact(section, "classes"), "3, images a class: 0 to 2");
    EXPECT_EQ(fact(section, "skipped"), "1 image");
    EXPECT_EQ(fact(section, "top-1"), "33.3 %");
    EXPECT_EQ(fact(section, "top-5"), "100 %");
    EXPECT_EQ(text_of(section, ParagraphKind::warning),
              "Partial: not all images of the data set have been run.\n");
    const Table* classes = table(section, "classes");
    ASSERT_NE(classes, nullptr);
    ASSERT_EQ(classes->rows.size(), 3u);
    EXPECT_EQ(classes->rows[0][0], Cell("tench (n01)"));
    EXPECT_EQ(classes->rows[0][2], Cell(0.5));
    EXPECT_EQ(classes->rows[2][0], Cell("n03"));
    const Table* skipped = table(section, "skipped");
    ASSERT_NE(skipped, nullptr);
    EXPECT_EQ(skipped->rows[0][1], Cell("truncated"));
}

TEST(Report, ListsTheWorstOfVeryManyClasses) {
    auto profile = testing::made_profile();
    profile.classes.resize(1000);
    profile.gates.images.assign(1000, 1);
    profile.predictions.images.assign(1000, 1);
    profile.predictions.top1.assign(1000, 1);
    profile.predictions.top5.assign(1000, 1);
    profile.classes[700].name = profile.classes[700].readable = "worst";
    profile.predictions.top1[700] = 0;
    const auto section = data_section(profile);
    const Table* classes = table(section, "classes");
    ASSERT_NE(classes, nullptr);
    ASSERT_EQ(classes->rows.size(), 10u);
    EXPECT_EQ(classes->rows[0][0], Cell("worst"));
    EXPECT_EQ(classes->notes[0], "The 10 classes with the lowest top-1 of 1,000.");
}

TEST(Report, SaysWhyThereIsNoAccuracy) {
    auto profile = testing::made_profile();
    profile.predictions.matched = false;
    const auto section = data_section(profile);
    EXPECT_EQ(fact(section, "top-1"), "");
    EXPECT_EQ(table(section, "classes"), nullptr);
    EXPECT_THAT(text_of(section, ParagraphKind::note), HasSubstr("could not be matched"));
}

TEST(Report, ShowsTheClassFigureAndTheBlocks) {
    const auto section = gates_section(testing::made_profile());
    const auto* figure = std::get_if<Figure>(&section.parts.at(0));
    ASSERT_NE(figure, nullptr);
    EXPECT_EQ(figure->name, "class");
    const Table* blocks = table(section, "blocks");
    ASSERT_NE(blocks, nullptr);
    EXPECT_EQ(blocks->rows.size(), 3u);
    for (const auto& row : blocks->rows) EXPECT_EQ(row.size(), blocks->columns.size());
    for (const auto& column : blocks->columns) EXPECT_NE(column.key, "top1");
}

TEST(Report, OfANetworkWithoutSeSaysSo) {
    auto profile = testing::made_profile();
    profile.network = record_of(without_gates(build_network({})));
    profile.gates.blocks.clear();
    const ReportDocument report = make_report({profile});
    EXPECT_THAT(fact(report.sections[0], "SE blocks"), HasSubstr("none"));
    EXPECT_EQ(text_of(gates_section(profile), ParagraphKind::note),
              "The network has no SE block.\n");
}

TEST(Report, OfNoImageHasNoFigureAndNoAccuracy) {
    auto profile = testing::made_profile();
    profile.gates.images.assign(3, 0);
    profile.predictions.images.assign(3, 0);
    for (auto& block : profile.gates.blocks)
        block = testing::empty_block(block.block, 3, block.channels);
    const auto section = gates_section(profile);
    for (const auto& part : section.parts) EXPECT_FALSE(std::holds_alternative<Figure>(part));
    EXPECT_EQ(fact(data_section(profile), "top-1"), "not known");
}

TEST(Report, RefusesTheWeightsOfAnotherNetwork) {
    StateDict weights;
    weights.file = "other.safetensors";
    try {
        make_report({testing::made_profile(), &weights});
        FAIL() << "accepted";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::data);
        EXPECT_EQ(error.file(), "other.safetensors");
    }
}

}  // namespace
}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/choices.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/core/figures/made_profile.h"

namespace sescope {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

double flat(int, int, int, int) {
    return 0.5;
}

std::vector<std::string> paper_block_names(const std::vector<MadeBlock>& blocks) {
    const auto profile = made_profile(blocks, {1}, flat);
    std::vector<std::string> names;
    for (const int block : paper_blocks(profile.gates)) {
        names.push_back(profile.gates.blocks[std::size_t(block)].block);
    }
    return names;
}

Error error_of(const ExcitationProfile& profile, const FigureOptions& options) {
    try {
        find_figure("class").build(profile, options);
    } catch (const Error& error) {
        return error;
    }
    ADD_FAILURE() << "no error";
    return {ErrorKind::internal, ""};
}

TEST(PaperBlocks, OfFiftyLayersAreTheSixOfThePaper) {
    EXPECT_THAT(paper_block_names(made_blocks({3, 4, 6, 3})),
                ElementsAre("SE_2_3", "SE_3_4", "SE_4_6", "SE_5_1", "SE_5_2", "SE_5_3"));
}

TEST(PaperBlocks, OfDeeperNetworksAreTheLastOfEachStageAndThreeOfStageFive) {
    EXPECT_THAT(paper_block_names(made_blocks({3, 4, 23, 3})),
                ElementsAre("SE_2_3", "SE_3_4", "SE_4_23", "SE_5_1", "SE_5_2", "SE_5_3"));
    EXPECT_THAT(paper_block_names(made_blocks({3, 8, 36, 3})),
                ElementsAre("SE_2_3", "SE_3_8", "SE_4_36", "SE_5_1", "SE_5_2", "SE_5_3"));
    EXPECT_THAT(paper_block_names(made_blocks({2, 2, 2, 2})),
                ElementsAre("SE_2_2", "SE_3_2", "SE_4_2", "SE_5_1", "SE_5_2"));
}

TEST(PaperBlocks, OfPartialSeAreThoseThatTheNetworkHas) {
    EXPECT_THAT(paper_block_names(made_blocks({0, 4, 0, 0})), ElementsAre("SE_3_4"));
    EXPECT_THAT(paper_block_names(made_blocks({0, 4, 5, 1})),
                ElementsAre("SE_3_4", "SE_4_5", "SE_5_1"));
}

TEST(PaperBlocks, OfNamesWithoutStageAreSixSpreadOverTheNetwork) {
    std::vector<MadeBlock> blocks;
    for (int i = 1; i <= 12; ++i) blocks.push_back({"features." + std::to_string(i), 2});
    EXPECT_THAT(paper_block_names(blocks), ElementsAre("features.2", "features.4", "features.6",
                                                       "features.8", "features.10", "features.12"));
}

TEST(ChooseBlocks, KeepsTheOrderAskedForAndDropsRepeats) {
    const auto profile = made_profile(made_blocks({3, 4, 6, 3}), {1}, flat);
    EXPECT_THAT(choose_blocks(profile, {{"SE_5_1", "SE_2_1", "SE_5_1"}, {}, 50}),
                ElementsAre(13, 0));
    EXPECT_EQ(choose_blocks(profile, {{"all"}, {}, 50}).size(), 16U);
}

TEST(ChooseBlocks, NamesNearMatchesOfAnUnknownBlock) {
    const auto profile = made_profile(made_blocks({3, 4, 6, 3}), {1}, flat);
    const Error error = error_of(profile, {{"se_4_9"}, {}, 50});
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_THAT(error.message(), HasSubstr("se_4_9"));
    EXPECT_THAT(error.hint(), HasSubstr("SE_4_1"));
    EXPECT_THAT(error_of(profile, {{"layer"}, {}, 50}).hint(), HasSubstr("SE_2_1, SE_2_2, SE_2_3"));
}

TEST(ChooseBlocks, SaysThatANetworkHasNoSeBlock) {
    auto profile = made_profile({}, {3}, flat);
    profile.network.architecture = "ResNet-50";
    const Error error = error_of(profile, {});
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_THAT(error.message(), HasSubstr("no SE block"));
    EXPECT_THAT(error.message(), HasSubstr("ResNet-50"));
}

TEST(ChooseClasses, FindsByNameAndByReadableName) {
    const auto profile = made_profile(made_blocks({1}), {1, 1, 1}, flat);
    EXPECT_THAT(choose_classes(profile, {{}, {"c2", "class 0"}, 50}, 4), ElementsAre(2, 0));
}

TEST(ChooseClasses, NamesNearMatchesOfAnUnknownClass) {
    const auto profile = made_profile(made_blocks({1}), {1, 1, 1}, flat);
    const Error error = error_of(profile, {{}, {"clas 1"}, 50});
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_THAT(error.message(), HasSubstr("clas 1"));
    EXPECT_THAT(error.hint(), HasSubstr("did you mean class 1"));
}

TEST(ChooseClasses, RefusesAClassWithoutImagesButLeavesItOutOfAll) {
    const auto profile = made_profile(made_blocks({1}), {1, 0, 1}, flat);
    const Error error = error_of(profile, {{}, {"c1"}, 50});
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_THAT(error.message(), HasSubstr("c1"));
    EXPECT_THAT(choose_classes(profile, {{}, {"all"}, 50}, 4), ElementsAre(0, 2));
    EXPECT_THAT(choose_classes(profile, {}, 4), ElementsAre(0, 2));
}

TEST(ChooseClasses, RefusesAProfileWithoutImages) {
    const auto profile = made_profile(made_blocks({1}), {0, 0}, flat);
    const Error error = error_of(profile, {});
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_THAT(error.message(), HasSubstr("no image"));
}

TEST(NearNames, AreSortedByDistanceAndIgnoreCase) {
    const std::vector<std::string> names = {"tench", "French horn", "trench coat", "church"};
    EXPECT_THAT(near_names(names, "TENCH"), ElementsAre("tench"));
    EXPECT_THAT(near_names(names, "trench"), ElementsAre("tench", "trench coat"));
    EXPECT_THAT(near_names(names, "horn"), ElementsAre("French horn"));
    EXPECT_TRUE(near_names(names, "zebra").empty());
}

TEST(ShownName, AddsTheFolderWhereTwoClassesReadAlike) {
    auto profile = made_profile(made_blocks({1}), {1, 1, 1}, flat);
    profile.classes = {{"n02012849", "crane", -1}, {"n03126707", "crane", -1}, {"n1", "dog", -1}};
    EXPECT_EQ(shown_name(profile, 0), "crane, n02012849");
    EXPECT_EQ(shown_name(profile, 2), "dog");
}

}  // namespace
}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/architectures/key_set.h"

#include <gtest/gtest.h>

#include "core/network/architectures/key_lists.h"
#include "tests/core/network/architectures/small_architectures.h"

namespace sescope {
namespace {

TEST(KeySet, LeavesOutWhatOnlyTrainingReads) {
    const auto tensors = key_shapes(test::state_dict({{"bn.weight", {4}},
                                                      {"bn.num_batches_tracked", {}},
                                                      {"attn.relative_position_index", {9, 9}},
                                                      {"a.weight", {2, 3}}}));
    const std::vector<KeyShape> expected{{"a.weight", {2, 3}}, {"bn.weight", {4}}};
    EXPECT_EQ(tensors, expected);
}

TEST(KeySet, HashOfKeysCountsRanksAndNoExtents) {
    const std::vector<KeyShape> a{{"a", {2, 3}}, {"b", {4}}};
    const std::vector<KeyShape> wider{{"a", {7, 9}}, {"b", {1}}};
    const std::vector<KeyShape> deeper{{"a", {2, 3, 1}}, {"b", {4}}};
    EXPECT_EQ(hash_of_keys(a), hash_of_keys(wider));
    EXPECT_NE(hash_of_keys(a), hash_of_keys(deeper));
    EXPECT_EQ(hash_of_keys(a).size(), 16u);
}

TEST(KeySet, HashOfShapesLeavesRowsOfTheHeadAndChannelsOfTheStemFree) {
    const FreeExtents free{{"fc"}, "stem.weight"};
    const std::vector<KeyShape> own{
        {"fc.bias", {5}}, {"fc.weight", {5, 4}}, {"stem.weight", {4, 3, 3, 3}}};
    const std::vector<KeyShape> other{
        {"fc.bias", {9}}, {"fc.weight", {9, 4}}, {"stem.weight", {4, 1, 3, 3}}};
    const std::vector<KeyShape> wider{
        {"fc.bias", {5}}, {"fc.weight", {5, 8}}, {"stem.weight", {8, 3, 3, 3}}};
    EXPECT_EQ(hash_of_shapes(own, free), hash_of_shapes(other, free));
    EXPECT_NE(hash_of_shapes(own, free), hash_of_shapes(wider, free));
}

TEST(KeySet, ModulesOwnTheirParametersAndNoOthers) {
    const std::vector<std::string> head{"fc"};
    EXPECT_TRUE(belongs_to("fc.weight", head));
    EXPECT_FALSE(belongs_to("fc1.weight", head));
    EXPECT_FALSE(belongs_to("fc", head));
}

TEST(KeyLists, ComeBackFromText) {
    const std::vector<std::vector<std::string>> lists{
        {"a.bias", "a.weight", "a.weight2", "b"},
        {},
        {"layer1.0.conv1.weight", "layer1.0.conv2.weight"}};
    const auto text = key_lists_to_text(lists);
    EXPECT_EQ(key_lists_from_text(text), lists);
    EXPECT_NE(text.find("2 weight\n"), std::string::npos);
    EXPECT_EQ(key_lists_from_text("9 x\n\n"), std::nullopt);
    EXPECT_EQ(key_lists_from_text("0 x\n"), std::nullopt);
    EXPECT_EQ(key_lists_from_text("x\n\n"), std::nullopt);
    EXPECT_EQ(key_lists_from_text("0 x"), std::nullopt);
}

}  // namespace
}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
// ResNets whose parts have names of their own, and fewer of them: the unit is what has the shapes
// of one, the stem what stands before the stages, the head the only classifier.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/network/network.h"
#include "tests/core/network/state_dict_builder.h"

namespace sescope {
namespace {

using test::add_shape;
using test::renamed;
using test::reshaped;
using testing::HasSubstr;

StateDict seresnet50() {
    return test::fixture_shapes("seresnet50").weights;
}

bool assumes(const ResNetSpec& spec, const std::string& what) {
    return std::ranges::any_of(spec.assumptions,
                               [&](const Assumption& one) { return one.what == what; });
}

TEST(FreeNames, UnitIsWhateverHasItsShapes) {
    for (const auto& [fc1, fc2] : std::vector<std::pair<std::string, std::string>>{
             {"SE.down", "SE.up"},
             {"attn.reduce", "attn.expand"},  // the file's order is not the alphabet's
             {"squeeze_excite.layers.1", "squeeze_excite.layers.3"},
             {"fc1", "fc2"}}) {
        const auto weights = renamed(renamed(seresnet50(), ".se.fc1.", "." + fc1 + "."), ".se.fc2.",
                                     "." + fc2 + ".");
        const auto spec = read_resnet(weights);
        ASSERT_EQ(spec.se_blocks().size(), 16U) << fc1;
        EXPECT_EQ(spec.blocks[0].se->fc1, "layer1.0." + fc1);
        EXPECT_EQ(spec.blocks[0].se->fc2, "layer1.0." + fc2);
        EXPECT_EQ(spec.blocks[0].se->hidden, 16);
        EXPECT_TRUE(assumes(spec, "the unit")) << fc1;
    }
    EXPECT_FALSE(assumes(read_resnet(seresnet50()), "the unit"));
}

TEST(FreeNames, UnitWithoutReductionIsReadInTheOrderOfTheFile) {
    const auto whole = seresnet50();
    StateDict weights;
    for (const auto& tensor : whole.tensors()) {
        auto square = tensor;
        const bool is_first = tensor.name.find(".se.fc1.") != std::string::npos;
        if (is_first || tensor.name.find(".se.fc2.") != std::string::npos) {
            const auto channels =
                std::max(tensor.shape[0], tensor.shape.size() > 1 ? tensor.shape[1] : 0);
            const auto block = tensor.name.substr(0, tensor.name.find(".se."));
            if (tensor.name.ends_with(".bias")) continue;
            square = test::shape_only(block + (is_first ? ".unit.z.weight" : ".unit.a.weight"),
                                      {channels, channels, 1, 1});
        }
        weights.add(square);
    }
    const auto spec = read_resnet(weights);
    EXPECT_EQ(spec.blocks[0].se->fc1, "layer1.0.unit.z");
    EXPECT_EQ(spec.blocks[0].se->fc2, "layer1.0.unit.a");
}

TEST(FreeNames, UnitsWithOtherPartsAreNotTakenForSe) {
    auto weights = renamed(seresnet50(), ".se.fc", ".cbam.mlp");
    add_shape(weights, "layer1.0.cbam.spatial.weight", {1, 2, 7, 7});
    try {
        read_resnet(weights);
        ADD_FAILURE() << "taken";
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("left over: 'layer1.0.cbam"));
    }
}

TEST(FreeNames, StemsOfSequentials) {
    const auto whole = seresnet50();
    StateDict sequential;
    for (auto tensor : whole.tensors()) {
        if (tensor.name == "conv1.weight") tensor.name = "stem.0.weight";
        if (tensor.name.starts_with("bn1.")) tensor.name.replace(0, 3, "stem.1");
        sequential.add(tensor);
    }
    const auto spec = read_resnet(sequential);
    ASSERT_EQ(spec.stem.convs.size(), 1U);
    EXPECT_EQ(spec.stem.convs[0].conv, "stem.0");
    EXPECT_EQ(spec.stem.convs[0].norm, "stem.1");
}

TEST(FreeNames, SequentialOfAResNetsChildren) {
    const auto sequential = [](const std::string& root, int first) {
        const auto whole = seresnet50();
        StateDict weights;
        for (auto tensor : whole.tensors()) {
            auto& name = tensor.name;
            if (name.starts_with("conv1.")) name.replace(0, 5, "0");
            if (name.starts_with("bn1.")) name.replace(0, 3, "1");
            if (name.starts_with("layer")) {
                name.replace(0, 6, std::to_string(first + name[5] - '1'));
            }
            name = name.starts_with("fc.") ? "head." + name : root + name;
            weights.add(tensor);
        }
        return read_resnet(weights);
    };
    const auto pooled = sequential("", 4);
    EXPECT_EQ(pooled.layout, "sequential");
    EXPECT_EQ(pooled.blocks[0].prefix, "4.0");
    EXPECT_EQ(pooled.stem.pool, MaxPoolSpec{});
    // Nothing but the ReLU stands between: there is no pool.
    const auto bare = sequential("0.", 3);
    EXPECT_EQ(bare.blocks.back().prefix, "0.6.2");
    EXPECT_EQ(bare.stem.pool.kernel, 1);
}

TEST(FreeNames, ShortcutsOfOtherNames) {
    const auto spec = read_resnet(renamed(seresnet50(), ".downsample.", ".shortcut."));
    EXPECT_EQ(spec.blocks[0].shortcut->conv.conv, "layer1.0.shortcut.0");
}

TEST(FreeNames, HeadIsTheOnlyClassifier) {
    for (const char* head : {"classifier", "last_linear", "fc.1", "head"}) {
        const auto whole = seresnet50();
        StateDict weights;
        for (auto tensor : whole.tensors()) {
            if (tensor.name.starts_with("fc.")) tensor.name.replace(0, 2, head);
            weights.add(tensor);
        }
        EXPECT_EQ(read_resnet(weights).head.fc, head);
    }
}

TEST(FreeNames, ThreeStages) {
    const auto whole = seresnet50();
    StateDict weights;
    for (const auto& tensor : whole.tensors()) {
        if (!tensor.name.starts_with("layer4.")) weights.add(tensor);
    }
    weights = reshaped(weights, "fc.weight", {10, 1024});
    weights = reshaped(weights, "fc.bias", {10});
    const auto spec = read_resnet(weights);
    EXPECT_EQ(spec.blocks.back().stage, 4);
    EXPECT_EQ(spec.blocks.size(), 13U);
    EXPECT_EQ(spec.head.in, 1024);
    EXPECT_EQ(spec.assumptions.front().value, "1, 2, 2");
}

}  // namespace
}  // namespace sescope

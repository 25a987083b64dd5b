// SPDX-License-Identifier: GPL-3.0-or-later
// Spellings and shapes beyond the 15 fixtures: each layout's variants, any width, SE in part of the
// blocks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/network/network.h"
#include "tests/core/network/state_dict_builder.h"

namespace sescope {
namespace {

using test::renamed;
using test::shapes_of;

BuildOptions named(const char* architecture) {
    BuildOptions options;
    options.architecture = architecture;
    return options;
}

TEST(Layouts, MmpretrainsOlderSpellingOfTheSeLayer) {
    const auto weights = renamed(test::fixture_shapes("mmpretrain_seresnet50").weights,
                                 "se_layer.conv1.conv", "se_layer.conv1");
    const auto both = renamed(weights, "se_layer.conv2.conv", "se_layer.conv2");
    const auto spec = read_resnet(both);
    EXPECT_EQ(spec.layout, "mmpretrain");
    EXPECT_EQ(spec.se_blocks().size(), 16U);
    EXPECT_EQ(spec.blocks[0].se->fc2, "backbone.layer1.0.se_layer.conv2");
}

TEST(Layouts, MmpretrainWithoutItsPrefix) {
    const auto weights =
        renamed(test::fixture_shapes("mmpretrain_seresnet50").weights, "backbone.", "");
    const auto spec = read_resnet(weights);
    EXPECT_EQ(spec.layout, "mmpretrain");
    EXPECT_EQ(spec.head.fc, "head.fc");
    EXPECT_EQ(spec.blocks[0].prefix, "layer1.0");
}

TEST(Layouts, MmpretrainsDeepStemOfConvModules) {
    const auto deep = test::fixture_shapes("seresnet50t").weights;
    auto weights = renamed(deep, ".se.fc1", ".se_layer.conv1.conv");
    weights = renamed(weights, ".se.fc2", ".se_layer.conv2.conv");
    weights = renamed(weights, "conv1.0.weight", "stem.0.conv.weight");
    weights = renamed(weights, "conv1.1.", "stem.0.bn.");
    weights = renamed(weights, "conv1.3.weight", "stem.1.conv.weight");
    weights = renamed(weights, "conv1.4.", "stem.1.bn.");
    weights = renamed(weights, "conv1.6.weight", "stem.2.conv.weight");
    StateDict rooted;
    for (auto tensor : weights.tensors()) {
        if (tensor.name.starts_with("bn1."))
            tensor.name = "stem.2." + tensor.name.replace(2, 1, "");
        if (tensor.name.starts_with("fc.")) {
            tensor.name = "head." + tensor.name;
        } else {
            tensor.name = "backbone." + tensor.name;
        }
        rooted.add(tensor);
    }
    const auto spec = read_resnet(rooted);
    EXPECT_EQ(spec.layout, "mmpretrain");
    EXPECT_EQ(spec.architecture, "SE-ResNet-50-T");
    ASSERT_EQ(spec.stem.convs.size(), 3U);
    EXPECT_EQ(spec.stem.convs[2].conv, "backbone.stem.2.conv");
    EXPECT_EQ(spec.stem.convs[2].norm, "backbone.stem.2.bn");
}

TEST(Layouts, TheDeepStemAndAveragePoolOfTimmsT) {
    const auto spec = read_resnet(test::fixture_shapes("seresnet50t").weights);
    ASSERT_EQ(spec.stem.convs.size(), 3U);
    EXPECT_EQ(spec.stem.convs[0].out, 24);
    EXPECT_EQ(spec.stem.convs[1].out, 32);
    EXPECT_EQ(spec.stem.convs[2].out, 64);
    EXPECT_EQ(spec.stem.convs[1].norm, "conv1.4");
    EXPECT_EQ(spec.stem.convs[2].norm, "bn1");
    const auto& first = *spec.blocks[0].shortcut;  // stride 1: nothing to pool
    EXPECT_FALSE(first.average_pool);
    EXPECT_EQ(first.conv.conv, "layer1.0.downsample.1");
    EXPECT_EQ(first.conv.norm, "layer1.0.downsample.2");
    const auto& second = *spec.blocks[3].shortcut;
    EXPECT_TRUE(second.average_pool);
    EXPECT_EQ(second.pool_stride, 2);
    EXPECT_EQ(second.conv.stride, 1);
}

TEST(Layouts, Senet154HasThreeByThreeShortcutsBehindStageTwo) {
    const auto spec = read_resnet(test::fixture_shapes("legacy_senet154").weights);
    EXPECT_EQ(spec.blocks[0].shortcut->conv.kernel, 1);
    EXPECT_EQ(spec.blocks[3].shortcut->conv.kernel, 3);
    EXPECT_EQ(spec.blocks[3].shortcut->conv.padding, 1);
    EXPECT_EQ(spec.blocks[3].shortcut->conv.stride, 2);
    EXPECT_EQ(spec.blocks[3].convs[1].stride, 2);
    EXPECT_EQ(spec.head.fc, "last_linear");
}

TEST(Layouts, BasicBlocksHaveTheirStrideInConv1) {
    for (const auto* name : {"se_resnet18", "se_resnet34"}) {
        const auto spec = read_resnet(shapes_of(build_resnet(named(name))));
        EXPECT_EQ(spec.layout, "timm");
        EXPECT_EQ(spec.architecture,
                  name == std::string("se_resnet18") ? "SE-ResNet-18" : "SE-ResNet-34");
        EXPECT_EQ(spec.head.in, 512);
        EXPECT_FALSE(spec.blocks[0].shortcut.has_value());
        const auto& block = spec.blocks[name == std::string("se_resnet18") ? 2 : 3];
        ASSERT_EQ(block.convs.size(), 2U);
        EXPECT_EQ(block.convs[0].stride, 2);
        EXPECT_EQ(block.convs[1].stride, 1);
        EXPECT_EQ(block.se->channels, 128);
        for (const auto& assumption : spec.assumptions) {
            EXPECT_NE(assumption.what, "stride placement");
        }
    }
}

TEST(Layouts, SeInSomeStagesOnly) {
    auto options = named("se_resnet50");
    options.se_stages = {3, 5};
    const auto spec = read_resnet(shapes_of(build_resnet(options)));
    EXPECT_EQ(spec.architecture, "SE-ResNet-50");
    ASSERT_EQ(spec.se_blocks().size(), 7U);
    EXPECT_EQ(spec.se_blocks().front()->name(), "SE_3_1");
    EXPECT_EQ(spec.se_blocks().back()->name(), "SE_5_3");
    EXPECT_EQ(spec.gates_per_image(), 4 * 512 + 3 * 2048);
}

TEST(Layouts, SeInSomeBlocksOnly) {
    auto weights = test::fixture_shapes("seresnet50").weights;
    for (const auto* part : {"fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"}) {
        weights.erase(std::string("layer4.1.se.") + part);
    }
    const auto spec = read_resnet(weights);
    EXPECT_EQ(spec.se_blocks().size(), 15U);
    EXPECT_FALSE(spec.blocks[14].se.has_value());
    EXPECT_TRUE(spec.blocks[15].se.has_value());
}

TEST(Layouts, ReductionThatDoesNotDivideTheChannels) {
    auto options = named("se_resnet50");
    options.reduction = 24;
    const auto spec = read_resnet(shapes_of(build_resnet(options)));
    EXPECT_EQ(spec.blocks[0].se->hidden, 10);
    EXPECT_DOUBLE_EQ(spec.blocks[0].se->reduction(), 25.6);
    EXPECT_EQ(spec.blocks[15].se->hidden, 85);
}

TEST(Layouts, WidthsAreReadFromTheShapes) {
    auto built = build_resnet(named("se_resnet50"));
    for (auto& block : built.blocks) {  // half as wide within, an odd number of hidden units
        block.convs[0].out /= 2;
        block.convs[1].in /= 2;
        block.convs[1].out /= 2;
        block.convs[2].in /= 2;
        block.se->hidden = 7;
    }
    const auto spec = read_resnet(shapes_of(built));
    EXPECT_EQ(spec.blocks[0].convs[1].out, 32);
    EXPECT_EQ(spec.blocks[0].convs[1].groups, 1);
    EXPECT_EQ(spec.blocks[0].se->hidden, 7);
}

TEST(Layouts, LinearSeWithBias) {
    auto options = named("se_resnet50");
    options.se_linear = true;
    const auto spec = read_resnet(shapes_of(build_resnet(options)));
    EXPECT_EQ(spec.layout, "torchvision");
    EXPECT_TRUE(spec.blocks[0].se->linear);
    EXPECT_TRUE(spec.blocks[0].se->bias1);
    EXPECT_TRUE(spec.blocks[0].se->bias2);
    EXPECT_EQ(spec.blocks[0].se->fc2, "layer1.0.se.fc.2");
}

TEST(Layouts, PlacesOfTheSeUnitThatItsChannelsTell) {
    for (const auto place : {SePlace::pre, SePlace::after_3x3}) {
        auto options = named("se_resnet50");
        options.place = place;
        const auto built = build_resnet(options);
        const auto spec = read_resnet(shapes_of(built));
        for (const auto& block : spec.blocks) EXPECT_EQ(block.se->place, place);
        EXPECT_EQ(spec.gates_per_image(), built.gates_per_image());
    }
}

TEST(Layouts, ConvolutionsWithBias) {
    auto built = build_resnet(named("se_resnet50"));
    built.stem.convs[0].bias = true;
    built.blocks[2].convs[1].bias = true;
    const auto spec = read_resnet(shapes_of(built));
    EXPECT_TRUE(spec.stem.convs[0].bias);
    EXPECT_TRUE(spec.blocks[2].convs[1].bias);
    EXPECT_FALSE(spec.blocks[2].convs[0].bias);
}

TEST(Layouts, CountersOfTrainingStepsMayBeThere) {
    auto weights = test::fixture_shapes("seresnet50").weights;
    auto counter = test::shape_only("layer1.0.bn1.num_batches_tracked", {});
    counter.dtype = DType::i64;
    weights.add(counter);
    EXPECT_EQ(read_resnet(weights).se_blocks().size(), 16U);
}

TEST(Layouts, AreNamedForTheDocumentation) {
    std::vector<std::string_view> names;
    for (const auto& row : layouts()) {
        names.push_back(row.name);
        EXPECT_FALSE(row.families.empty());
    }
    EXPECT_THAT(names, testing::UnorderedElementsAre("timm", "legacy", "mmpretrain", "torchvision",
                                                     "sequential"));
}

}  // namespace
}  // namespace sescope

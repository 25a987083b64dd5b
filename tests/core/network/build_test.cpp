// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/network/network.h"
#include "tests/core/network/state_dict_builder.h"

namespace sescope {
namespace {

using testing::HasSubstr;

std::string usage_error(const BuildOptions& options) {
    try {
        build_resnet(options);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::usage);
        return error.what();
    }
    return {};
}

/// Names and shapes of a fixture in timm's layout and of the network built by name are the same.
TEST(BuildNetwork, HasTheTensorsOfTimm) {
    const std::pair<const char*, BuildOptions> pairs[]{
        {"seresnet50", {.architecture = "se_resnet50"}},
        {"seresnet50_r8", {.architecture = "se_resnet50", .reduction = 8}},
        {"seresnet50_224", {.architecture = "se_resnet50", .classes = 10}},
        {"seresnet101", {.architecture = "se_resnet101"}},
        {"seresnet152", {.architecture = "se_resnet152"}},
        {"seresnext50_32x4d", {.architecture = "se_resnext50_32x4d"}},
        {"seresnext101_32x4d", {.architecture = "se_resnext101_32x4d"}},
        {"resnet50", {.architecture = "resnet50"}},
        {"linear_seresnet50", {.se_bias = false, .se_linear = true}}};
    for (const auto& [fixture, options] : pairs) {
        const auto expected = test::fixture_shapes(fixture).weights;
        const auto built = test::shapes_of(build_resnet(options));
        ASSERT_EQ(built.size(), expected.size()) << fixture;
        for (const auto& tensor : expected.tensors()) {
            const auto* found = built.find(tensor.name);
            ASSERT_NE(found, nullptr) << fixture << " lacks " << tensor.name;
            EXPECT_EQ(found->shape, tensor.shape) << fixture << " " << tensor.name;
        }
    }
}

TEST(BuildNetwork, HasTheShapesOfSenet154) {
    const auto expected = read_resnet(test::fixture_shapes("legacy_senet154").weights);
    const auto built = build_resnet({.architecture = "senet154"});
    EXPECT_EQ(built.architecture, "SENet-154");
    ASSERT_EQ(built.blocks.size(), expected.blocks.size());
    for (std::size_t b = 0; b < built.blocks.size(); ++b) {
        for (std::size_t i = 0; i < 3; ++i) {
            const auto& ours = built.blocks[b].convs[i];
            const auto& theirs = expected.blocks[b].convs[i];
            EXPECT_EQ(ours.in, theirs.in);
            EXPECT_EQ(ours.out, theirs.out);
            EXPECT_EQ(ours.groups, theirs.groups);
            EXPECT_EQ(ours.stride, theirs.stride);
        }
        EXPECT_EQ(built.blocks[b].se->hidden, expected.blocks[b].se->hidden);
        if (!expected.blocks[b].shortcut) continue;
        EXPECT_EQ(built.blocks[b].shortcut->conv.kernel, expected.blocks[b].shortcut->conv.kernel);
    }
    EXPECT_TRUE(built.stem.pool.ceil_mode);
}

TEST(BuildNetwork, EveryNameIsDetectedAsItself) {
    for (const auto& name : architecture_names()) {
        const auto built = build_resnet({.architecture = name});
        const auto read = read_resnet(test::shapes_of(built));
        EXPECT_EQ(read.architecture, built.architecture) << name;
        EXPECT_EQ(read.gates_per_image(), built.gates_per_image()) << name;
        EXPECT_TRUE(built.assumptions.empty());
        EXPECT_EQ(built.layout, "built");
    }
}

TEST(BuildNetwork, TakesNamesAsPeopleWriteThem) {
    for (const auto* name : {"SE-ResNet-50", "seresnet50", "se_resnet50", "Se_ResNet50"}) {
        EXPECT_EQ(build_resnet({.architecture = name}).architecture, "SE-ResNet-50");
    }
    EXPECT_EQ(build_resnet({.architecture = "legacy_seresnet50"}).blocks[3].convs[0].stride, 2);
}

TEST(BuildNetwork, PutsStridesWhereTheFamilyHasThem) {
    const auto stride_in_conv1 = [](const BuildOptions& options) {
        return build_resnet(options).blocks[3].convs[0].stride == 2;
    };
    EXPECT_FALSE(stride_in_conv1({.architecture = "se_resnet50"}));
    EXPECT_TRUE(stride_in_conv1({.architecture = "legacy_se_resnet50"}));
    EXPECT_FALSE(stride_in_conv1({.architecture = "legacy_se_resnext50_32x4d"}));
    EXPECT_FALSE(stride_in_conv1({.architecture = "senet154"}));
    EXPECT_TRUE(stride_in_conv1({.architecture = "se_resnet50", .stride_in = 1}));
}

TEST(BuildNetwork, PutsSeWhereAsked) {
    const auto spec = build_resnet({.se_stages = {4}});
    ASSERT_EQ(spec.se_blocks().size(), 6U);
    EXPECT_EQ(spec.se_blocks()[0]->name(), "SE_4_1");
    EXPECT_TRUE(build_resnet({.se_stages = {}}).se_blocks().empty());
    const auto channels = [](SePlace place) {
        const auto built = build_resnet({.place = place});
        return std::pair(built.blocks[0].se->channels, built.blocks[3].se->channels);
    };
    EXPECT_EQ(channels(SePlace::standard), std::pair(256, 512));
    EXPECT_EQ(channels(SePlace::pre), std::pair(64, 256));
    EXPECT_EQ(channels(SePlace::post), std::pair(256, 512));
    EXPECT_EQ(channels(SePlace::identity), std::pair(256, 512));
    EXPECT_EQ(channels(SePlace::after_3x3), std::pair(64, 128));
}

TEST(BuildNetwork, RefusesWhatItCannotBuild) {
    EXPECT_THAT(usage_error({.architecture = "vgg16"}),
                testing::AllOf(HasSubstr("'vgg16'"), HasSubstr("se_resnet50, se_resnet101")));
    EXPECT_THAT(usage_error({.classes = 0}), HasSubstr("0 classes"));
    EXPECT_THAT(usage_error({.reduction = 0}), HasSubstr("reduction of 0"));
    EXPECT_THAT(usage_error({.se_stages = {1}}), HasSubstr("no stage 1"));
    EXPECT_THAT(usage_error({.stride_in = 3}), HasSubstr("conv3"));
    EXPECT_THAT(usage_error({.architecture = "se_resnet18", .place = SePlace::after_3x3}),
                HasSubstr("no bottleneck"));
    EXPECT_THAT(usage_error({.size = 0}), HasSubstr("size of 0"));
}

TEST(WithoutSe, TakesTheUnitsAndTheirAssumptionsAway) {
    const Network with = read_resnet_network(test::fixture_shapes("seresnext50_32x4d").weights);
    const Network plain = without_gates(with);
    EXPECT_EQ(plain.architecture, "ResNeXt-50 32x4d");
    EXPECT_EQ(plain.sites.size(), 0U);
    EXPECT_EQ(plain.gates_per_image(), 0);
    // The pool, two layers, their activations and the product, of each of 16 units.
    EXPECT_EQ(plain.graph.operators.size() + 16 * 6, with.graph.operators.size());
    EXPECT_EQ(plain.assumptions.size(), with.assumptions.size() - 2);
}

}  // namespace
}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
// What is assumed, what an override makes of it, and that a thing said is not listed as assumed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/network/network.h"
#include "tests/core/network/state_dict_builder.h"
#include "tests/support/fixture_network.h"

namespace sescope {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

StateDict shapes(const char* fixture) {
    return test::fixture_shapes(fixture).weights;
}

std::vector<std::string> what(const ResNetSpec& spec) {
    std::vector<std::string> list;
    for (const auto& assumption : spec.assumptions) list.push_back(assumption.what.str());
    return list;
}

const Assumption& assumption(const ResNetSpec& spec, const std::string& name) {
    return *std::ranges::find(spec.assumptions, name, &Assumption::what);
}

std::string usage_error(const StateDict& weights, const SpecOverrides& overrides) {
    try {
        read_resnet(weights, overrides);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::usage);
        EXPECT_FALSE(error.hint().empty());
        return error.what();
    }
    return {};
}

TEST(Assumptions, ListWhatKeysAndShapesDoNotTell) {
    const auto spec = read_resnet(shapes("seresnet50"));
    EXPECT_THAT(what(spec),
                ElementsAre("strides of the stages", "stride placement", "stride of the stem",
                            "max pooling", "batch norm's epsilon", "place of the SE unit",
                            "gate function", "preprocessing", "class order"));
    for (const auto& one : spec.assumptions) {
        EXPECT_FALSE(one.value.empty()) << one.what;
        EXPECT_FALSE(one.why.empty()) << one.what;
        EXPECT_EQ(one.option.kind, Text::Kind::option) << one.what;
    }
    EXPECT_EQ(assumption(spec, "stride placement").value, "conv2 (3x3)");
    EXPECT_EQ(assumption(spec, "stride placement").option, "--stride-in conv1");
    EXPECT_THAT(assumption(spec, "preprocessing").value.str(),
                HasSubstr("timm-a1: bicubic 224, crop_pct 0.95, mean 0.485 0.456 0.406"));
    EXPECT_EQ(assumption(spec, "class order").value, "ImageNet-1k, synsets in order");
}

TEST(Assumptions, FollowTheLayout) {
    const auto legacy = read_resnet(shapes("legacy_seresnet50"));
    EXPECT_EQ(assumption(legacy, "stride placement").value, "conv1 (1x1)");
    EXPECT_EQ(assumption(legacy, "stride placement").option, "--stride-in conv2");
    EXPECT_EQ(assumption(legacy, "max pooling").value, "3x3/2, ceil mode, no padding");
    EXPECT_EQ(legacy.preprocessing.preset, "legacy");
    const auto grouped = read_resnet(shapes("legacy_seresnext50_32x4d"));
    EXPECT_EQ(assumption(grouped, "stride placement").value, "conv2 (3x3)");
    EXPECT_EQ(read_resnet(shapes("mmpretrain_seresnet50")).preprocessing.preset, "mmpretrain");
    EXPECT_EQ(read_resnet(shapes("linear_seresnet50")).preprocessing.preset, "torchvision");
    EXPECT_EQ(read_resnet(shapes("seresnet101")).preprocessing.preset, "timm-ra2");
    const auto ten = read_resnet(shapes("seresnet50_224"));
    EXPECT_EQ(assumption(ten, "class order").value, "unknown, rows by number");
}

TEST(Assumptions, SayNothingOfGatesWhereThereAreNone) {
    EXPECT_THAT(what(read_resnet(shapes("resnet50"))),
                ElementsAre("strides of the stages", "stride placement", "stride of the stem",
                            "max pooling", "batch norm's epsilon", "preprocessing", "class order"));
}

// The stem of networks for small images, whose keys are those of others.
TEST(Assumptions, AreOthersForStemsOfOneSmallConvolution) {
    const auto small = test::reshaped(shapes("seresnet50"), "conv1.weight", {64, 3, 3, 3});
    SpecOverrides cifar;
    cifar.size = 32;
    const auto spec = read_resnet(small, cifar);
    EXPECT_EQ(spec.stem.convs.front().stride, 1);
    EXPECT_EQ(spec.stem.pool.kernel, 1);
    EXPECT_EQ(assumption(spec, "stride of the stem").option, "--stem-stride 2");
    EXPECT_EQ(assumption(spec, "max pooling of the stem").option, "--stem-pool on");
    cifar.stem_stride = 2;
    cifar.stem_pool = true;
    const auto pooled = read_resnet(small, cifar);
    EXPECT_EQ(pooled.stem.convs.front().stride, 2);
    EXPECT_EQ(pooled.stem.pool, MaxPoolSpec{});
}

// Larger images would make of it more than any machine has.
TEST(Assumptions, OfSmallStemsHangOnTheSizeOfImages) {
    const auto small = test::reshaped(shapes("seresnet50"), "conv1.weight", {64, 3, 3, 3});
    SpecOverrides large;
    large.size = 33;
    const auto spec = read_resnet(small, large);
    EXPECT_EQ(spec.stem.convs.front().stride, 2);
    EXPECT_EQ(spec.stem.pool, MaxPoolSpec{});
    EXPECT_EQ(assumption(spec, "stride of the stem").option, "--stem-stride 1");
    EXPECT_THAT(assumption(spec, "stride of the stem").why.str(), HasSubstr("images of 33 px"));
    EXPECT_EQ(assumption(spec, "max pooling of the stem").option, "--stem-pool off");
    large.stem_stride = 1;
    large.stem_pool = false;
    EXPECT_EQ(read_resnet(small, large).stem.convs.front().stride, 1);
    EXPECT_EQ(read_resnet(small, large).stem.pool.kernel, 1);
}

TEST(Overrides, AreTakenAndNoLongerListedAsAssumed) {
    SpecOverrides overrides;
    overrides.stride_in = 1;
    overrides.ceil_mode = true;
    overrides.bn_eps = 1e-3;
    overrides.gate = GateFunction::hard_sigmoid;
    overrides.preset = "caffe";
    overrides.se_place = SePlace::post;
    overrides.stage_strides = std::array{1, 2, 2, 1};
    overrides.stem_stride = 1;
    const auto spec = read_resnet(shapes("seresnet50"), overrides);
    EXPECT_THAT(what(spec), ElementsAre("class order"));
    EXPECT_EQ(spec.stem.convs.front().stride, 1);
    EXPECT_EQ(spec.blocks[3].convs[0].stride, 2);
    EXPECT_EQ(spec.blocks[3].convs[1].stride, 1);
    EXPECT_EQ(spec.blocks[3].shortcut->conv.stride, 2);
    EXPECT_EQ(spec.blocks[13].stride(), 1);  // SE_5_1
    EXPECT_EQ(spec.blocks[13].shortcut->conv.stride, 1);
    EXPECT_TRUE(spec.stem.pool.ceil_mode);
    EXPECT_EQ(spec.stem.pool.padding, 0);
    EXPECT_EQ(spec.bn_eps, 1e-3);
    EXPECT_EQ(spec.blocks[7].se->gate, GateFunction::hard_sigmoid);
    EXPECT_EQ(spec.blocks[7].se->place, SePlace::post);
    EXPECT_EQ(spec.preprocessing.preset, "caffe");
    EXPECT_TRUE(spec.preprocessing.bgr);
    EXPECT_TRUE(spec.preprocessing.byte_range);
    EXPECT_THAT(spec.preprocessing.mean, ElementsAre(104.0F, 117.0F, 123.0F));
    EXPECT_THAT(spec.preprocessing.std, ElementsAre(1.0F, 1.0F, 1.0F));
}

TEST(Overrides, TakeTheLegacyLayoutBackToTimmsConventions) {
    SpecOverrides overrides;
    overrides.stride_in = 2;
    overrides.ceil_mode = false;
    const auto spec = read_resnet(shapes("legacy_seresnet50"), overrides);
    EXPECT_EQ(spec.blocks[3].convs[0].stride, 1);
    EXPECT_EQ(spec.blocks[3].convs[1].stride, 2);
    EXPECT_FALSE(spec.stem.pool.ceil_mode);
    EXPECT_EQ(spec.stem.pool.padding, 1);
}

TEST(Overrides, OfPreprocessingFieldsLeaveTheRestAssumed) {
    SpecOverrides overrides;
    overrides.size = 288;
    overrides.crop_pct = 1.0;
    overrides.bgr = true;
    const auto spec = read_resnet(shapes("seresnet50"), overrides);
    EXPECT_EQ(spec.preprocessing.preset, "custom");
    EXPECT_EQ(spec.preprocessing.size, 288);
    EXPECT_EQ(spec.preprocessing.crop_pct, 1.0);
    EXPECT_EQ(spec.preprocessing.interpolation, Interpolation::bicubic);
    EXPECT_TRUE(spec.preprocessing.bgr);
    EXPECT_EQ(std::ranges::count(what(spec), "preprocessing"), 1);
    overrides.interpolation = Interpolation::bilinear;
    overrides.mean = std::array{0.5F, 0.5F, 0.5F};
    overrides.std = std::array{0.25F, 0.25F, 0.25F};
    const auto all = read_resnet(shapes("seresnet50"), overrides);
    EXPECT_EQ(std::ranges::count(what(all), "preprocessing"), 0);
    EXPECT_THAT(all.preprocessing.std, ElementsAre(0.25F, 0.25F, 0.25F));
}

TEST(Overrides, ThatMakeNoSenseAreRefused) {
    const auto weights = shapes("seresnet50");
    const auto nan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_THAT(usage_error(weights, {.stride_in = 3}), HasSubstr("stride in conv3"));
    EXPECT_THAT(usage_error(weights, {.bn_eps = -1}), HasSubstr("epsilon cannot be -1"));
    EXPECT_THAT(usage_error(weights, {.bn_eps = nan}), HasSubstr("epsilon"));
    EXPECT_THAT(usage_error(weights, {.preset = "imagenett"}),
                AllOf(HasSubstr("no preset 'imagenett'"), HasSubstr("timm-a1, timm-a2, timm-a3")));
    EXPECT_THAT(usage_error(weights, {.size = 0}), HasSubstr("size of 0"));
    EXPECT_THAT(usage_error(weights, {.crop_pct = 1.5}), HasSubstr("crop_pct cannot be 1.5"));
    EXPECT_THAT(usage_error(weights, {.crop_pct = nan}), HasSubstr("crop_pct"));
    EXPECT_THAT(usage_error(weights, {.std = std::array{1.0F, 0.0F, 1.0F}}), HasSubstr("std"));
    EXPECT_THAT(usage_error(weights, {.se_place = SePlace::after_3x3}),
                HasSubstr("SE unit of layer1.0 has 256 channels, which does not fit the place "
                          "'after_3x3'"));
    EXPECT_THAT(usage_error(weights, {.stage_strides = std::array{1, 2, 3, 2}}),
                HasSubstr("stride 3"));
}

TEST(Presets, AreThoseOfTheReference) {
    const auto preset = [](std::string_view name) {
        const auto presets = preprocessing_presets();
        return std::ranges::find(presets, name, &PreprocessingPreset::name)->value;
    };
    using enum Interpolation;
    const std::tuple<const char*, int, double, Interpolation> expected[]{
        {"timm-a1", 224, 0.95, bicubic},      {"timm-a2", 224, 0.95, bicubic},
        {"timm-a3", 160, 0.95, bicubic},      {"timm-ra2", 224, 0.875, bicubic},
        {"legacy", 224, 0.875, bilinear},     {"mmpretrain", 224, 0.875, bilinear},
        {"torchvision", 224, 0.875, bilinear}};
    for (const auto& [name, size, crop, interpolation] : expected) {
        const auto value = preset(name);
        EXPECT_EQ(value.preset, name);
        EXPECT_EQ(value.size, size) << name;
        EXPECT_EQ(value.crop_pct, crop) << name;
        EXPECT_EQ(value.interpolation, interpolation) << name;
        EXPECT_THAT(value.mean, ElementsAre(0.485F, 0.456F, 0.406F));
        EXPECT_THAT(value.std, ElementsAre(0.229F, 0.224F, 0.225F));
        EXPECT_FALSE(value.bgr || value.byte_range);
    }
}

}  // namespace
}  // namespace sescope

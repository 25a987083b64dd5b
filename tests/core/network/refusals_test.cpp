// SPDX-License-Identifier: GPL-3.0-or-later
// Checkpoints that are no network of ours, or not a whole one: the message names the file and the
// key.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/network/network.h"
#include "tests/core/network/state_dict_builder.h"

namespace sescope {
namespace {

using test::add_shape;
using test::reshaped;
using test::without;
using testing::AllOf;
using testing::HasSubstr;

StateDict seresnet50() {
    return test::fixture_shapes("seresnet50").weights;
}

/// The whole line that a person sees; empty when the network is taken.
std::string refusal(StateDict weights) {
    weights.file = "folder/mine.pth";
    try {
        read_resnet(weights);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::model);
        EXPECT_EQ(error.file(), "folder/mine.pth");
        EXPECT_FALSE(error.hint().empty());
        return error.what();
    }
    return {};
}

TEST(DetectRefuses, AnEmptyStateDict) {
    EXPECT_THAT(refusal({}), AllOf(HasSubstr("folder/mine.pth: holds no tensors"),
                                   HasSubstr("supported are timm legacy_se*")));
}

TEST(DetectRefuses, AnotherNetworkNamingItsFirstKeys) {
    StateDict vgg;
    add_shape(vgg, "features.0.weight", {64, 3, 3, 3});
    add_shape(vgg, "features.0.bias", {64});
    add_shape(vgg, "features.2.weight", {64, 64, 3, 3});
    add_shape(vgg, "classifier.weight", {10, 64});
    EXPECT_THAT(refusal(vgg), AllOf(HasSubstr("is not a ResNet that we know: its 4 tensors begin "
                                              "with 'features.0.weight', 'features.0.bias', "
                                              "'features.2.weight'"),
                                    HasSubstr("mmpretrain")));
    StateDict one;
    add_shape(one, "weight", {3});
    EXPECT_THAT(refusal(one), HasSubstr("its 1 tensors begin with 'weight'"));
}

TEST(DetectRefuses, AVisionTransformerWithSomeOfOurNames) {
    StateDict vit;
    add_shape(vit, "patch_embed.proj.weight", {768, 3, 16, 16});
    add_shape(vit, "head.fc.weight", {1000, 768});
    EXPECT_THAT(refusal(vit), HasSubstr("is not a ResNet that we know"));
}

TEST(DetectRefuses, AMissingKeyByName) {
    for (const auto* key : {"conv1.weight", "bn1.running_var", "layer1.0.conv1.weight",
                            "layer1.0.bn3.weight", "layer2.1.conv3.weight", "layer1.0.conv3.weight",
                            "layer3.5.bn2.running_mean", "layer4.0.se.fc1.weight",
                            "layer4.0.se.fc2.weight", "layer2.0.downsample.1.bias", "fc.weight"}) {
        EXPECT_THAT(refusal(without(seresnet50(), key)),
                    HasSubstr(std::string("the key '") + key + "' is missing"))
            << key;
    }
}

TEST(DetectRefuses, AMissingShortcut) {
    auto weights = seresnet50();
    for (const auto* part : {"0.weight", "1.weight", "1.bias", "1.running_mean", "1.running_var"}) {
        weights.erase(std::string("layer2.0.downsample.") + part);
    }
    EXPECT_THAT(refusal(weights), HasSubstr("the key 'layer2.0.downsample.0.weight' is missing"));
}

TEST(DetectRefuses, AMissingStageOrBlock) {
    const auto whole = seresnet50();
    StateDict three;
    for (const auto& tensor : whole.tensors()) {
        if (!tensor.name.starts_with("layer4.")) three.add(tensor);
    }
    EXPECT_THAT(refusal(three), HasSubstr("the key 'layer4.0.conv1.weight' is missing"));
    StateDict gap;
    for (const auto& tensor : whole.tensors()) {
        if (!tensor.name.starts_with("layer3.2.")) gap.add(tensor);
    }
    EXPECT_THAT(refusal(gap), HasSubstr("the key 'layer3.2.conv1.weight' is missing"));
}

TEST(DetectRefuses, KeysLeftOverByName) {
    auto weights = seresnet50();
    add_shape(weights, "inner.weight", {10, 1024});
    EXPECT_THAT(refusal(weights), HasSubstr("a key is left over: 'inner.weight'"));
    for (const auto* key : {"a.weight", "b.weight", "c.weight"}) add_shape(weights, key, {1});
    EXPECT_THAT(refusal(weights), AllOf(HasSubstr("keys are left over: 'inner.weight', "
                                                  "'a.weight', 'b.weight' and 1 more"),
                                        HasSubstr("read as the timm layout")));
}

TEST(DetectRefuses, OtherAttentionByName) {
    auto eca = test::fixture_shapes("resnet50").weights;
    add_shape(eca, "layer1.0.se.conv.weight", {1, 1, 3});
    EXPECT_THAT(refusal(eca), AllOf(HasSubstr("'layer1.0.se.conv.weight'"), HasSubstr("ECA")));
    auto cbam = test::fixture_shapes("resnet50").weights;
    add_shape(cbam, "layer1.0.cbam.channel.fc1.weight", {16, 256, 1, 1});
    EXPECT_THAT(refusal(cbam), AllOf(HasSubstr("layer1.0.cbam"), HasSubstr("CBAM")));
}

TEST(DetectRefuses, TwoSeUnitsInOneBlock) {
    auto weights = seresnet50();
    add_shape(weights, "layer1.0.se_module.fc1.weight", {16, 256, 1, 1});
    EXPECT_FALSE(refusal(weights).empty());
}

TEST(DetectRefuses, ShapesThatDoNotFitNamingExpectedAndFound) {
    EXPECT_THAT(refusal(reshaped(seresnet50(), "layer1.0.bn2.weight", {63})),
                HasSubstr("'layer1.0.bn2.weight' should have the shape [64], found [63]"));
    EXPECT_THAT(refusal(reshaped(seresnet50(), "layer2.1.conv1.weight", {128, 500, 1, 1})),
                AllOf(HasSubstr("'layer2.1.conv1.weight'"), HasSubstr("512 channels"),
                      HasSubstr("[128, 500, 1, 1]")));
    EXPECT_THAT(refusal(reshaped(seresnet50(), "fc.weight", {1000, 2047})),
                HasSubstr("'fc.weight' should have the shape [classes, 2048], found [1000, 2047]"));
    EXPECT_THAT(refusal(reshaped(seresnet50(), "fc.bias", {10})),
                HasSubstr("'fc.bias' should have the shape [1000], found [10]"));
    EXPECT_THAT(refusal(reshaped(seresnet50(), "layer1.0.se.fc2.weight", {256, 17, 1, 1})),
                AllOf(HasSubstr("'layer1.0.se.fc2.weight'"), HasSubstr("[256, 17, 1, 1]")));
    EXPECT_THAT(refusal(reshaped(seresnet50(), "layer1.0.se.fc1.bias", {17})),
                HasSubstr("'layer1.0.se.fc1.bias' should have the shape [16], found [17]"));
    EXPECT_THAT(refusal(reshaped(seresnet50(), "layer2.0.downsample.0.weight", {511, 256, 1, 1})),
                HasSubstr("layer2.0.downsample"));
}

TEST(DetectRefuses, ShapesThatAreNoLayer) {
    EXPECT_THAT(refusal(reshaped(seresnet50(), "conv1.weight", {64, 3, 7})),
                HasSubstr("'conv1.weight' should be a convolution"));
    EXPECT_THAT(refusal(reshaped(seresnet50(), "conv1.weight", {})), HasSubstr("'conv1.weight'"));
    EXPECT_THAT(refusal(reshaped(seresnet50(), "layer1.0.conv2.weight", {64, 64, 3, 5})),
                HasSubstr("odd square kernel"));
    EXPECT_THAT(refusal(reshaped(seresnet50(), "layer1.0.conv2.weight", {64, 64, 2, 2})),
                HasSubstr("odd square kernel"));
    EXPECT_THAT(refusal(reshaped(seresnet50(), "layer1.0.conv2.weight", {64, 0, 3, 3})),
                HasSubstr("'layer1.0.conv2.weight' has the shape [64, 0, 3, 3]"));
    EXPECT_THAT(refusal(reshaped(seresnet50(), "conv1.weight", {1LL << 40, 3, 7, 7})),
                HasSubstr("'conv1.weight' has the shape [1099511627776, 3, 7, 7]"));
    EXPECT_THAT(refusal(reshaped(seresnet50(), "conv1.weight", {-64, 3, 7, 7})),
                HasSubstr("'conv1.weight'"));
    EXPECT_THAT(refusal(reshaped(seresnet50(), "layer1.0.se.fc1.weight", {16, 256, 3, 3})),
                HasSubstr("'layer1.0.se.fc1.weight'"));
}

TEST(DetectRefuses, BlockNumbersBeyondAnyNetwork) {
    auto weights = seresnet50();
    add_shape(weights, "layer1.999999999.conv1.weight", {64, 256, 1, 1});
    EXPECT_THAT(refusal(weights), HasSubstr("layer1.999999999.conv1.weight"));
    weights = seresnet50();
    add_shape(weights, "layer1.99999999999999999999.conv1.weight", {64, 256, 1, 1});
    EXPECT_THAT(refusal(weights), HasSubstr("layer1.99999999999999999999.conv1.weight"));
}

TEST(DetectRefuses, QuantisedWeights) {
    auto weights = seresnet50();
    auto quantised = *weights.find("layer1.0.conv1.weight");
    quantised.dtype = DType::i8;
    weights.add(quantised);
    EXPECT_THAT(refusal(weights),
                AllOf(HasSubstr("'layer1.0.conv1.weight' holds int8"), HasSubstr("quantised")));
}

TEST(DetectRefuses, SeUnitsThatFitNoPlace) {
    auto weights = seresnet50();
    weights = reshaped(weights, "layer1.1.se.fc1.weight", {16, 300, 1, 1});
    weights = reshaped(weights, "layer1.1.se.fc2.weight", {300, 16, 1, 1});
    weights = reshaped(weights, "layer1.1.se.fc2.bias", {300});
    EXPECT_THAT(refusal(weights), AllOf(HasSubstr("'layer1.1.se.fc1.weight'"),
                                        HasSubstr("256 channels"), HasSubstr("300")));
}

TEST(DetectRefuses, SeUnitsInDifferentPlaces) {
    auto weights = seresnet50();
    weights = reshaped(weights, "layer1.1.se.fc1.weight", {16, 64, 1, 1});
    weights = reshaped(weights, "layer1.1.se.fc2.weight", {64, 16, 1, 1});
    weights = reshaped(weights, "layer1.1.se.fc2.bias", {64});
    EXPECT_THAT(refusal(weights), HasSubstr("SE unit of layer1.1 has 64 channels, which does not "
                                            "fit the place 'standard'"));
}

}  // namespace
}  // namespace sescope

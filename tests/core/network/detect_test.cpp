// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/network/network.h"
#include "tests/support/fixture_network.h"

namespace sescope {
namespace {

using testing::HasSubstr;

/// What each fixture is, as its table of names says.
struct Expected {
    const char* fixture;
    const char* layout;
    const char* architecture;
    std::array<int, 4> blocks;
    int groups;
    std::array<int, 4> widths;  ///< of conv2
    std::array<int, 4> hidden;  ///< of the SE units, 0 without
    int stem;                   ///< convolutions
    int stem_kernel;
    int stride_in;  ///< convolution that has the stage's stride
    bool ceil_mode;
    bool linear;
    bool bias;
    int classes;
};

constexpr std::array<int, 4> kDepth50{3, 4, 6, 3};
constexpr std::array<int, 4> kDepth101{3, 4, 23, 3};
constexpr std::array<int, 4> kDepth152{3, 8, 36, 3};
constexpr std::array<int, 4> kPlain{64, 128, 256, 512};
constexpr std::array<int, 4> kWide{128, 256, 512, 1024};
constexpr std::array<int, 4> kSenet{256, 512, 1024, 2048};
constexpr std::array<int, 4> kR16{16, 32, 64, 128};
constexpr std::array<int, 4> kR8{32, 64, 128, 256};

const Expected kExpected[] = {
    {"legacy_senet154", "legacy", "SENet-154", kDepth152, 64, kSenet, kR16, 3, 3, 2, true, false,
     true, 1000},
    {"legacy_seresnet152", "legacy", "SE-ResNet-152", kDepth152, 1, kPlain, kR16, 1, 7, 1, true,
     false, true, 1000},
    {"legacy_seresnet50", "legacy", "SE-ResNet-50", kDepth50, 1, kPlain, kR16, 1, 7, 1, true, false,
     true, 1000},
    {"legacy_seresnext50_32x4d", "legacy", "SE-ResNeXt-50 32x4d", kDepth50, 32, kWide, kR16, 1, 7,
     2, true, false, true, 1000},
    {"linear_seresnet50", "torchvision", "SE-ResNet-50", kDepth50, 1, kPlain, kR16, 1, 7, 2, false,
     true, false, 1000},
    {"mmpretrain_seresnet50", "mmpretrain", "SE-ResNet-50", kDepth50, 1, kPlain, kR16, 1, 7, 2,
     false, false, true, 1000},
    {"resnet50",
     "torchvision",
     "ResNet-50",
     kDepth50,
     1,
     kPlain,
     {0, 0, 0, 0},
     1,
     7,
     2,
     false,
     false,
     false,
     1000},
    {"seresnet101", "timm", "SE-ResNet-101", kDepth101, 1, kPlain, kR16, 1, 7, 2, false, false,
     true, 1000},
    {"seresnet152", "timm", "SE-ResNet-152", kDepth152, 1, kPlain, kR16, 1, 7, 2, false, false,
     true, 1000},
    {"seresnet50", "timm", "SE-ResNet-50", kDepth50, 1, kPlain, kR16, 1, 7, 2, false, false, true,
     1000},
    {"seresnet50_224", "timm", "SE-ResNet-50", kDepth50, 1, kPlain, kR16, 1, 7, 2, false, false,
     true, 10},
    {"seresnet50_r8", "timm", "SE-ResNet-50", kDepth50, 1, kPlain, kR8, 1, 7, 2, false, false, true,
     1000},
    {"seresnet50t", "timm", "SE-ResNet-50-T", kDepth50, 1, kPlain, kR16, 3, 3, 2, false, false,
     true, 1000},
    {"seresnext101_32x4d", "timm", "SE-ResNeXt-101 32x4d", kDepth101, 32, kWide, kR16, 1, 7, 2,
     false, false, true, 1000},
    {"seresnext50_32x4d", "timm", "SE-ResNeXt-50 32x4d", kDepth50, 32, kWide, kR16, 1, 7, 2, false,
     false, true, 1000},
};

class DetectFixture : public testing::TestWithParam<Expected> {};

TEST_P(DetectFixture, StemHeadAndNamesAreRead) {
    const auto& expected = GetParam();
    const auto network = test::fixture_shapes(expected.fixture);
    const auto spec = read_resnet(network.weights);
    EXPECT_EQ(spec.layout, expected.layout);
    EXPECT_EQ(spec.architecture, expected.architecture);
    ASSERT_EQ(spec.stem.convs.size(), static_cast<std::size_t>(expected.stem));
    for (std::size_t i = 0; i < spec.stem.convs.size(); ++i) {
        EXPECT_EQ(spec.stem.convs[i].kernel, expected.stem_kernel);
        EXPECT_EQ(spec.stem.convs[i].padding, expected.stem_kernel / 2);
        EXPECT_EQ(spec.stem.convs[i].stride, i == 0 ? 2 : 1);
        EXPECT_TRUE(network.weights.contains(spec.stem.convs[i].conv + ".weight"));
        EXPECT_TRUE(network.weights.contains(spec.stem.convs[i].norm + ".running_var"));
    }
    EXPECT_EQ(spec.stem.pool.ceil_mode, expected.ceil_mode);
    EXPECT_EQ(spec.stem.pool.padding, expected.ceil_mode ? 0 : 1);
    EXPECT_EQ(spec.head.classes, expected.classes);
    EXPECT_EQ(spec.head.in, 2048);
    EXPECT_TRUE(spec.head.bias);
    EXPECT_EQ(spec.bn_eps, 1e-5);
}

TEST_P(DetectFixture, BlocksAreRead) {
    const auto& expected = GetParam();
    const auto spec = read_resnet(test::fixture_shapes(expected.fixture).weights);
    std::size_t at = 0;
    for (int stage = 2; stage <= 5; ++stage) {
        const auto s = static_cast<std::size_t>(stage - 2);
        for (int index = 1; index <= expected.blocks[s]; ++index, ++at) {
            ASSERT_LT(at, spec.blocks.size());
            const auto& block = spec.blocks[at];
            EXPECT_EQ(block.name(), "SE_" + std::to_string(stage) + "_" + std::to_string(index));
            ASSERT_EQ(block.convs.size(), 3U);
            EXPECT_EQ(block.convs[0].kernel, 1);
            EXPECT_EQ(block.convs[1].kernel, 3);
            EXPECT_EQ(block.convs[1].padding, 1);
            EXPECT_EQ(block.convs[2].kernel, 1);
            EXPECT_EQ(block.convs[1].groups, expected.groups);
            EXPECT_EQ(block.convs[1].out, expected.widths[s]);
            EXPECT_EQ(block.channels_out(), 256 << s);
            const int stride = stage > 2 && index == 1 ? 2 : 1;
            EXPECT_EQ(block.stride(), stride);
            EXPECT_EQ(block.convs[static_cast<std::size_t>(expected.stride_in - 1)].stride, stride);
            EXPECT_EQ(block.shortcut.has_value(), index == 1);
        }
    }
    EXPECT_EQ(at, spec.blocks.size());
}

TEST_P(DetectFixture, SqueezeExcitationUnitsAreRead) {
    const auto& expected = GetParam();
    const auto network = test::fixture_shapes(expected.fixture);
    const auto spec = read_resnet(network.weights);
    ASSERT_EQ(spec.se_blocks().size(), network.gates.size());
    for (const auto* block : spec.se_blocks()) {
        const auto s = static_cast<std::size_t>(block->stage - 2);
        const auto& se = *block->se;
        ASSERT_TRUE(network.gates.contains(block->name())) << block->name();
        EXPECT_EQ(se.channels, network.gates.at(block->name()).channels);
        EXPECT_EQ(se.hidden, expected.hidden[s]);
        EXPECT_EQ(se.linear, expected.linear);
        EXPECT_EQ(se.bias1, expected.bias);
        EXPECT_EQ(se.bias2, expected.bias);
        EXPECT_EQ(se.place, SePlace::standard);
        EXPECT_EQ(se.squeeze, SqueezeOperator::average);
        EXPECT_EQ(se.gate, GateFunction::sigmoid);
        EXPECT_TRUE(network.weights.contains(se.fc1 + ".weight"));
        EXPECT_TRUE(network.weights.contains(se.fc2 + ".weight"));
    }
}

INSTANTIATE_TEST_SUITE_P(Gates, DetectFixture, testing::ValuesIn(kExpected),
                         [](const auto& test) { return std::string(test.param.fixture); });

}  // namespace
}  // namespace sescope

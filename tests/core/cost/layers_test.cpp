// SPDX-License-Identifier: GPL-3.0-or-later
// Single layers of the report, sizes of images, and networks read from files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "core/base/error.h"
#include "core/cost/cost.h"
#include "core/network/network.h"
#include "tests/support/fixture_network.h"

namespace sescope {
namespace {

using testing::HasSubstr;

const LayerCost& layer(const CostReport& report, std::string_view name) {
    return *std::ranges::find(report.layers, name, &LayerCost::name);
}

TEST(CostLayers, OfSeResNet50AreRight) {
    const auto report = cost_of(build_network({}), 224, CostConvention::macs);
    const auto& stem = layer(report, "conv1");
    EXPECT_EQ(stem.block, "stem");
    EXPECT_EQ(stem.stage, kStemStage);
    EXPECT_EQ(stem.height, 112);
    EXPECT_EQ(stem.parameters, 64 * 3 * 49);
    EXPECT_EQ(stem.operations, 64LL * 3 * 49 * 112 * 112);
    const auto& norm = layer(report, "layer2.0.bn1");
    EXPECT_EQ(norm.kind, "norm");
    EXPECT_EQ(norm.parameters, 256);
    EXPECT_EQ(norm.statistics, 256);
    EXPECT_EQ(norm.operations, 0);
    const auto& strided = layer(report, "layer2.0.conv2");
    EXPECT_EQ(strided.block, "SE_3_1");
    EXPECT_EQ(strided.stage, 3);
    EXPECT_EQ(strided.height, 28);
    EXPECT_EQ(strided.operations, 128LL * 128 * 9 * 28 * 28);
    EXPECT_EQ(layer(report, "layer2.0.conv1").height, 56);
    const auto& fc1 = layer(report, "layer4.2.se.fc1");
    EXPECT_TRUE(fc1.se);
    EXPECT_EQ(fc1.kind, "se fc");
    EXPECT_EQ(fc1.parameters, 2048 * 128 + 128);
    EXPECT_EQ(fc1.operations, 2048 * 128);
    const auto& head = layer(report, "fc");
    EXPECT_EQ(head.block, "head");
    EXPECT_EQ(head.stage, kHeadStage);
    EXPECT_EQ(head.parameters, 2'049'000);
    EXPECT_EQ(head.operations, 2'048'000);
}

TEST(CostLayers, GroupsDivideTheWeights) {
    const auto report =
        cost_of(build_network({.architecture = "se_resnext50_32x4d"}), 224, CostConvention::macs);
    EXPECT_EQ(layer(report, "layer1.0.conv2").parameters, 128 * 4 * 9);
}

TEST(CostLayers, OfAnAveragePooledShortcut) {
    const auto spec = read_resnet_network(test::fixture_shapes("seresnet50t").weights);
    const auto report = cost_of(spec, 225, CostConvention::macs);  // odd maps: 113, 57, 29, 15, 8
    EXPECT_EQ(layer(report, "layer2.0.downsample.pool").height, 29);
    EXPECT_EQ(layer(report, "layer2.0.downsample.1").height, 29);
    EXPECT_EQ(layer(report, "layer2.0.conv3").height, 29);
    EXPECT_EQ(layer(report, "layer4.0.downsample.1").height, 8);
    EXPECT_EQ(layer(report, "conv1.6").height, 113);
}

TEST(CostLayers, CeilModePoolsAsPyTorchDoes) {
    auto spec = build_resnet({.architecture = "legacy_se_resnet50"});
    const auto pooled = [&spec](int size) {
        return layer(cost_of(network_of(spec), size, CostConvention::macs), "maxpool").height;
    };
    EXPECT_EQ(pooled(224), 56);
    EXPECT_EQ(pooled(96), 24);
    EXPECT_EQ(pooled(97), 24);  // 49 -> 24
    EXPECT_EQ(pooled(99), 25);  // 50 -> 25: the last window is cut off
    spec.stem.pool.ceil_mode = false;
    EXPECT_EQ(pooled(99), 24);
}

/// Fixtures read from keys and shapes cost what counts.md says.
TEST(CostOfFiles, EqualsTheReference) {
    const std::tuple<const char*, std::int64_t, std::int64_t, std::int64_t> rows[]{
        {"resnet50", 25'557'032, 4'089'184'256, 4'111'512'576},
        {"seresnet50", 28'088'024, 4'091'699'200, 4'114'027'520},
        {"seresnet101", 49'326'872, 7'806'148'608, 7'838'712'832},
        {"seresnet152", 66'821'848, 11'520'204'800, 11'565'413'376},
        {"legacy_seresnet50", 28'088'024, 3'860'488'192, 3'881'762'816},
        {"legacy_seresnet152", 66'821'848, 11'288'993'792, 0},
        {"linear_seresnet50", 28'071'976, 4'091'699'200, 4'119'546'880},
        {"seresnext50_32x4d", 27'559'896, 4'232'994'816, 4'261'896'192},
        {"seresnext101_32x4d", 48'955'416, 7'974'739'968, 8'017'289'216},
        {"legacy_senet154", 115'088'984, 20'688'363'520, 20'765'734'912}};
    for (const auto& [fixture, parameters, macs, fvcore] : rows) {
        const auto spec = read_resnet_network(test::fixture_shapes(fixture).weights);
        const auto report = cost_of(spec, 224, CostConvention::macs);
        EXPECT_EQ(report.parameters(), parameters) << fixture;
        EXPECT_EQ(report.operations(), macs) << fixture;
        if (fvcore == 0) continue;
        EXPECT_EQ(cost_of(spec, 224, CostConvention::fvcore).operations(), fvcore) << fixture;
    }
}

TEST(CostOf, NamesItsConvention) {
    std::vector<std::string_view> names;
    for (const auto convention : cost_conventions()) names.push_back(name_of(convention));
    EXPECT_THAT(names, testing::ElementsAre("macs", "fvcore", "flops", "paper"));
    const auto report = cost_of(build_network({}), 160, CostConvention::fvcore);
    EXPECT_EQ(report.convention, CostConvention::fvcore);
    EXPECT_EQ(report.size, 160);
}

TEST(CostOf, RefusesSizesThatNoImageHas) {
    const auto spec = build_network({.architecture = "legacy_se_resnet50"});
    const auto refusal = [&spec](int size) -> std::string {
        try {
            cost_of(spec, size, CostConvention::macs);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::usage);
            EXPECT_THAT(error.hint(), HasSubstr("--size"));
            return error.message();
        }
        return {};
    };
    EXPECT_THAT(refusal(0), HasSubstr("size of 0"));
    EXPECT_THAT(refusal(-5), HasSubstr("size of -5"));
    EXPECT_THAT(refusal(std::numeric_limits<int>::max()), HasSubstr("out of range"));
    EXPECT_THAT(refusal(1), HasSubstr("1 x 1 is too small for SE-ResNet-50"));
    EXPECT_EQ(refusal(64), "");
}

TEST(CostOf, RefusesCountsBeyondSixtyThreeBits) {
    auto spec = build_resnet({});
    auto& unit = spec.blocks[0].convs[1];
    unit.in = unit.out = 1 << 20;
    unit.kernel = 31;
    unit.padding = 15;
    EXPECT_THROW(cost_of(network_of(spec), 65536, CostConvention::macs), Error);
}

}  // namespace
}  // namespace sescope

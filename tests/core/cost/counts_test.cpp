// SPDX-License-Identifier: GPL-3.0-or-later
// The counts of ../shared/reference/counts.md, to the last digit.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>

#include "core/cost/cost.h"
#include "core/network/network.h"
#include "core/network/open_network.h"

namespace sescope {
namespace {

struct Counted {
    const char* architecture;
    bool linear_without_bias;
    std::int64_t parameters;
    std::int64_t macs;
    std::int64_t fvcore;  ///< 0: not given
};

const Counted kCounted[] = {
    {"resnet50", false, 25'557'032, 4'089'184'256, 4'111'512'576},
    {"resnet101", false, 44'549'160, 7'801'405'440, 7'833'969'664},
    {"resnet152", false, 60'192'808, 11'513'626'624, 11'558'835'200},
    {"se_resnet50", false, 28'088'024, 4'091'699'200, 4'114'027'520},
    {"se_resnet101", false, 49'326'872, 7'806'148'608, 7'838'712'832},
    {"se_resnet152", false, 66'821'848, 11'520'204'800, 11'565'413'376},
    {"legacy_se_resnet50", false, 28'088'024, 3'860'488'192, 3'881'762'816},
    {"legacy_se_resnet101", false, 49'326'872, 7'574'937'600, 0},
    {"legacy_se_resnet152", false, 66'821'848, 11'288'993'792, 0},
    {"se_resnet50", true, 28'071'976, 4'091'699'200, 4'119'546'880},
    {"se_resnext50_32x4d", false, 27'559'896, 4'232'994'816, 4'261'896'192},
    {"se_resnext101_32x4d", false, 48'955'416, 7'974'739'968, 8'017'289'216},
    {"senet154", false, 115'088'984, 20'688'363'520, 20'765'734'912},
};

Network build(const Counted& counted) {
    BuildOptions options;
    options.architecture = counted.architecture;
    options.se_linear = counted.linear_without_bias;
    options.se_bias = !counted.linear_without_bias;
    return build_network(options);
}

class Counts : public testing::TestWithParam<Counted> {};

TEST_P(Counts, EqualTheReferenceToTheLastDigit) {
    const auto& expected = GetParam();
    const auto spec = build(expected);
    const auto macs = cost_of(spec, 224, CostConvention::macs);
    EXPECT_EQ(macs.parameters(), expected.parameters);
    EXPECT_EQ(macs.operations(), expected.macs);
    EXPECT_EQ(cost_of(spec, 224, CostConvention::flops).operations(), 2 * expected.macs);
    if (expected.fvcore == 0) return;
    EXPECT_EQ(cost_of(spec, 224, CostConvention::fvcore).operations(), expected.fvcore);
}

INSTANTIATE_TEST_SUITE_P(Networks, Counts, testing::ValuesIn(kCounted), [](const auto& test) {
    return std::string(test.param.architecture) +
           (test.param.linear_without_bias ? "_linear_without_bias" : "");
});

// tests/golden/cases/38-cost: PyTorch's layers, counted in a forward pass.
TEST(Cost, OddNetworksAndSizesAreCountedAsTheyRun) {
    struct Run {
        const char* file;
        int size;
        std::int64_t parameters;
        std::int64_t macs;
    };
    for (const Run& run :
         {Run{"m0.pth", 64, 17'059, 1'725'432}, Run{"m1.pth", 64, 17'059, 1'725'432},
          Run{"m2.pth", 64, 25'135, 2'062'740}, Run{"m0.pth", 50, 17'059, 1'126'272},
          Run{"m2.pth", 97, 25'135, 5'076'540}}) {
        const auto file = std::filesystem::path(SESCOPE_GOLDEN) / "cases/38-cost" / run.file;
        SpecOverrides said;
        said.size = run.size;
        const auto cost = cost_of(open_network(file, said).model, run.size, CostConvention::macs);
        EXPECT_EQ(cost.parameters(), run.parameters) << run.file;
        EXPECT_EQ(cost.operations(), run.macs) << run.file << ' ' << run.size;
    }
}

TEST(Cost, SplitsSeParametersByStage) {
    const auto report = cost_of(build_network({}), 224, CostConvention::macs);
    std::map<int, std::int64_t> stages;
    for (const auto& layer : report.layers) {
        if (layer.se) stages[layer.stage] += layer.parameters;
    }
    const std::map<int, std::int64_t> expected{
        {2, 25'392}, {3, 133'248}, {4, 792'960}, {5, 1'579'392}};
    EXPECT_EQ(stages, expected);
    EXPECT_EQ(report.se_parameters(), 2'530'992);
    EXPECT_EQ(report.se_operations(), 2'514'944);
}

}  // namespace
}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace sescope::testing {

/// Per class and channel, row-major.
struct GoldenBlock {
    int channels = 0;
    std::vector<float> mean;
    std::vector<float> variance;
};

/// A profile of tests/golden/profile, computed with timm.
struct GoldenProfile {
    std::vector<std::uint64_t> images;  ///< per class
    std::vector<std::vector<std::uint64_t>> confusion;
    double top1 = 0;
    double top5 = 0;
    nlohmann::json table;  ///< block -> channels, mean, std_within, ..
    std::map<std::string, GoldenBlock> blocks;
};

GoldenProfile read_golden_profile(const std::string& name);

}  // namespace sescope::testing

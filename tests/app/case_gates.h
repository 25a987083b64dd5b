// SPDX-License-Identifier: GPL-3.0-or-later
// The cases of tests/golden/cases: analysed as their values were computed, and compared with them.
#pragma once

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/excitation/profile.h"
#include "tests/app/cli_fixture.h"

namespace sescope::test {

inline std::filesystem::path cases_folder() {
    return std::filesystem::path(SESCOPE_GOLDEN) / "cases";
}

class CaseGates : public CommandLine {
  protected:
    /// Analyses at the crop that the cases' values were computed at.
    ProgramResult analyze(const std::filesystem::path& model, const std::filesystem::path& images,
                          const std::vector<std::string>& more = {}, int size = 64) const {
        std::vector<std::string> arguments{"analyze", model.string(),       images.string(),
                                           "-o",      path("out.profile"),  "--device",
                                           "cpu",     "--precision",        "fp32",
                                           "--size",  std::to_string(size), "--crop-pct",
                                           "0.875",   "--interpolation",    "bilinear"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return sescope(arguments);
    }
    std::shared_ptr<const ExcitationProfile> profile() const {
        return load_profile(file("out.profile"));
    }
    /// Every gate of the profile is the mean that the file expects.
    void expect_gates(const std::filesystem::path& expected) const {
        std::ifstream in(cases_folder() / expected);
        const auto gates = nlohmann::json::parse(in)["gates"];
        const auto found = profile();
        ASSERT_EQ(found->gates.blocks.size(), gates.size());
        double furthest = 0;
        for (std::size_t block = 0; block < gates.size(); ++block) {
            for (std::size_t cls = 0; cls < gates[block].size(); ++cls) {
                const auto means = class_mean(found->gates, int(block), int(cls));
                ASSERT_EQ(means.size(), gates[block][cls].size());
                for (std::size_t c = 0; c < means.size(); ++c) {
                    const double off = std::abs(means[c] - gates[block][cls][c].get<double>());
                    furthest = std::isfinite(off) ? std::max(furthest, off) : off;
                }
            }
        }
        EXPECT_LT(furthest, 1e-4) << expected;
    }
};

}  // namespace sescope::test

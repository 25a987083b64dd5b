// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "core/excitation/profile.h"
#include "core/network/network.h"
#include "made_tally.h"

namespace sescope::testing {

/// A folder of the test that runs, empty at its start and gone at its end.
class ScratchFolder {
  public:
    ScratchFolder() {
        const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
        std::string name = std::string(test->test_suite_name()) + "." + test->name();
        for (char& c : name) c = c == '/' ? '_' : c;
        path_ = std::filesystem::temp_directory_path() /
                ("sescope-" + name + "-" + std::to_string(::getpid()));
        std::filesystem::remove_all(path_);
        std::filesystem::create_directories(path_);
    }
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

/// Three classes (the last without images), two blocks, a head of four rows; shard `shard` of two.
inline ExcitationProfile made_profile(int shard = 0) {
    ExcitationProfile profile;
    BuildOptions build;
    build.classes = 4;
    build.size = 32;
    profile.network = record_of(build_network(build));
    profile.classes = {{"n01", "tench", 2}, {"n02", "English \"springer\"", 0}, {"n03", "n03", 1}};
    const float shift = float(shard) / 8;
    profile.gates = tally_of({{0, {0.25f + shift, 0.99f}}, {0, {0.75f, 0.01f}}, {1, {1.0f, 0.0f}}},
                             3, 2, "SE_2_1");
    auto other = tally_of({{0, {0.5f}}, {0, {0.125f + shift}}, {1, {0.5f}}}, 3, 1, "SE_2_2", 16);
    profile.gates.blocks.push_back(other.blocks[0]);
    profile.gates.blocks[1].not_finite = 1;
    profile.gates = with_energies(profile.gates);
    add_energy(profile.gates.blocks[0], 0, 0.25 + shift, 2);
    add_energy(profile.gates.blocks[0], 1, 0.99, 0.5);
    add_energy(profile.gates.blocks[1], 0, 0.5, 1);
    profile.gates.blocks[1].energies.not_finite = 1;
    profile.predictions = {
        4, true, {2, 1, 0}, {1, 0, 0}, {2, 1, 0}, {1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0}, 0};
    profile.skipped = {{shard == 0 ? "n01/10.jpg" : "n01/9.jpg", "truncated"}};
    ProfileOrigin& origin = profile.origin;
    origin.sescope_version = "0.1.0";
    origin.engine = "LibTorch 2.6.0";
    origin.network_file = "seresnet50";
    origin.network_fingerprint = std::string(64, 'a');
    origin.data_root = "val";
    origin.data_fingerprint = std::string(64, 'b');
    origin.seed = 0xFFFFFFFFFFFFFFFFull;
    origin.per_class = 2;
    origin.device = "cpu";
    origin.precision = "fp32";
    origin.batch = 16;
    origin.created = shard == 0 ? "2026-01-01T00:00:00Z" : "2026-01-02T00:00:00Z";
    origin.seconds = 1.5;
    origin.covered = {{shard, 2, 4, 4}};
    return profile;
}

inline void expect_same(const ExcitationProfile& a, const ExcitationProfile& b) {
    EXPECT_EQ(to_json(a.network), to_json(b.network));
    ASSERT_EQ(a.classes.size(), b.classes.size());
    for (std::size_t i = 0; i < a.classes.size(); ++i) {
        EXPECT_EQ(a.classes[i].name, b.classes[i].name);
        EXPECT_EQ(a.classes[i].readable, b.classes[i].readable);
        EXPECT_EQ(a.classes[i].head_row, b.classes[i].head_row);
    }
    EXPECT_TRUE(a.gates == b.gates);
    EXPECT_TRUE(a.predictions == b.predictions);
    EXPECT_TRUE(a.origin == b.origin);
    ASSERT_EQ(a.skipped.size(), b.skipped.size());
    for (std::size_t i = 0; i < a.skipped.size(); ++i) {
        EXPECT_EQ(a.skipped[i].id, b.skipped[i].id);
        EXPECT_EQ(a.skipped[i].reason, b.skipped[i].reason);
    }
}

}  // namespace sescope::testing

// SPDX-License-Identifier: GPL-3.0-or-later
// ATen seeds its random numbers by chance: here each test gets the same ones in every run, whatever
// ran before it.
#include <ATen/Context.h>
#include <gtest/gtest.h>

namespace {

class FixedSeed : public ::testing::EmptyTestEventListener {
    void OnTestStart(const ::testing::TestInfo& /*test*/) override { at::manual_seed(20); }
};

// Owned by the list.
[[maybe_unused]] const bool installed = [] {
    ::testing::UnitTest::GetInstance()->listeners().Append(new FixedSeed);
    return true;
}();

}  // namespace

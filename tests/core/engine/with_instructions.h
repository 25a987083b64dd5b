// SPDX-License-Identifier: GPL-3.0-or-later
// Tests that run with each set of instructions that our kernels are written for.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "core/engine/torch/instructions.h"

namespace sescope::testing {

class WithInstructions : public ::testing::TestWithParam<Instructions> {
  protected:
    void SetUp() override {
        const auto usable = usable_instructions();
        if (std::ranges::find(usable, GetParam()) == usable.end()) {
            GTEST_SKIP() << "this processor has no such instructions";
        }
    }
};

inline auto each_set_of_instructions() {
    return ::testing::Values(Instructions::avx2, Instructions::avx512);
}

inline std::string name_of_set(const ::testing::TestParamInfo<Instructions>& with) {
    return with.param == Instructions::avx2 ? "Avx2" : "Avx512";
}

}  // namespace sescope::testing

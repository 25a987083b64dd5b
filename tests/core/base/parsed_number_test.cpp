// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parsed_number.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace sescope {
namespace {

TEST(ParsedNumber, IsThatOfTheWholeText) {
    EXPECT_EQ(parsed_number<int>("-12"), -12);
    EXPECT_EQ(parsed_number<double>("1e-3"), 1e-3);
    EXPECT_EQ(parsed_number<std::uint64_t>("18446744073709551615"), 18446744073709551615U);
    for (const char* text : {"", " 1", "1 ", "1.5", "+1", "0x1", "99999999999"}) {
        EXPECT_FALSE(parsed_number<int>(text)) << text;
    }
    EXPECT_FALSE(parsed_number<std::uint64_t>("-1"));
}

}  // namespace
}  // namespace sescope

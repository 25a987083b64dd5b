// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/exported/extent.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/network/exported/program.h"

namespace sescope {
namespace {

const Symbols kSymbols{{"s0", {{2, 63, 2}}}, {"s77", {{7, 7, 21}}}};

std::optional<std::array<std::int64_t, 3>> value(std::string_view expression) {
    const auto extent = evaluate(expression, kSymbols);
    return extent ? std::optional(extent->at) : std::nullopt;
}
using Three = std::array<std::int64_t, 3>;

TEST(Extent, OfPlainExpressions) {
    EXPECT_EQ(value("12"), (Three{12, 12, 12}));
    EXPECT_EQ(value("s0"), (Three{2, 63, 2}));
    EXPECT_EQ(value("4*s0 + 1"), (Three{9, 253, 9}));
    EXPECT_EQ(value("((s77 - 1)//2) + 1"), (Three{4, 4, 11}));
    EXPECT_EQ(value("s0*(s77 - 3)**2"), (Three{32, 1008, 648}));
    EXPECT_EQ(value("-s0 + 10 % 4"), (Three{0, -61, 0}));
    EXPECT_EQ(value("(-s77)//2"), (Three{-4, -4, -11}));
    EXPECT_EQ(value("Max(3, s0, 1)"), (Three{3, 63, 3}));
    EXPECT_EQ(value("CeilDiv(s77, 2)"), (Three{4, 4, 11}));
}

TEST(Extent, OfConstructors) {
    EXPECT_EQ(value("Symbol('s77', positive=True, integer=True)"), (Three{7, 7, 21}));
    EXPECT_EQ(value("Add(Mul(Integer(2), Symbol('s0', integer=True)), Integer(-1))"),
              (Three{3, 125, 3}));
    EXPECT_EQ(value("FloorDiv(Symbol('s77', integer=True), Integer(2))"), (Three{3, 3, 10}));
    EXPECT_EQ(value("Pow(Symbol('s0', integer=True), Integer(2))"), (Three{4, 3969, 4}));
}

TEST(Extent, OfWhatIsNoneIsNothing) {
    for (const auto* text :
         {"", "s1", "s0 +", "(s0", "s0)", "s0 s0", "s0/2", "sqrt(s0)", "s0**s0", "s0//0",
          "9223372036854775807*s0", "99999999999999999999", "Symbol('s0'", "Symbol(", "Mod(s0)"}) {
        EXPECT_FALSE(value(text)) << text;
    }
    EXPECT_FALSE(value(std::string(1'000'000, '(')));
    EXPECT_FALSE(value(std::string(4000, '-') + "1"));
}

TEST(Extent, KnowsItsSymbols) {
    EXPECT_THAT(symbols_of("4*s77 + s0//s77 - Max(1, s12)"),
                testing::ElementsAre("s77", "s0", "s12"));
    EXPECT_THAT(symbols_of("Symbol('s3', positive=True, integer=True)"),
                testing::ElementsAre("s3"));
    EXPECT_TRUE(symbols_of("Max(3)").empty());
}

TEST(ModulePath, IsThatOfTheModule) {
    EXPECT_EQ(module_path("layer1.0.se"), "layer1.0.se");
    EXPECT_EQ(module_path(""), "");
    EXPECT_EQ(module_path("L['self'].layer1.0"), "layer1.0");
    EXPECT_EQ(module_path("L['s']"), "");
    EXPECT_EQ(module_path("getattr(getattr(L['s'].layer1, '0').blocks, '12').conv"),
              "layer1.0.blocks.12.conv");
    EXPECT_EQ(module_path("L['self'].blocks[3].act"), "blocks.3.act");
    EXPECT_EQ(module_path("blocks.0.act@1"), "blocks.0.act");
    EXPECT_EQ(module_path("_export_root.stem"), "stem");
}

}  // namespace
}  // namespace sescope

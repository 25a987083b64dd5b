// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/weight_index.h"

#include <gmock/gmock.h>

namespace sescope {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(WeightIndex, NamesEachFileOnce) {
    EXPECT_THAT(files_of_index(R"({"metadata": {"total_size": 3, "weight_map": {"x": "no"}},
                                   "weight_map": {"a": "1.bin", "b": "2.bin", "c": "1.bin"},
                                   "after": {"d": "no"}})"),
                ElementsAre("1.bin", "2.bin"));
}

TEST(WeightIndex, OddEntriesAreNamesOfNothing) {
    EXPECT_THAT(files_of_index(R"({"weight_map": {"a": "1.bin", "b": 3}})"),
                ElementsAre("", "1.bin"));
    EXPECT_THAT(files_of_index(R"({"weight_map": {"a": ["1.bin"]}})"), ElementsAre(""));
}

TEST(WeightIndex, WithoutAMapThereAreNone) {
    for (const char* text :
         {"", "[]", "3", "{}", R"({"weight_map": []})", R"({"weight_map": {}})",
          R"([{"weight_map": {"a": "1.bin"}}])", R"({"weight_map": {"a": "1")"}) {
        EXPECT_THAT(files_of_index(text), IsEmpty()) << text;
    }
    EXPECT_THAT(files_of_index(std::string(1'000'000, '[')), IsEmpty());
}

}  // namespace
}  // namespace sescope

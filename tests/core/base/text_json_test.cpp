// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text_json.h"
#include "core/base/message.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace sescope {
namespace {

using Json = nlohmann::ordered_json;

TEST(TextJson, PartsComeBack) {
    const Text reason = text("cannot be read: {}", text("truncated: {}", word("the header")));
    const Json parts = parts_of(reason);
    EXPECT_EQ(parts["pattern"], "cannot be read: %1");
    const Text back = text_from(reason.str(), Json::parse(parts.dump()));
    EXPECT_EQ(back.str(), "cannot be read: truncated: the header");
    EXPECT_EQ(back.words, "cannot be read: %1");
    EXPECT_EQ(back.values.at(0).words, "truncated: %1");
    EXPECT_EQ(back.values.at(0).values.at(0).kind, Text::Kind::pattern);
    const Text named = text_from("no 'a'", parts_of(text("no '{}'", "a")));
    EXPECT_EQ(named.values.at(0).kind, Text::Kind::name);
}

TEST(TextJson, WhatHasNoPartsIsItsEnglish) {
    EXPECT_TRUE(parts_of("truncated").is_null());
    EXPECT_TRUE(parts_of(std::string("a name")).is_null());
    EXPECT_EQ(text_from("truncated", nullptr).kind, Text::Kind::pattern);
}

TEST(TextJson, PartsThatSaySomethingElseAreNotBelieved) {
    const Json other = parts_of(text("{} images", 3));
    EXPECT_TRUE(text_from("4 images", other).values.empty());
    EXPECT_EQ(text_from("4 images", other), "4 images");
    Json deep = "x";
    for (int i = 0; i < 50; ++i) deep = Json{{"pattern", "%1"}, {"values", Json::array({deep})}};
    EXPECT_TRUE(text_from("x", deep).values.empty());
    for (const char* odd :
         {"3", "{}", "[]", R"({"pattern": 3})", R"({"pattern": "%1", "values": {"a": 1}})",
          R"({"pattern": "%1", "values": [null]})"}) {
        EXPECT_EQ(text_from("x", Json::parse(odd)), "x") << odd;
    }
}

TEST(TextJson, FlagsOfFilesAreOptionsAgain) {
    const Text one = option_from("--stride-in conv1");
    EXPECT_EQ(one.kind, Text::Kind::option);
    EXPECT_EQ(one.words, "stride-in");
    const Text several = option_from("--preset, --mean, --std, --size");
    EXPECT_EQ(several.values.at(0).words, "preset");
    for (const char* said : {"--stride-in conv1", "--preset, --mean, --std, --size", "--size",
                             "--mean and --std", "without --fast-decode", "an export to ONNX", ""})
        EXPECT_EQ(option_from(said), said);
}

}  // namespace
}  // namespace sescope

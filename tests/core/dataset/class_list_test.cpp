// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/class_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/dataset/dataset.h"
#include "tests/core/dataset/scratch.h"

namespace sescope {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> split(std::string_view list, const std::vector<std::string>& known) {
    return split_class_list(list, [&](const std::string& name) {
        return std::ranges::find(known, name) != known.end();
    });
}

TEST(ClassList, IsSeparatedByCommas) {
    EXPECT_THAT(split("ant, bee ,cat", {"ant", "bee", "cat"}), ElementsAre("ant", "bee", "cat"));
    EXPECT_THAT(split("ant", {"ant"}), ElementsAre("ant"));
}

TEST(ClassList, NamesThatHoldCommasAreFoundWhole) {
    const std::vector<std::string> known{"great white shark, white shark", "macaroni, cheese",
                                         "ant"};
    EXPECT_THAT(split("great white shark, white shark", known),
                ElementsAre("great white shark, white shark"));
    EXPECT_THAT(split("ant,macaroni, cheese,great white shark, white shark", known),
                ElementsAre("ant", "macaroni, cheese", "great white shark, white shark"));
}

TEST(ClassList, QuotedNamesStayAsTheyAre) {
    EXPECT_THAT(split(R"("a,b","say ""hi""", c)", {"a,b", "say \"hi\"", "c"}),
                ElementsAre("a,b", "say \"hi\"", "c"));
}

TEST(ClassList, TwoReadingsAreRefused) {
    const std::vector<std::string> known{"a", "b", "a,b"};
    try {
        split("a,b", known);
        ADD_FAILURE() << "taken";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::usage);
        EXPECT_THAT(error.hint(), HasSubstr("--class"));
    }
    EXPECT_THAT(split(R"("a,b")", known), ElementsAre("a,b"));
    EXPECT_THAT(split(R"("a","b")", known), ElementsAre("a", "b"));
}

TEST(ClassList, UnknownNamesAreLeftToBeNamed) {
    EXPECT_THAT(split("ant,yeti", {"ant"}), ElementsAre("ant", "yeti"));
}

TEST(ClassList, ChoosesClassesOfAFolder) {
    const Scratch scratch;
    for (const char* name : {"macaroni, cheese", "macaroni", "pie"}) {
        scratch.write(std::string(name) + "/1.jpg");
    }
    DatasetOptions options;
    options.class_lists = {"macaroni, cheese,pie"};
    const Dataset dataset = open_dataset(scratch.root(), options, {});
    ASSERT_EQ(dataset.classes.size(), 2U);
    EXPECT_EQ(dataset.classes[0].name, "macaroni, cheese");
    options.class_lists = {"Pie", "macaroni"};
    EXPECT_EQ(open_dataset(scratch.root(), options, {}).classes.size(), 2U);
    options.class_lists = {"macaroni, pasta"};
    EXPECT_THAT(error_of([&] { open_dataset(scratch.root(), options, {}); }).message(),
                HasSubstr("no class 'pasta'"));
}

}  // namespace
}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

#include <gtest/gtest.h>

#include "core/base/plugin.h"
#include "core/base/resources.h"

namespace sescope {
namespace {

TEST(Error, TextIsOneLineOfFileMessageAndHint) {
    const Error error(ErrorKind::model, "is empty", "/a/b.pth", "copy it again");
    EXPECT_STREQ(error.what(), "/a/b.pth: is empty; copy it again");
    EXPECT_EQ(error.message(), "is empty");
    EXPECT_EQ(error.file(), "/a/b.pth");
    EXPECT_EQ(error.hint(), "copy it again");
    EXPECT_EQ(error.kind(), ErrorKind::model);
}

TEST(Error, TextLeavesOutWhatIsNotThere) {
    EXPECT_STREQ(Error(ErrorKind::usage, "no such class").what(), "no such class");
    EXPECT_STREQ(Error(ErrorKind::usage, "no such class", {}, "see --help").what(),
                 "no such class; see --help");
    EXPECT_STREQ(Error(ErrorKind::data, "is empty", "x").what(), "x: is empty");
}

TEST(Error, ExitCodesAreThoseOfTheReadme) {
    EXPECT_EQ(exit_code(ErrorKind::usage), 2);
    EXPECT_EQ(exit_code(ErrorKind::model), 3);
    EXPECT_EQ(exit_code(ErrorKind::data), 4);
    EXPECT_EQ(exit_code(ErrorKind::device), 5);
    EXPECT_EQ(exit_code(ErrorKind::output), 6);
    EXPECT_EQ(exit_code(ErrorKind::interrupted), 130);
    EXPECT_EQ(exit_code(ErrorKind::internal), 70);
}

TEST(Plugin, MissingLibraryIsNamedWithTheHintOfTheCaller) {
    try {
        open_plugin("libsescope_nothing.so", "symbol", ErrorKind::device, "build it");
        FAIL() << "was opened";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::device);
        EXPECT_NE(error.message().find("libsescope_nothing.so"), std::string::npos);
        EXPECT_EQ(error.hint(), "build it");
    }
}

TEST(Resources, MissingResourceIsNamed) {
    try {
        resource_path("labels/nothing.tsv");
        FAIL() << "was found";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::usage);
        EXPECT_NE(error.message().find("labels/nothing.tsv"), std::string::npos);
    }
}

}  // namespace
}  // namespace sescope

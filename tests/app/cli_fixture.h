// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/support/run_program.h"
#include "tests/support/temporary_folder.h"

namespace sescope::test {

/// Runs the real program on a tiny network and images in a folder of its own.
class CommandLine : public ::testing::Test {
  protected:
    ProgramResult sescope(std::vector<std::string> arguments,
                          const ProgramSetting& setting = {}) const {
        arguments.insert(arguments.begin(), SESCOPE_PROGRAM);
        return run_program(arguments, setting);
    }

    std::string path(const std::string& name) const { return (folder_ / name).string(); }
    std::filesystem::path file(const std::string& name) const { return folder_ / name; }
    void write(const std::string& name, const std::string& text) const {
        std::filesystem::create_directories(file(name).parent_path());
        std::ofstream(file(name), std::ios::binary) << text;
    }

    /// A hub folder "net" with three classes: bricks, dots, rings.
    void make_network() const;
    /// "images": so many images of each of the three classes.
    void make_images(int per_class) const;

  private:
    TemporaryFolder folder_;
};

/// Exactly one line on stderr, that names `file`.
void expect_one_line_naming(const ProgramResult& result, const std::string& file);

}  // namespace sescope::test

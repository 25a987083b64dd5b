// SPDX-License-Identifier: GPL-3.0-or-later
// What the command line offers, read out of CLI11's own tables, so that texts made of it (manual
// pages, completions) say what the program does.
#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

namespace sescope::cli {

struct OptionText {
    std::vector<std::string> names;    ///< "-o", "--output"; of a positional its name alone
    std::string value;                 ///< "FILE"; empty: it takes none
    std::vector<std::string> choices;  ///< the values that there are, where they are few
    std::string description;
    std::string group;  ///< heading in --help
    bool positional = false;
    bool required = false;
};

struct CommandText {
    std::string name;
    std::string description;
    std::string footer;
    std::vector<OptionText> options;  ///< those of --help, in its order
    std::vector<CommandText> commands;
};

/// Options and commands that --help hides are left out.
CommandText command_text(const CLI::App& app);

}  // namespace sescope::cli

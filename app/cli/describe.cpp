// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/describe.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "app/cli/command_tables.h"
#include "app/cli/manual_page.h"
#include "app/cli/shell_completions.h"
#include "app/cli/table_output.h"
#include "core/base/error.h"

namespace sescope::cli {
namespace {

struct DescribeOptions {
    std::string form;
    std::string command;
};

std::string page_of(const CommandText& program, const std::string& name) {
    if (name.empty()) return manual_page(program);
    for (const auto& command : program.commands) {
        if (command.name == name) return manual_page(program, command);
    }
    throw Error(ErrorKind::usage, "there is no command \"" + name + "\"");
}

std::string described(const CommandText& program, const DescribeOptions& options) {
    if (options.form == "bash") return bash_completions(program);
    if (options.form == "zsh") return zsh_completions(program);
    if (options.form == "fish") return fish_completions(program);
    if (options.form == "man") return page_of(program, options.command);
    std::string names;
    for (const auto& command : program.commands) names += command.name + "\n";
    return names;
}

}  // namespace

void add_describe(CLI::App& app, Session& session) {
    auto* command = app.add_subcommand(
        "describe", "This command line as completions for a shell, or as a page for man");
    command->group("");
    const auto options = std::make_shared<DescribeOptions>();
    command->add_option("FORM", options->form, "bash, zsh, fish, man, or commands: their names")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish", "man", "commands"}));
    command->add_option("COMMAND", options->command, "The page of this one");
    command->callback([&app, &session, options] {
        CommandText program = command_text(app);
        program.name = "sescope";
        std::cout << described(program, *options);
        finish_stdout();
        session.exit_code = 0;
    });
}

}  // namespace sescope::cli

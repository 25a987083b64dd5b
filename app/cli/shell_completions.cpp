// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/shell_completions.h"

#include <fmt/format.h>

namespace sescope::cli {
namespace {

constexpr const char* kBashHead =
    R"(# Completions of sescope for bash; made by `sescope describe bash`.
_sescope() {
    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command='' word
    COMPREPLY=()
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case $word in
            -*) ;;
            *) command=$word; break ;;
        esac
    done
)";

// All names of options, or of commands.
std::vector<std::string> option_names(const CommandText& command) {
    std::vector<std::string> names;
    for (const auto& option : command.options) {
        if (!option.positional) names.insert(names.end(), option.names.begin(), option.names.end());
    }
    return names;
}

std::vector<std::string> command_names(const CommandText& program) {
    std::vector<std::string> names;
    for (const auto& command : program.commands) names.push_back(command.name);
    return names;
}

// In quotes that no shell looks into.
std::string in_quotes(std::string_view text) {
    std::string result = "'";
    for (const char c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return result + "'";
}

// The first line: descriptions stand in one.
std::string line_of(const std::string& text) {
    return text.substr(0, text.find('\n'));
}

std::string bash_values(const CommandText& command) {
    std::string cases;
    for (const auto& option : command.options) {
        if (option.positional || option.value.empty()) continue;
        std::vector<std::string> patterns;
        for (const auto& name : option.names)
            patterns.push_back(in_quotes(command.name + " " + name));
        cases += fmt::format("        {})", fmt::join(patterns, " | "));
        if (!option.choices.empty())
            cases += fmt::format(" COMPREPLY=($(compgen -W {} -- \"$current\"));",
                                 in_quotes(fmt::format("{}", fmt::join(option.choices, " "))));
        cases += " return ;;\n";
    }
    return cases;
}

// Values of the first positional that has choices (the name of a figure).
const OptionText* first_choice(const CommandText& command) {
    for (const auto& option : command.options) {
        if (option.positional) return option.choices.empty() ? nullptr : &option;
    }
    return nullptr;
}

std::string zsh_escaped(const std::string& text) {
    std::string result;
    for (const char c : line_of(text)) {
        if (c == ':' || c == '[' || c == ']' || c == '\\') result += '\\';
        result += c;
    }
    return result;
}

std::string zsh_option(const OptionText& option) {
    std::string value;
    if (!option.value.empty()) {
        value = option.choices.empty() ? ":value:_files"
                                       : fmt::format(":value:({})", fmt::join(option.choices, " "));
    }
    const std::string rest = in_quotes("[" + zsh_escaped(option.description) + "]" + value);
    if (option.names.size() == 1) return option.names[0] + rest;
    return fmt::format("'({})'{{{}}}{}", fmt::join(option.names, " "), fmt::join(option.names, ","),
                       rest);
}

std::string fish_option(const CommandText& program, const CommandText& command,
                        const OptionText& option) {
    const bool global = &program == &command;
    std::string line =
        global
            ? "complete -c sescope"
            : fmt::format("complete -c sescope -n '__fish_seen_subcommand_from {}'", command.name);
    for (const auto& name : option.names) {
        if (name.starts_with("--")) {
            line += " -l " + name.substr(2);
        } else {
            line += (name.size() == 2 ? " -s " : " -o ") + name.substr(1);
        }
    }
    if (!option.choices.empty()) {
        line +=
            fmt::format(" -x -a {}", in_quotes(fmt::format("{}", fmt::join(option.choices, " "))));
    } else if (!option.value.empty()) {
        line += " -r";
    }
    return line + " -d " + in_quotes(line_of(option.description)) + "\n";
}

}  // namespace

std::string bash_completions(const CommandText& program) {
    std::string script = kBashHead;
    script += "    case \"$command $before\" in\n";
    for (const auto& command : program.commands) script += bash_values(command);
    script += "    esac\n    local words=''\n    case $command in\n";
    script += fmt::format("        '') words={} ;;\n",
                          in_quotes(fmt::format("{} {}", fmt::join(command_names(program), " "),
                                                fmt::join(option_names(program), " "))));
    for (const auto& command : program.commands) {
        auto words = option_names(command);
        if (const auto* choice = first_choice(command))
            words.insert(words.end(), choice->choices.begin(), choice->choices.end());
        script += fmt::format("        {}) words={} ;;\n", command.name,
                              in_quotes(fmt::format("{}", fmt::join(words, " "))));
    }
    // Files are offered where nothing else fits.
    script +=
        "    esac\n    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
        "    [[ -n $command && $current != -* ]] && COMPREPLY+=($(compgen -f -- \"$current\"))\n"
        "    return 0\n}\ncomplete -o filenames -o default -F _sescope sescope\n";
    return script;
}

std::string zsh_completions(const CommandText& program) {
    std::string script =
        "#compdef sescope\n# Made by `sescope describe zsh`.\n_sescope() {\n"
        "    local -a commands\n    commands=(\n";
    for (const auto& command : program.commands) {
        script +=
            "        " + in_quotes(command.name + ":" + zsh_escaped(command.description)) + "\n";
    }
    script +=
        "    )\n    if ((CURRENT == 2)); then\n        _describe command commands\n"
        "        return\n    fi\n    case $words[2] in\n";
    for (const auto& command : program.commands) {
        script += fmt::format("        {})\n            _arguments -S", command.name);
        for (const auto& option : command.options) {
            if (!option.positional) script += " \\\n                " + zsh_option(option);
        }
        if (const auto* choice = first_choice(command)) {
            script += " \\\n                " +
                      in_quotes(fmt::format("2:value:({})", fmt::join(choice->choices, " ")));
        }
        script += " \\\n                '*:file:_files'\n            ;;\n";
    }
    return script + "    esac\n}\n_sescope \"$@\"\n";
}

std::string fish_completions(const CommandText& program) {
    std::string script = "# Completions of sescope for fish; made by `sescope describe fish`.\n";
    for (const auto& command : program.commands) {
        script += fmt::format("complete -c sescope -n __fish_use_subcommand -a {} -d {}\n",
                              command.name, in_quotes(line_of(command.description)));
    }
    for (const auto& option : program.options) {
        if (!option.positional) script += fish_option(program, program, option);
    }
    for (const auto& command : program.commands) {
        for (const auto& option : command.options) {
            if (!option.positional) script += fish_option(program, command, option);
        }
        if (const auto* choice = first_choice(command)) {
            script += fmt::format("complete -c sescope -n '__fish_seen_subcommand_from {}' -a {}\n",
                                  command.name,
                                  in_quotes(fmt::format("{}", fmt::join(choice->choices, " "))));
        }
    }
    return script;
}

}  // namespace sescope::cli

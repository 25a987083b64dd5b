// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/manual_page.h"

#include <fmt/format.h>

#include "core/base/version.h"

namespace sescope::cli {
namespace {

// Text for roff: what it would take for its own signs is written out.
std::string roff(const std::string& text) {
    std::string result;
    bool line_begins = true;
    for (const char c : text) {
        if (line_begins && (c == '.' || c == '\'')) result += "\\&";
        if (c == '\\') {
            result += "\\e";
        } else if (c == '-') {
            result += "\\-";
        } else {
            result += c;
        }
        line_begins = c == '\n';
    }
    return result;
}

std::string capitals(std::string text) {
    for (char& c : text) c = c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c;
    return text;
}

std::string heading(const std::string& name, const std::string& description) {
    return fmt::format(".TH \"{}\" 1 \"\" \"SE Scope {}\" \"SE Scope\"\n.SH NAME\n{} \\- {}\n",
                       roff(capitals(name)), kVersion, roff(name), roff(description));
}

std::string synopsis(const std::string& name, const CommandText& command) {
    std::string text = ".SH SYNOPSIS\n.B " + name + "\n[\\fIoptions\\fR]";
    for (const auto& option : command.options) {
        if (!option.positional) continue;
        const std::string what = "\\fI" + roff(option.names[0]) + "\\fR";
        text += option.required ? " " + what : " [" + what + "]";
    }
    return text + "\n";
}

std::string entry(const OptionText& option) {
    std::string names;
    for (const auto& name : option.names) {
        names += (names.empty() ? "" : ", ") +
                 (option.positional ? "\\fI" + roff(name) + "\\fR" : "\\fB" + roff(name) + "\\fR");
    }
    if (!option.positional && !option.value.empty()) names += " \\fI" + roff(option.value) + "\\fR";
    std::string text = ".TP\n" + names + "\n" + roff(option.description) + "\n";
    if (!option.choices.empty())
        text += fmt::format(".br\nOne of {}.\n",
                            roff(fmt::format("{}", fmt::join(option.choices, ", "))));
    return text;
}

std::string options(const CommandText& command) {
    std::string text;
    std::string group;
    for (const auto& option : command.options) {
        if (option.group != group) {
            group = option.group;
            text += ".SH \"" + roff(capitals(group)) + "\"\n";
        }
        text += entry(option);
    }
    return text;
}

// As it stands: its lines are laid out by hand.
std::string footer(const CommandText& command) {
    if (command.footer.empty()) return {};
    return ".SH REMARKS\n.nf\n" + roff(command.footer) + "\n.fi\n";
}

}  // namespace

std::string manual_page(const CommandText& program) {
    std::string text = heading("sescope", program.description);
    text += ".SH SYNOPSIS\n.B sescope\n\\fIcommand\\fR [\\fIoptions\\fR]\n" + options(program);
    text += ".SH COMMANDS\n";
    for (const auto& command : program.commands) {
        text += ".TP\n\\fB" + roff(command.name) + "\\fR\n" + roff(command.description) + "\n";
    }
    return text + footer(program);
}

std::string manual_page(const CommandText& program, const CommandText& command) {
    std::string text = heading("sescope-" + command.name, command.description);
    text += synopsis("sescope " + command.name, command) + options(command) + footer(command);
    return text + ".SH SEE ALSO\n.BR " + program.name + " (1)\n";
}

}  // namespace sescope::cli

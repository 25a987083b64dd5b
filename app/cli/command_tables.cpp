// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_tables.h"

namespace sescope::cli {
namespace {

// CLI11 writes a set of choices as "TEXT:{a,b}".
std::vector<std::string> choices_of(const std::string& type) {
    const auto begin = type.find('{');
    const auto end = type.find('}');
    std::vector<std::string> choices;
    if (begin == std::string::npos || end == std::string::npos) return choices;
    for (auto at = begin + 1; at < end;) {
        const auto comma = std::min(type.find(',', at), end);
        choices.push_back(type.substr(at, comma - at));
        at = comma + 1;
    }
    return choices;
}

OptionText option_text(const CLI::Option& option) {
    OptionText text;
    for (const auto& name : option.get_snames()) text.names.push_back("-" + name);
    for (const auto& name : option.get_lnames()) text.names.push_back("--" + name);
    text.positional = text.names.empty();
    if (text.positional) text.names.push_back(option.get_name(true));
    const std::string type = option.get_type_name();
    if (option.get_items_expected_max() > 0) text.value = type.substr(0, type.find_first_of(": "));
    text.choices = choices_of(type);
    text.description = option.get_description();
    text.group = option.get_group();
    text.required = option.get_required();
    return text;
}

}  // namespace

CommandText command_text(const CLI::App& app) {
    CommandText text{app.get_name(), app.get_description(), app.get_footer(), {}, {}};
    for (const auto* option : app.get_options({})) {
        if (!option->get_group().empty()) text.options.push_back(option_text(*option));
    }
    for (const auto* command : app.get_subcommands({})) {
        if (!command->get_group().empty()) text.commands.push_back(command_text(*command));
    }
    return text;
}

}  // namespace sescope::cli

// SPDX-License-Identifier: GPL-3.0-or-later
// Arguments of calls of ATen in the text form.
#include <fmt/format.h>

#include "core/checkpoint/printable.h"
#include "core/graph/text_parts.h"

namespace sescope::graph::text {
namespace {

// A double that is told from an integer.
std::string real(double value) {
    auto text = number(value);
    return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
}

struct ArgumentText {
    std::string operator()(std::monostate /*none*/) const { return "none"; }
    std::string operator()(const InputArgument& input) const {
        return fmt::format("%{}", input.input);
    }
    std::string operator()(const std::vector<InputArgument>& inputs) const {
        std::string text;
        for (const auto& input : inputs) text += (text.empty() ? "" : ",") + (*this)(input);
        return fmt::format("[{}]", inputs.empty() ? "%" : text);
    }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(std::int64_t value) const { return number(value); }
    std::string operator()(double value) const { return real(value); }
    std::string operator()(const std::string& value) const {
        const auto text = name(value);
        return text.starts_with('"') ? text : fmt::format("\"{}\"", text);
    }
    std::string operator()(const std::vector<std::int64_t>& values) const {
        return fmt::format("[{}]", list(values));
    }
    std::string operator()(const std::vector<double>& values) const {
        std::string text;
        for (const double value : values) text += (text.empty() ? "" : ",") + real(value);
        return fmt::format("[{}]", values.empty() ? "." : text);
    }
};

bool is_real(std::string_view text) {
    return text.find_first_of(".en") != std::string_view::npos;
}

InputArgument to_input(std::string_view text) {
    if (!text.starts_with('%')) throw Malformed("a list holds inputs and other things");
    const auto input = to_integer(text.substr(1));
    if (input < 0) throw Malformed("an input has a negative number");
    return {static_cast<std::size_t>(input)};
}

ArgumentValue to_list(std::string_view text) {
    if (text == "%") return std::vector<InputArgument>();
    if (text == ".") return std::vector<double>();
    if (!text.starts_with('%')) {
        if (is_real(text)) return to_doubles(text);
        return to_integers(text);
    }
    std::vector<InputArgument> inputs;
    while (true) {
        const auto comma = text.find(',');
        inputs.push_back(to_input(text.substr(0, comma)));
        if (comma == std::string_view::npos) return inputs;
        text.remove_prefix(comma + 1);
    }
}

}  // namespace

std::string argument(const ArgumentValue& value) {
    return std::visit(ArgumentText{}, value);
}

ArgumentValue to_argument(Line& line) {
    if (line.rest().starts_with('"')) return line.name();
    const auto word = line.word();
    if (word == "none") return std::monostate();
    if (word == "true" || word == "false") return word == "true";
    if (word.starts_with('%')) return to_input(word);
    if (word.starts_with('[')) {
        if (!word.ends_with(']')) throw Malformed("a list does not end");
        return to_list(word.substr(1, word.size() - 2));
    }
    if (is_real(word)) return to_double(word);
    return to_integer(word);
}

}  // namespace sescope::graph::text

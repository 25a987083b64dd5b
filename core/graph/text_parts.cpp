// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/text_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/parsed_number.h"
#include "core/checkpoint/printable.h"

namespace sescope::graph::text {
namespace {

bool is_bare(char c) {
    const bool alphanumeric =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return alphanumeric || std::string_view("_.:/+-").find(c) != std::string_view::npos;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

template <class Number>
std::string joined(const std::vector<Number>& numbers) {
    std::string text;
    for (const auto& n : numbers) {
        if (!text.empty()) text += ',';
        text += number(n);
    }
    return text;
}

template <class Number>
std::vector<Number> split(std::string_view text, Number (*to_number)(std::string_view)) {
    std::vector<Number> numbers;
    while (!text.empty()) {
        const auto comma = text.find(',');
        numbers.push_back(to_number(text.substr(0, comma)));
        if (comma == std::string_view::npos) break;
        text.remove_prefix(comma + 1);
        if (text.empty()) throw Malformed("a list ends in a comma");
    }
    return numbers;
}

template <class Number>
Number parsed(std::string_view text, const char* what) {
    if (const auto number = parsed_number<Number>(text)) return *number;
    throw Malformed(fmt::format("'{}' is no {}", printable(text), what));
}

}  // namespace

std::string name(std::string_view name) {
    if (!name.empty() && name.front() != '-' && std::ranges::all_of(name, is_bare)) {
        return std::string(name);
    }
    std::string quoted = "\"";
    for (const char c : name) {
        if (c == '"' || c == '\\') {
            quoted += '\\';
            quoted += c;
        } else if (c < 0x20 || c > 0x7e) {
            quoted += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        } else {
            quoted += c;
        }
    }
    return quoted + '"';
}

std::string number(std::int64_t number) {
    return fmt::format("{}", number);
}
std::string number(double number) {
    return fmt::format("{}", number);
}
std::string list(const std::vector<std::int64_t>& numbers) {
    return joined(numbers);
}
std::string list(const std::vector<double>& numbers) {
    return joined(numbers);
}

std::int64_t to_integer(std::string_view text) {
    return parsed<std::int64_t>(text, "integer");
}

double to_double(std::string_view text) {
    const auto value = parsed<double>(text, "number");
    if (std::isnan(value)) throw Malformed("a field is not a number");
    return value;
}

std::vector<std::int64_t> to_integers(std::string_view text) {
    return split(text, to_integer);
}
std::vector<double> to_doubles(std::string_view text) {
    return split(text, to_double);
}

bool Line::at_end() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size()));
    return rest_.empty();
}

bool Line::take(std::string_view what) {
    if (!rest_.starts_with(what)) return false;
    rest_.remove_prefix(what.size());
    return true;
}

void Line::expect(std::string_view what) {
    if (!take(what)) {
        throw Malformed(fmt::format("'{}' is missing before '{}'", what, printable(rest_)));
    }
}

std::string Line::name() {
    if (!take("\"")) {
        const auto end = std::ranges::find_if_not(rest_, is_bare);
        std::string bare(rest_.begin(), end);
        if (bare.empty()) {
            throw Malformed(fmt::format("a name is missing before '{}'", printable(rest_)));
        }
        rest_.remove_prefix(bare.size());
        return bare;
    }
    std::string quoted;
    std::size_t i = 0;
    for (; i < rest_.size() && rest_[i] != '"'; ++i) {
        if (rest_[i] != '\\') {
            quoted += rest_[i];
            continue;
        }
        const char escaped = ++i < rest_.size() ? rest_[i] : '\0';
        if (escaped == '"' || escaped == '\\') {
            quoted += escaped;
        } else if (escaped == 'x' && i + 2 < rest_.size() && hex_digit(rest_[i + 1]) >= 0 &&
                   hex_digit(rest_[i + 2]) >= 0) {
            quoted += static_cast<char>(hex_digit(rest_[i + 1]) * 16 + hex_digit(rest_[i + 2]));
            i += 2;
        } else {
            throw Malformed("a backslash stands before what it does not escape");
        }
    }
    if (i >= rest_.size()) throw Malformed("a quotation does not end");
    rest_.remove_prefix(i + 1);
    return quoted;
}

std::string_view Line::word() {
    const auto word = rest_.substr(0, rest_.find(' '));
    rest_.remove_prefix(word.size());
    return word;
}

}  // namespace sescope::graph::text

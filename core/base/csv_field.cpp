// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv_field.h"

#include <algorithm>
#include <array>

#include "core/base/parsed_number.h"
#include "core/base/plain_text.h"

namespace sescope {
namespace {

bool is_number(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    return parsed_number<double>(text).has_value();
}

// The last four are = + - @ of full width.
bool would_be_computed(std::string_view text) {
    constexpr std::array<std::string_view, 11> beginnings{"=",
                                                          "+",
                                                          "-",
                                                          "@",
                                                          "\t",
                                                          "\r",
                                                          "\n",
                                                          "\xEF\xBC\x9D",
                                                          "\xEF\xBC\x8B",
                                                          "\xEF\xBC\x8D",
                                                          "\xEF\xBC\xA0"};
    return std::ranges::any_of(beginnings,
                               [&](std::string_view each) { return text.starts_with(each); }) &&
           !is_number(text);
}

std::string quoted(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string field = "\"";
    for (const char c : text) {
        if (c == '"') field += '"';
        field += c;
    }
    return field + '"';
}

}  // namespace

std::string csv_field(std::string_view text, CsvText kind) {
    if (kind == CsvText::raw) return quoted(text);
    return quoted((would_be_computed(text) ? "'" : "") + plain_text(text));
}

}  // namespace sescope

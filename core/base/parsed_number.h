// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace sescope {

/// The number that the whole of a text is, as `std::from_chars` reads it; nothing where anything
/// else stands in it, or the number does not fit.
template <class Number>
std::optional<Number> parsed_number(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace sescope

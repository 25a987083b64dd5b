// SPDX-License-Identifier: GPL-3.0-or-later
// How values go to the page: as JSON that its script reads.
#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sescope {

using PageJson = nlohmann::ordered_json;

/// null where it is no number.
PageJson page_number(double value);

/// Text that may come from files: what is no UTF-8, a control character, or turns the direction of
/// the text after it becomes U+FFFD. Markup stays, since the page's script makes text of it, never
/// elements.
std::string page_text(std::string_view text);

/// Many numbers: floats of 32 bits, little-endian, as base64. What is not there stays NaN.
std::string page_floats(std::span<const double> values);
std::string page_floats(std::span<const float> values);

/// JSON in pure ASCII, in which no "<" stands: it may lie within an HTML element.
std::string page_dump(const PageJson& json);

}  // namespace sescope

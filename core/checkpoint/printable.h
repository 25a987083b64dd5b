// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace sescope {

/// Text of a file fit for a message on a terminal: control characters and bytes that are no UTF-8
/// become '?', and what is long is cut.
std::string printable(std::string_view text);

/// Whether a text is UTF-8 without control characters.
bool is_plain_text(std::string_view text) noexcept;

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace sescope {

/// Text as UTF-8 without a byte order mark. UTF-16 is known by its mark and converted; what has no
/// meaning in it becomes U+FFFD. Other text stays as it is.
std::string without_byte_order_mark(std::string bytes);

}  // namespace sescope

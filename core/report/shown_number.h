// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace sescope {

/// A number as people read it: "2,530,992".
std::string shown_integer(std::int64_t value);
/// `digits` significant digits without an exponent ("0.0806", "14.8", "5.10"), thousands
/// separators, and never fewer digits than the whole part has ("1,234,568"). Numbers below 1e-6
/// have an exponent.
std::string shown_real(double value, int digits);

}  // namespace sescope

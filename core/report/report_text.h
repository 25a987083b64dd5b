// SPDX-License-Identifier: GPL-3.0-or-later
// How a report words its numbers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/text.h"

namespace sescope {

/// "1 image", "2,500 images".
std::string counted(std::int64_t count, std::string_view one, std::string_view many);
/// A fraction as "12.3 %"; "not known" for NaN.
std::string percent(double fraction, int digits = 3);
/// Bytes as "104 MB" (decimal).
std::string megabytes(std::int64_t bytes);
/// Why there is none, of a network of so many classes.
Text no_accuracy_text(int classes);
/// Operations as "4.09 G".
std::string giga(std::int64_t operations);

}  // namespace sescope

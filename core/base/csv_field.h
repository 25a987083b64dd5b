// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace sescope {

/// How texts go into CSV. Spreadsheets take one that begins with = + - @, a tab or a line break for
/// a formula, and compute it when the file is opened: for them it gets an apostrophe before it, as
/// they ask, unless it is a number; and control characters become their numbers (see plain_text).
/// `raw`: every text as it is, for programs that compare names byte by byte.
enum class CsvText { for_spreadsheets, raw };

/// A field of CSV (RFC 4180): quoted where it must be, quotes within doubled.
std::string csv_field(std::string_view text, CsvText kind = CsvText::for_spreadsheets);

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/App.hpp>
#include <string>

#include "core/report/table.h"

namespace sescope::cli {

inline constexpr const char* kRawCsvHelp =
    "CSV: texts as they are; else those that a spreadsheet would compute (=1+2) begin with '";

/// The flags of every command that prints a table.
struct TableOutput {
    std::string format = "text";
    bool json = false;
    bool raw_csv = false;

    void add_to(CLI::App& command);
    bool text() const { return !json && format == "text"; }
    /// Writes to stdout. Throws Error{output} when stdout takes no more (a full disk).
    void print(const Table& table) const;
};

/// Flushes stdout. Throws Error{output} when what was written did not arrive.
void finish_stdout();

}  // namespace sescope::cli

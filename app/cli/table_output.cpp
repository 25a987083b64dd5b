// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/table_output.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "core/base/error.h"
#include "core/report/table_writers.h"

namespace sescope::cli {

void TableOutput::add_to(CLI::App& command) {
    std::vector<std::string> formats;
    for (const auto& writer : table_writers()) formats.emplace_back(writer.format);
    auto* choice = command.add_option("--format", format, "Format of the table")
                       ->check(CLI::IsMember(formats))
                       ->capture_default_str();
    command.add_flag("--json", json, "The same as --format json")->excludes(choice);
    command.add_flag("--raw-csv", raw_csv, kRawCsvHelp);
}

void TableOutput::print(const Table& table) const {
    if (raw_csv && !json && format == "csv") {
        write_raw_csv_table(table, std::cout);
    } else {
        find_table_writer(json ? "json" : format).write(table, std::cout);
    }
    finish_stdout();
}

void finish_stdout() {
    std::cout.flush();
    if (!std::cout) {
        throw Error(ErrorKind::output, "the output could not be written", "(stdout)",
                    "is the disk full, or did the reading program end?");
    }
}

}  // namespace sescope::cli

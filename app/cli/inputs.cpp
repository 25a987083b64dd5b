// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/inputs.h"

#include <filesystem>
#include <system_error>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/checkpoint/hub_folder.h"

namespace sescope::cli {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_of(const std::string& input) {
    std::error_code ignored;
    if (!fs::is_directory(input, ignored)) return {input};
    try {
        std::vector<fs::path> files = weight_files(input);
        files.push_back(fs::path(input) / "config.json");
        return files;
    } catch (const Error&) {  // whoever opens it says what it is instead
        return {};
    }
}

}  // namespace

void require_other_files(const std::vector<std::string>& outputs,
                         const std::vector<std::string>& inputs) {
    std::vector<fs::path> written;
    for (const auto& output : outputs) {
        if (output != "-") written.emplace_back(output);
    }
    std::vector<fs::path> read;
    for (const auto& input : inputs) {
        for (auto& file : files_of(input)) read.push_back(std::move(file));
    }
    sescope::require_other_files(written, read);
}

}  // namespace sescope::cli

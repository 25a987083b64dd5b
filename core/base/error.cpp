// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

#include <utility>

namespace sescope {
namespace {

// One line for terminals and logs: "file: message; hint".
std::string one_line(const std::string& message, const std::filesystem::path& file,
                     const std::string& hint) {
    std::string line = file.empty() ? message : file.string() + ": " + message;
    if (!hint.empty()) line += "; " + hint;
    return line;
}

}  // namespace

Error::Error(ErrorKind kind, Text message, std::filesystem::path file, Text hint)
    : std::runtime_error(one_line(message.str(), file, hint.str())),
      kind_(kind),
      said_(std::move(message)),
      message_(said_.str()),
      file_(std::move(file)),
      advice_(std::move(hint)),
      hint_(advice_.str()) {}

int exit_code(ErrorKind kind) noexcept {
    switch (kind) {
        case ErrorKind::usage:
            return 2;
        case ErrorKind::model:
            return 3;
        case ErrorKind::data:
            return 4;
        case ErrorKind::device:
            return 5;
        case ErrorKind::output:
            return 6;
        case ErrorKind::interrupted:
            return 130;
        case ErrorKind::internal:
            return 70;
    }
    return 70;
}

}  // namespace sescope

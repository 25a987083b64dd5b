// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

#include "core/base/text.h"

namespace sescope {

/// What went wrong, as far as the caller has to tell cases apart. Each kind has one exit code on
/// the command line (`exit_code`).
enum class ErrorKind {
    usage,        ///< the request itself makes no sense
    model,        ///< the checkpoint cannot be read, or is not a network that we know
    data,         ///< images, labels or a profile cannot be used
    device,       ///< the engine or the device is missing or failed
    output,       ///< a result cannot be written
    interrupted,  ///< the person stopped the work
    internal      ///< a defect of ours
};

/// The one exception of the project: what happened, to which file, and what to do next.
class Error : public std::runtime_error {
  public:
    /// `message` is one sentence without the file's name; `hint` says what the person can do.
    Error(ErrorKind kind, Text message, std::filesystem::path file = {}, Text hint = {});

    ErrorKind kind() const noexcept { return kind_; }
    /// In English; with pattern and values it is `said`.
    const std::string& message() const noexcept { return message_; }
    const Text& said() const noexcept { return said_; }
    const std::filesystem::path& file() const noexcept { return file_; }
    /// In English, options as flags; with pattern and values it is `advice`.
    const std::string& hint() const noexcept { return hint_; }
    const Text& advice() const noexcept { return advice_; }

  private:
    ErrorKind kind_;
    Text said_;
    std::string message_;
    std::filesystem::path file_;
    Text advice_;
    std::string hint_;
};

/// Exit code of the command line for a kind: usage 2, model 3, data 4, device 5, output 6,
/// interrupted 130, internal 70.
int exit_code(ErrorKind kind) noexcept;

}  // namespace sescope

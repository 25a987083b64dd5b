// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The readers behind the table of `container_readers`. Each gets the whole file as mapped bytes and
// hands back tensors that are views of them, with the names that stand in the file's state dict.

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "core/base/error.h"
#include "core/checkpoint/state_dict.h"

namespace sescope {

using FileBytes = std::span<const std::byte>;

/// safetensors: 8-byte little-endian length, JSON header, raw data.
bool is_safetensors(FileBytes file);
StateDict read_safetensors(FileBytes file, std::shared_ptr<const void> keeper,
                           const std::filesystem::path& path);

/// The hint that goes with a damaged file.
inline constexpr const char* kFetchAgain = "copy or download it again";

/// Error{model} for a file that is damaged or malformed.
inline Error broken_file(const std::filesystem::path& path, const std::string& message,
                         const char* hint = kFetchAgain) {
    return {ErrorKind::model, message, path, hint};
}

}  // namespace sescope

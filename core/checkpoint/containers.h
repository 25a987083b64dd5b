// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The readers behind the table of `container_readers`. Each gets the whole file as mapped bytes and
// hands back tensors that are views of them, with the names that stand in the file's state dict; of
// several state dicts, the one that `weights` names.

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
StateDict read_safetensors(FileBytes file, const std::shared_ptr<const void>& owner,
                           const std::filesystem::path& path, std::string_view weights = {});

/// Archives of torch.save since 1.6, and of TorchScript.
bool is_torch_zip(FileBytes file);
StateDict read_torch_zip(FileBytes file, const std::shared_ptr<const void>& owner,
                         const std::filesystem::path& path, std::string_view weights = {});

/// Files of torch.save from 0.1.10 to 1.5.
bool is_torch_legacy(FileBytes file);
StateDict read_torch_legacy(FileBytes file, const std::shared_ptr<const void>& owner,
                            const std::filesystem::path& path, std::string_view weights = {});

/// Reads a file by the first reader of the table that recognises it: names as in its state dict,
/// prefixes and all. Throws Error{model} naming `path`.
StateDict read_checkpoint(FileBytes file, const std::shared_ptr<const void>& owner,
                          const std::filesystem::path& path, std::string_view weights = {});

/// Error{model} for a file that no reader recognises: says what it is, as far as its first bytes
/// tell, and what to do about it.
Error not_a_checkpoint(FileBytes file, const std::filesystem::path& path);

/// The hint that goes with a damaged file.
inline constexpr const char* kFetchAgain = "copy or download it again";

/// Error{model} for a file that is damaged or malformed.
inline Error broken_file(const std::filesystem::path& path, const Text& message,
                         const char* hint = kFetchAgain) {
    return {ErrorKind::model, message, path, hint};
}

}  // namespace sescope

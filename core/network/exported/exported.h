// SPDX-License-Identifier: GPL-3.0-or-later
// Programs of torch.export (.pt2) of PyTorch 2.6 and later, whose schema is major 8
// (torch/_export/serde/schema.py). Nothing of the file is run, and its sample inputs are not read.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>

#include "core/network/imported.h"

namespace sescope {

/// Whether the file is an archive of torch.export: a zip that holds models/*.json or
/// serialized_exported_program.json. Packages of AOTInductor count, so that they are refused with
/// their reason; checkpoints and TorchScript do not.
bool is_exported(std::span<const std::byte> file);

/// The network of a .pt2 file; its weights are views of the mapped file. `size` is for programs
/// whose height or width is dynamic (left out: the size of the example). Throws Error{model} that
/// names the file, and the operator and module that cannot be read.
ImportedNetwork read_exported(const std::filesystem::path& file,
                              std::optional<InputSize> size = std::nullopt);

/// The graph alone, of the text of models/model.json or serialized_exported_program.json. The
/// shapes of its weights are those that the program states; `weights` of the result is empty.
/// `file` is for messages.
ImportedNetwork graph_of_exported(std::string_view model_json,
                                  const std::filesystem::path& file = {},
                                  std::optional<InputSize> size = std::nullopt);

}  // namespace sescope

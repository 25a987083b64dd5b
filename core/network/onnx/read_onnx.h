// SPDX-License-Identifier: GPL-3.0-or-later
// ONNX files (https://github.com/onnx/onnx, docs/IR.md) to graphs.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>

#include "core/network/imported.h"

namespace sescope {

/// Whether the bytes have the structure of an ONNX model: fields of ModelProto up to its graph.
/// Looks at a few bytes of each field, whatever the file's size.
bool is_onnx(std::span<const std::byte> file);

/// Reads an ONNX file (opset 9 to 23; its weights in it, or beside it as external data) into a
/// graph for images of this size, or of the size that the file declares, or of 224 x 224 where that
/// is left open. Images enter the graph as [N, C, H, W], also where the file has them as
/// [N, H, W, C]. The batch is symbolic. Weights are views of the mapped files.
/// Throws Error{model} naming the file, with what cannot be read and where: operators that are not
/// in the table (all of them, with their nodes), two image inputs, external data outside the file's
/// folder, anything that does not fit together.
ImportedNetwork read_onnx(const std::filesystem::path& file, std::optional<InputSize> size = {});

/// The same for bytes in memory that `owner` keeps; external data is looked for beside `path`.
ImportedNetwork read_onnx(std::span<const std::byte> file, const std::shared_ptr<const void>& owner,
                          const std::filesystem::path& path, std::optional<InputSize> size = {});

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
// An ONNX file, written again with what passes did to its graph.
#pragma once

#include <filesystem>

#include "core/checkpoint/state_dict.h"
#include "core/graph/graph.h"
#include "core/network/imported.h"
#include "core/network/onnx/write/document.h"

namespace sescope {

/// `source` as it stands, but for what is different in `after` and `weights`, which passes made of
/// the graph that `read_onnx` read from it for images of this size (values keep their names; what
/// passes did is told by comparing). Nodes whose operators are the same keep every byte but the
/// names of inputs that are gone; weights of other values are written into the tensors that they
/// are, in the type that those have; operators with other fields or weights of other shapes, and
/// new ones, are written anew for the file's opset (core/network/onnx/write/write_table.h). Nodes,
/// tensors and declarations that nothing hangs on any more are gone. External data is copied into
/// one file beside `target`.
///
/// Throws Error{model} where the file cannot be read or has changed; Error{usage} naming the
/// operator that ONNX, or the file's opset, has none for, or that stands where it cannot be
/// written (in a branch of an If).
onnx::Document rewritten_onnx(const std::filesystem::path& source, InputSize size,
                              const graph::Graph& after, const StateDict& weights,
                              const std::filesystem::path& target);

}  // namespace sescope

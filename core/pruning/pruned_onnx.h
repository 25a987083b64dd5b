// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "core/network/onnx/write/document.h"
#include "core/pruning/prune.h"

namespace sescope {

/// A pruned network as ONNX: of one from ONNX its own file, written again (`rewritten_onnx`), else
/// a file of the whole network (`written_onnx`). `source`: the weights that it was pruned from.
/// Throws what those throw.
onnx::Document pruned_onnx(const PrunedNetwork& pruned, const StateDict& source,
                           const std::filesystem::path& target);

}  // namespace sescope

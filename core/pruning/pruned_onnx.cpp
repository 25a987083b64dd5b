// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/pruned_onnx.h"

#include "core/network/onnx/write/rewrite_onnx.h"
#include "core/network/onnx/write/write_onnx.h"

namespace sescope {

onnx::Document pruned_onnx(const PrunedNetwork& pruned, const StateDict& source,
                           const std::filesystem::path& target) {
    if (source.container != "ONNX") return written_onnx(pruned.model, pruned.weights, target);
    const Preprocessing& images = pruned.model.preprocessing;
    return rewritten_onnx(source.file, {images.size, images.columns()}, pruned.model.graph,
                          pruned.weights, target);
}

}  // namespace sescope

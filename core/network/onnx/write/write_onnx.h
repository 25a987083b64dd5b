// SPDX-License-Identifier: GPL-3.0-or-later
// A network of any source as an ONNX file of its own.
#pragma once

#include <filesystem>

#include "core/checkpoint/state_dict.h"
#include "core/network/network_value.h"
#include "core/network/onnx/write/document.h"

namespace sescope {

/// The network for images of its size, in any number ("batch"; one at a time where its graph holds
/// numbers of one): prepared images in, the graph's outputs out ("logits", where there is a
/// classifier). Opset 17, float32 whatever the types of `weights`; names of weights are their keys,
/// names of nodes tell their modules, names of classes are in the metadata ("names"). Weights of
/// 2 GB and more are beside the file (`onnx::data_name_of`).
///
/// Throws Error{usage} naming the operator that ONNX has none for, Error{model} naming a missing
/// tensor.
onnx::Document written_onnx(const Network& network, const StateDict& weights,
                            const std::filesystem::path& target);

}  // namespace sescope

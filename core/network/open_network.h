// SPDX-License-Identifier: GPL-3.0-or-later
// The way in: any file that holds a network, to a graph in which the gates are marked.
#pragma once

#include <filesystem>

#include "core/checkpoint/state_dict.h"
#include "core/network/network.h"

namespace sescope {

/// A network and its weights.
struct ReadNetwork {
    Network model;
    StateDict weights;
};

/// Opens an ONNX file, an archive of torch.export, or a checkpoint (see `open_checkpoint`) whose
/// forward pass follows from its keys: by the ResNet family or the catalogue of architectures.
/// Nothing in the file is executed. What was assumed is listed in the network.
///
/// Throws Error{model} naming the file for what cannot be read, for keys that fit no architecture
/// (with the nearest), and for keys that several fit that compute differently: their names are
/// given, and `said.architecture` chooses. Throws Error{usage} for an unknown architecture.
ReadNetwork open_network(const std::filesystem::path& path, const SpecOverrides& said = {});

/// The same for a checkpoint that is open already. What the graph reads beside the checkpoint's own
/// tensors (constants that no state dict holds) is added to `weights`.
Network read_network(StateDict& weights, const SpecOverrides& said);

}  // namespace sescope

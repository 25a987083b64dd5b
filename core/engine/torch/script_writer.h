// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "core/checkpoint/state_dict.h"
#include "core/network/network_spec.h"

namespace sescope {

/// Writes the network as a TorchScript module whose `forward` takes normalised images [N, 3, H, W]
/// (channels in the order of the spec's preprocessing) and returns logits. Batch norms are folded
/// into the convolutions; the extra file "sescope.json" holds the spec. Throws Error{model} when
/// weights do not fit, Error{output} when the file cannot be written.
void write_torchscript(const NetworkSpec& spec, const StateDict& weights,
                       const std::filesystem::path& file);

}  // namespace sescope

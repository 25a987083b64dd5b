// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// From the names that stand in a file to those of the network: what wrappers, tools and training
// put around and beside it.

#include <string_view>

#include "core/checkpoint/state_dict.h"

namespace sescope {

/// The network among the tensors of a file, by the names that it has on its own:
/// - prefixes of wrappers that hold all convolutions go off ("module.", "model.", "backbone.",
///   "_orig_mod.", also repeated), and into `stripped_prefix`;
/// - of several networks under prefixes, the one that `weights` names or the usual one is taken,
/// and
///   all are listed in `weight_sets`;
/// - what stands beside it is listed in `left_out`, but for what looks like its classifier;
/// - `module_attributes` follow.
/// mmpretrain's "backbone." with "head.fc" stays, since it tells the layout.
/// Throws Error{model} naming the file where several networks have the same claim, Error{usage}
/// where none is named `weights`.
StateDict find_network(StateDict tensors, std::string_view weights);

/// Names and values as the network had them before tools added theirs: counters of thop are left
/// out, masks of torch.nn.utils.prune multiplied in, "_orig_mod." (torch.compile) and the like
/// taken out of names, mmcv's copies of averaged weights left out; those that Lightning programs
/// keep under names without dots ("model_ema.conv1weight") get theirs back.
StateDict without_additions(StateDict tensors);

/// Throws Error{model} naming the file for weights that are stored as a formula (weight or spectral
/// normalisation, torch.nn.utils.parametrize).
void refuse_formulas(const StateDict& tensors);

}  // namespace sescope

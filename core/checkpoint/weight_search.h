// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where in a pickle the weights of a network are, by name.

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/checkpoint/pickle.h"

namespace sescope {

/// The tensors of the state dict or module that was found, by name; for each value `is_tensor`
/// holds.
struct FoundWeights {
    std::string wrapper;     ///< keys that led to it, joined by '.', or empty
    bool is_module = false;  ///< a whole module was pickled, not a state dict
    std::vector<std::pair<std::string, PickleIndex>> tensors;
};

/// Looks through wrappers (state_dict_ema, model_ema, ema_state_dict, state_dict, model, net, in
/// this order), whole modules and TorchScript objects. Throws Error{model} naming `path` that says
/// what the file holds instead. Takes time in proportion to the pickle, however its values share
/// or contain each other.
FoundWeights find_weights(const Pickle& pickle, const std::filesystem::path& path);

}  // namespace sescope

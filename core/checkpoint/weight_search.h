// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where in a pickle the weights of a network are, by name.

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/checkpoint/pickle.h"
#include "core/checkpoint/stated_facts.h"

namespace sescope {

/// The tensors of the state dict or module that was taken, by name; for each value `is_tensor`
/// holds.
struct FoundWeights {
    std::string wrapper;     ///< keys that led to it, joined by '.', or empty
    bool is_module = false;  ///< a whole module was pickled, not a state dict
    std::vector<std::pair<std::string, PickleIndex>> tensors;
    ModuleTree modules;                 ///< of a whole module
    std::vector<WeightSet> sets;        ///< all that were found
    std::vector<std::string> left_out;  ///< tensors that are in none of them: "loss"
};

/// Looks through dictionaries, lists, objects, whole modules and TorchScript objects for sets of
/// tensors, and takes the one that `wanted` names, or the usual one (see open_checkpoint). Sets
/// without convolutions count where no other has any. What belongs to optimizers and the like is
/// not looked at. Throws Error{model} naming `path` that says what the file holds instead, or lists
/// the sets where none is the usual one. Takes time in proportion to the pickle, however its values
/// share or contain each other.
FoundWeights find_weights(const Pickle& pickle, std::string_view wanted,
                          const std::filesystem::path& path);

}  // namespace sescope

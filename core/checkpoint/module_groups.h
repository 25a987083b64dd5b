// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The modules at the top of a state dict: which hold convolutions, which are whole networks.

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/checkpoint/state_dict.h"

namespace sescope {

/// The tensors whose names begin with one component.
struct ModuleGroup {
    std::string name;  ///< "encoder_q"
    std::size_t tensors = 0;
    bool is_leaf = true;  ///< nothing but its own tensors: "conv1"
    /// Its children that hold convolutions; of an only child, that one's.
    std::set<std::string> parts;
    /// Two named parts with convolutions at least; what is numbered is a row of blocks.
    bool looks_like_network() const;
};

/// Those that hold weights of three axes or more, in the order of the file.
std::vector<ModuleGroup> kernel_groups(const StateDict& tensors);

/// Names that people give to a whole network inside of another module: model, backbone, student, ..
bool is_network_name(std::string_view name);
/// Names of parts that stand alone where a network's other parts have no convolutions: features, ..
bool is_part_name(std::string_view name);

/// Whether a module of this name is a classifier; heads for training (projections) and for other
/// tasks are none.
bool is_head_name(std::string_view name);

/// Whether two modules have the same tensors: equal names, and equal places in the file.
bool are_same_tensors(const StateDict& tensors, const std::string& first,
                      const std::string& second);

/// The tensors below a prefix, by the rest of their names; `stripped_prefix` and the paths of
/// `module_attributes` follow. What stands beside it is listed in `left_out`, but for what
/// `is_silent` says; what looks like the network's classifier is kept by its own name. The mean and
/// deviation of a module that normalises images go into `training.arguments`.
StateDict below(const StateDict& tensors, const std::string& prefix,
                bool (*is_silent)(const TensorEntry&));

/// Takes mean and deviation of a module that normalises images ("normalize.mean") out of the
/// network's own tensors, as `below` does of those beside it.
StateDict without_normalisation(StateDict tensors);

}  // namespace sescope

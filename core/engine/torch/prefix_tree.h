// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/engine/engine.h"
#include "core/engine/torch/compile/steps.h"

namespace sescope {

/// A step of a network.
struct PrefixNode {
    std::size_t variant = 0;            ///< the first that has this step here
    std::size_t step = 0;               ///< in its plan
    std::vector<std::size_t> children;  ///< what comes next, in one variant or another
    std::vector<std::size_t> variants;  ///< those that end here
};

/// Networks laid over each other: a path from a root to a node with variants is a network, and they
/// share nodes as far as their steps and weights are equal.
struct PrefixTree {
    std::vector<PrefixNode> nodes;   ///< a node stands behind the one before it on its path
    std::vector<std::size_t> roots;  ///< the first steps
};

/// `plans`: the steps of each variant. Equal means equal to the bit: see `same_step`.
PrefixTree prefix_tree(std::span<const Variant> variants,
                       std::span<const std::vector<PlannedStep>> plans);

}  // namespace sescope

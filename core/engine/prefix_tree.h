// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/engine/engine.h"

namespace sescope {

/// A part of a network: number 0 is the stem, then come the residual units, then the head.
struct PrefixNode {
    std::size_t member = 0;  ///< the first member that has this part here
    std::size_t part = 0;
    std::vector<std::size_t> children;  ///< what comes next, in one member or another
    std::vector<std::size_t> members;   ///< those that end here; only heads have any
};

/// Networks laid over each other: a path from a root to a head is a member, and members share nodes
/// as far as their specs and weights are equal.
struct PrefixTree {
    std::vector<PrefixNode> nodes;   ///< a node stands behind the one before it on its path
    std::vector<std::size_t> roots;  ///< the stems
};

/// Equal means equal to the bit: same shapes, kinds, names and weights. Tensors that view the same
/// bytes are told without reading them.
PrefixTree prefix_tree(std::span<const FamilyMember> members);

}  // namespace sescope

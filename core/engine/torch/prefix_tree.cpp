// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/prefix_tree.h"

#include <algorithm>

namespace sescope {

PrefixTree prefix_tree(std::span<const Variant> variants,
                       std::span<const std::vector<PlannedStep>> plans) {
    PrefixTree tree;
    for (std::size_t variant = 0; variant < variants.size(); ++variant) {
        std::size_t at = 0;
        for (std::size_t step = 0; step < plans[variant].size(); ++step) {
            // By index: the list moves when a node is added.
            const auto next = [&]() -> std::vector<std::size_t>& {
                return step == 0 ? tree.roots : tree.nodes[at].children;
            };
            const auto found = std::ranges::find_if(next(), [&](std::size_t index) {
                const PrefixNode& node = tree.nodes[index];
                const Variant& other = variants[node.variant];
                return same_step(other.model, other.weights, plans[node.variant][node.step],
                                 variants[variant].model, variants[variant].weights,
                                 plans[variant][step]);
            });
            if (found != next().end()) {
                at = *found;
                continue;
            }
            const std::size_t added = tree.nodes.size();
            next().push_back(added);
            tree.nodes.push_back({variant, step, {}, {}});
            at = added;
        }
        tree.nodes[at].variants.push_back(variant);
    }
    return tree;
}

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/prefix_tree.h"

#include <algorithm>
#include <string>

namespace sescope {
namespace {

bool same_tensor(const TensorEntry& a, const TensorEntry& b) {
    if (a.dtype != b.dtype || a.shape != b.shape) return false;
    if (a.bytes.data() == b.bytes.data() && a.bytes.size() == b.bytes.size() &&
        a.strides == b.strides) {
        return true;
    }
    if (a.contiguous() && b.contiguous()) return std::ranges::equal(a.bytes, b.bytes);
    return to_contiguous_bytes(a) == to_contiguous_bytes(b);
}

/// Compares the weights of two members key by key. A key that one lacks is no match: opening that
/// member will say what is wrong.
class SameWeights {
  public:
    SameWeights(const StateDict& a, const StateDict& b) : a_(a), b_(b) {}

    bool of(const ConvUnit& unit) const {
        if (!tensor(unit.conv + ".weight")) return false;
        if (unit.bias && !tensor(unit.conv + ".bias")) return false;
        if (unit.norm.empty()) return true;
        return tensor(unit.norm + ".weight") && tensor(unit.norm + ".bias") &&
               tensor(unit.norm + ".running_mean") && tensor(unit.norm + ".running_var");
    }
    bool of(const std::vector<ConvUnit>& units) const {
        return std::ranges::all_of(units, [this](const ConvUnit& unit) { return of(unit); });
    }
    bool of(const SeSpec& se) const { return layer(se.fc1, se.bias1) && layer(se.fc2, se.bias2); }
    bool of(const BlockSpec& block) const {
        return of(block.convs) && (!block.shortcut || of(block.shortcut->conv)) &&
               (!block.se || of(*block.se));
    }
    bool of(const HeadSpec& head) const { return layer(head.fc, head.bias); }

  private:
    bool layer(const std::string& name, bool bias) const {
        return tensor(name + ".weight") && (!bias || tensor(name + ".bias"));
    }
    bool tensor(const std::string& key) const {
        const TensorEntry* in_a = a_.find(key);
        const TensorEntry* in_b = b_.find(key);
        return in_a != nullptr && in_b != nullptr && same_tensor(*in_a, *in_b);
    }

    const StateDict& a_;
    const StateDict& b_;
};

std::size_t parts_of(const NetworkSpec& spec) {
    return spec.blocks.size() + 2;
}

bool same_part(const FamilyMember& a, const FamilyMember& b, std::size_t part) {
    const bool head_of_a = part + 1 == parts_of(a.spec);
    const bool head_of_b = part + 1 == parts_of(b.spec);
    if (head_of_a != head_of_b || a.spec.bn_eps != b.spec.bn_eps) return false;
    const SameWeights same(a.weights, b.weights);
    if (part == 0) return a.spec.stem == b.spec.stem && same.of(a.spec.stem.convs);
    if (head_of_a) return a.spec.head == b.spec.head && same.of(a.spec.head);
    const BlockSpec& block = a.spec.blocks[part - 1];
    return block == b.spec.blocks[part - 1] && same.of(block);
}

}  // namespace

PrefixTree prefix_tree(std::span<const FamilyMember> members) {
    PrefixTree tree;
    for (std::size_t member = 0; member < members.size(); ++member) {
        std::size_t at = 0;
        for (std::size_t part = 0; part < parts_of(members[member].spec); ++part) {
            // By index: the list moves when a node is added.
            const auto next = [&]() -> std::vector<std::size_t>& {
                return part == 0 ? tree.roots : tree.nodes[at].children;
            };
            const auto found = std::ranges::find_if(next(), [&](std::size_t node) {
                return same_part(members[tree.nodes[node].member], members[member], part);
            });
            if (found != next().end()) {
                at = *found;
                continue;
            }
            const std::size_t added = tree.nodes.size();
            next().push_back(added);
            tree.nodes.push_back({member, part, {}, {}});
            at = added;
        }
        tree.nodes[at].members.push_back(member);
    }
    return tree;
}

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/family_network.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/split.h>

#include <type_traits>
#include <utility>

#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/engine/prefix_tree.h"
#include "core/engine/torch/chunking.h"

namespace sescope {
namespace {

/// Nobody asks a family for its gates.
class DeafSink : public GateSink {
  public:
    void take(std::size_t /*block*/, const at::Tensor& /*gates*/,
              const at::Tensor& /*energies*/) override {}
    bool wants_energies() const override { return false; }
};

std::variant<StemOp, ResidualUnit, HeadOp> load_part(const FamilyMember& member, std::size_t part,
                                                     at::Device device) {
    const NetworkSpec& spec = member.spec;
    const WeightReader reader(member.weights);
    if (part == 0) return load_stem(spec.stem, spec.bn_eps, reader, device);
    if (part > spec.blocks.size()) return load_head(spec.head, reader, device);
    return load_unit(spec.blocks[part - 1], spec.bn_eps, reader, device);
}

at::Tensor run_part(const StemOp& stem, const at::Tensor& x) {
    return stem(x);
}
at::Tensor run_part(const ResidualUnit& unit, const at::Tensor& x) {
    DeafSink sink;
    return unit.forward(x, sink);
}
at::Tensor run_part(const HeadOp& head, const at::Tensor& x) {
    return head(x);
}

}  // namespace

FamilyNetwork::FamilyNetwork(std::span<const FamilyMember> members, at::Device device)
    : members_(members.size()), device_(device) {
    PrefixTree tree = prefix_tree(members);
    for (PrefixNode& node : tree.nodes) {
        nodes_.push_back({load_part(members[node.member], node.part, device),
                          std::move(node.children), std::move(node.members)});
    }
    roots_ = std::move(tree.roots);
    for (const FamilyMember& member : members) require_unchanged(member.weights);
}

std::vector<at::Tensor> FamilyNetwork::forward(const at::Tensor& input,
                                               const std::stop_token& stop) const {
    const std::int64_t chunk = chunk_ > 0 ? chunk_ : input.size(0);
    std::vector<std::vector<at::Tensor>> chunks(members_);
    for (const at::Tensor& images : input.split(chunk)) {
        std::vector<at::Tensor> logits(members_);
        for (const std::size_t root : roots_) run_from(root, images, stop, logits);
        for (std::size_t i = 0; i < members_; ++i) chunks[i].push_back(logits[i]);
    }
    std::vector<at::Tensor> logits;
    for (const auto& parts : chunks) logits.push_back(at::cat(parts));
    return logits;
}

// Depth first, so that at most one activation a branching is kept.
void FamilyNetwork::run_from(std::size_t node, const at::Tensor& x, const std::stop_token& stop,
                             std::vector<at::Tensor>& logits) const {
    if (stop.stop_requested()) {
        throw Error(ErrorKind::interrupted, "stopped within a batch, which is not counted");
    }
    const Node& here = nodes_[node];
    const at::Tensor y = std::visit([&](const auto& op) { return run_part(op, x); }, here.op);
    for (const std::size_t member : here.members) logits[member] = y;
    for (const std::size_t child : here.children) run_from(child, y, stop, logits);
}

FamilyNetwork FamilyNetwork::converted(at::ScalarType type) const {
    FamilyNetwork result = *this;
    result.type_ = type;
    for (Node& node : result.nodes_) {
        std::visit(
            [type](auto& op) {
                if constexpr (!std::is_same_v<std::decay_t<decltype(op)>, HeadOp>) {
                    op = op.converted(type);
                }
            },
            node.op);
    }
    return result;
}

// What each node is given; nodes come after their parents.
std::vector<Shape> FamilyNetwork::input_shapes(const Shape& shape) const {
    std::vector<Shape> inputs(nodes_.size(), shape);
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        const auto output = [&](const auto& op) {
            if constexpr (std::is_same_v<std::decay_t<decltype(op)>, HeadOp>)
                return inputs[i];
            else
                return op.output_shape(inputs[i]);
        };
        for (const std::size_t child : nodes_[i].children) {
            inputs[child] = std::visit(output, nodes_[i].op);
        }
    }
    return inputs;
}

FamilyNetwork FamilyNetwork::packed_for(const Shape& shape) const {
    if (!device_.is_cpu()) return *this;
    std::vector<Shape> inputs = input_shapes(shape);
    std::vector<std::int64_t> bytes;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        std::visit(
            [&](const auto& op) {
                if constexpr (!std::is_same_v<std::decay_t<decltype(op)>, HeadOp>) {
                    bytes.push_back(op.bytes_touched(inputs[i]));
                }
            },
            nodes_[i].op);
    }
    FamilyNetwork result = *this;
    result.chunk_ = images_a_chunk(bytes, shape[0]);
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        inputs[i][0] = result.chunk_;
        std::visit(
            [&](auto& op) {
                if constexpr (!std::is_same_v<std::decay_t<decltype(op)>, HeadOp>) {
                    op = op.packed_for(inputs[i]);
                }
            },
            result.nodes_[i].op);
    }
    return result;
}

}  // namespace sescope

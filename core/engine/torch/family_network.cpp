// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/family_network.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/split.h>

#include <algorithm>
#include <array>
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
    std::vector<at::Tensor> logits(members_);
    for (const std::size_t root : roots_) run_leg(root, input, stop, logits);
    return logits;
}

// A leg, as of NativeNetwork, that may branch; then what is behind it.
void FamilyNetwork::run_leg(std::size_t first, const at::Tensor& x, const std::stop_token& stop,
                            std::vector<at::Tensor>& logits) const {
    const std::int64_t chunk = nodes_[first].chunk > 0 ? nodes_[first].chunk : x.size(0);
    Ends ends;
    for (const at::Tensor& images : x.split(chunk)) run_chunk(first, images, stop, ends);
    for (auto& [last, chunks] : ends) {
        const at::Tensor y = chunks.size() == 1 ? chunks.front() : at::cat(chunks);
        chunks.clear();
        for (const std::size_t member : nodes_[last].members) logits[member] = y;
        for (const std::size_t child : nodes_[last].children) {
            if (nodes_[child].chunk != nodes_[last].chunk) run_leg(child, y, stop, logits);
        }
    }
}

// Depth first, so that at most one activation a branching is kept, and those at the ends.
void FamilyNetwork::run_chunk(std::size_t node, const at::Tensor& x, const std::stop_token& stop,
                              Ends& ends) const {
    if (stop.stop_requested()) {
        throw Error(ErrorKind::interrupted, "stopped within a batch, which is not counted");
    }
    const Node& here = nodes_[node];
    const at::Tensor y = std::visit([&](const auto& op) { return run_part(op, x); }, here.op);
    bool at_end = !here.members.empty();
    for (const std::size_t child : here.children) {
        if (nodes_[child].chunk == here.chunk)
            run_chunk(child, y, stop, ends);
        else
            at_end = true;
    }
    if (at_end) ends[node].push_back(y);
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

std::vector<std::int64_t> FamilyNetwork::bytes_touched(const std::vector<Shape>& inputs) const {
    std::vector<std::int64_t> bytes(nodes_.size(), 0);
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        std::visit(
            [&](const auto& op) {
                if constexpr (!std::is_same_v<std::decay_t<decltype(op)>, HeadOp>) {
                    bytes[i] = op.bytes_touched(inputs[i]);
                }
            },
            nodes_[i].op);
    }
    return bytes;
}

// As legs_of cuts each member: stems go with the units behind them, heads are given whole batches.
void FamilyNetwork::choose_chunks(const std::vector<std::int64_t>& bytes, std::int64_t batch) {
    const auto is_head = [&](std::size_t i) {
        return std::holds_alternative<HeadOp>(nodes_[i].op);
    };
    for (const std::size_t root : roots_) {
        nodes_[root].chunk = batch;
        for (const std::size_t unit : nodes_[root].children) {
            if (is_head(unit)) continue;
            const std::array both{bytes[root], bytes[unit]};
            nodes_[root].chunk = std::min(nodes_[root].chunk, images_a_chunk(both, batch));
        }
        for (const std::size_t unit : nodes_[root].children)
            nodes_[unit].chunk = nodes_[root].chunk;
    }
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        if (is_head(i)) nodes_[i].chunk = batch;
        for (const std::size_t child : nodes_[i].children) {
            if (nodes_[child].chunk > 0) continue;
            const std::array own{bytes[child]};
            nodes_[child].chunk = next_chunk(nodes_[i].chunk, own, batch);
        }
    }
}

FamilyNetwork FamilyNetwork::packed_for(const Shape& shape, Products products) const {
    std::vector<Shape> inputs = input_shapes(shape);
    FamilyNetwork result = *this;
    for (Node& node : result.nodes_) node.chunk = device_.is_cpu() ? 0 : shape[0];
    if (device_.is_cpu()) result.choose_chunks(bytes_touched(inputs), shape[0]);
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        inputs[i][0] = result.nodes_[i].chunk;
        std::visit(
            [&](auto& op) {
                if constexpr (!std::is_same_v<std::decay_t<decltype(op)>, HeadOp>) {
                    op = op.packed_for(inputs[i], products);
                }
            },
            result.nodes_[i].op);
    }
    return result;
}

}  // namespace sescope

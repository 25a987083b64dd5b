// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/ensemble_network.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/split.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/engine/torch/chunking.h"
#include "core/engine/torch/prefix_tree.h"

namespace sescope {
namespace {

/// Nobody asks an ensemble for its gates.
class NullSink : public GateSink {
  public:
    void take(std::size_t /*block*/, const at::Tensor& /*gates*/,
              const at::Tensor& /*energies*/) override {}
    bool wants_energies() const override { return false; }
};

/// What the next step takes; of the last one all outputs beside each other, one row an image.
at::Tensor as_one(const std::vector<at::Tensor>& outputs, bool is_last) {
    if (outputs.size() == 1 || !is_last) return outputs.front();
    std::vector<at::Tensor> rows;
    for (const at::Tensor& output : outputs) {
        rows.push_back(output.to(at::kFloat).reshape({output.size(0), -1}));
    }
    return at::cat(rows, 1);
}

}  // namespace

EnsembleNetwork::EnsembleNetwork(std::span<const Variant> variants, at::Device device)
    : device_(device) {
    std::vector<std::vector<PlannedStep>> plans;
    for (const Variant& variant : variants) {
        plans.push_back(plan_steps(NetworkIndex(variant.model), wanted_outputs(variant.model)));
        graphs_.push_back(std::make_shared<const graph::Graph>(variant.model.graph));
        one_image_at_a_time_ = one_image_at_a_time_ || variant.model.one_image_at_a_time;
    }
    PrefixTree tree = prefix_tree(variants, plans);
    for (PrefixNode& node : tree.nodes) {
        const Variant& variant = variants[node.variant];
        const PlannedStep& step = plans[node.variant][node.step];
        nodes_.push_back({load_step(step, variant.model, variant.weights, device), node.variant,
                          step.range.input, std::move(node.children), std::move(node.variants),
                          one_image_at_a_time_ ? 1 : 0});
    }
    roots_ = std::move(tree.roots);
    for (const Variant& variant : variants) require_unchanged(variant.weights);
}

std::vector<at::Tensor> EnsembleNetwork::forward(const at::Tensor& input,
                                                 const std::stop_token& stop) const {
    std::vector<at::Tensor> logits(variants());
    for (const std::size_t root : roots_) run_leg(root, input, stop, logits);
    for (std::size_t i = 0; i < logits.size(); ++i) {
        logits[i] = logits[i].to(at::kFloat).reshape({input.size(0), -1});
    }
    return logits;
}

// A segment, as of NativeNetwork, that may branch; then what is behind it.
void EnsembleNetwork::run_leg(std::size_t first, const at::Tensor& x, const std::stop_token& stop,
                              std::vector<at::Tensor>& logits) const {
    const std::int64_t chunk = nodes_[first].chunk > 0 ? nodes_[first].chunk : x.size(0);
    Ends ends;
    for (const at::Tensor& images : x.split(chunk)) run_chunk(first, images, stop, ends);
    for (auto& [last, chunks] : ends) {
        const at::Tensor y = chunks.size() == 1 ? chunks.front() : at::cat(chunks);
        chunks.clear();
        for (const std::size_t variant : nodes_[last].variants) logits[variant] = y;
        for (const std::size_t child : nodes_[last].children) {
            if (nodes_[child].chunk != nodes_[last].chunk) run_leg(child, y, stop, logits);
        }
    }
}

// Depth first, so that at most one activation a branching is kept, and those at the ends.
void EnsembleNetwork::run_chunk(std::size_t node, const at::Tensor& x, const std::stop_token& stop,
                                Ends& ends) const {
    if (stop.stop_requested()) {
        throw Error(ErrorKind::interrupted, "stopped within a batch, which is not counted");
    }
    const Node& here = nodes_[node];
    NullSink sink;
    const at::Tensor y = as_one(run_step(here.step, x, sink), here.children.empty());
    bool at_end = !here.variants.empty();
    for (const std::size_t child : here.children) {
        if (nodes_[child].chunk == here.chunk)
            run_chunk(child, y, stop, ends);
        else
            at_end = true;
    }
    if (at_end) ends[node].push_back(y);
}

EnsembleNetwork EnsembleNetwork::converted(at::ScalarType type) const {
    EnsembleNetwork result = *this;
    result.type_ = type;
    for (Node& node : result.nodes_) node.step = sescope::converted(node.step, type);
    return result;
}

// As segments_of cuts each variant: the first two steps go together, heads are given whole batches.
void EnsembleNetwork::choose_chunks(const std::vector<std::int64_t>& bytes, std::int64_t batch) {
    const auto is_head = [&](std::size_t i) {
        return std::holds_alternative<HeadOp>(nodes_[i].step);
    };
    for (const std::size_t root : roots_) {
        const std::array own{bytes[root]};
        nodes_[root].chunk = images_a_chunk(own, batch);
        for (const std::size_t second : nodes_[root].children) {
            if (is_head(second)) continue;
            const std::array both{bytes[root], bytes[second]};
            nodes_[root].chunk = std::min(nodes_[root].chunk, images_a_chunk(both, batch));
        }
        for (const std::size_t second : nodes_[root].children) {
            nodes_[second].chunk = nodes_[root].chunk;
        }
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

EnsembleNetwork EnsembleNetwork::packed_for(const Shape& shape, MatmulMode mode) const {
    const std::array input{shape};
    std::vector<std::vector<graph::Shape>> shapes;
    for (const auto& graph : graphs_) shapes.push_back(graph::infer_shapes(*graph, input));
    EnsembleNetwork result = *this;
    if (!one_image_at_a_time_) {
        for (Node& node : result.nodes_) node.chunk = device_.is_cpu() ? 0 : shape[0];
    }
    if (device_.is_cpu() && !one_image_at_a_time_) {
        std::vector<std::int64_t> bytes;
        for (const Node& node : nodes_) {
            bytes.push_back(bytes_touched(node.step, shapes[node.graph], node.input));
        }
        result.choose_chunks(bytes, shape[0]);
    }
    for (Node& node : result.nodes_) {
        node.step =
            sescope::packed_for(node.step, shapes[node.graph], node.input, node.chunk, mode);
    }
    return result;
}

}  // namespace sescope

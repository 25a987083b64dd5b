// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "core/engine/engine.h"
#include "core/engine/torch/compile/steps.h"

namespace sescope {

/// Networks laid over each other (core/engine/torch/prefix_tree.h), each node loaded and run once.
/// Immutable once built.
class EnsembleNetwork {
  public:
    /// In fp32. Throws Error{model} naming the key that does not fit.
    EnsembleNetwork(std::span<const Variant> variants, at::Device device);

    /// input [N, C, H, W], channels-last, in the ensemble's type -> of each variant its logits [N,
    /// classes], fp32. Throws Error{interrupted} between two steps once `stop` is requested.
    std::vector<at::Tensor> forward(const at::Tensor& input, const std::stop_token& stop) const;

    /// As NativeNetwork::packed_for: each variant gives what it gives when it is run alone.
    EnsembleNetwork packed_for(const Shape& shape, MatmulMode mode = MatmulMode::fp32) const;

    /// The same ensemble computing in another type. Gate units and heads stay fp32.
    EnsembleNetwork converted(at::ScalarType type) const;

    std::size_t variants() const { return graphs_.size(); }
    std::size_t parts() const { return nodes_.size(); }
    at::Device device() const { return device_; }
    at::ScalarType type() const { return type_; }

  private:
    struct Node {
        Step step;
        std::size_t graph = 0;  ///< of the variant that it was loaded from
        graph::ValueId input = graph::kAbsent;
        std::vector<std::size_t> children;
        std::vector<std::size_t> variants;  ///< whose last step this is
        std::int64_t chunk = 0;             ///< images that go through together; 0: all of a batch
    };
    /// What steps at the ends of a segment hand on, a chunk each.
    using Ends = std::map<std::size_t, std::vector<at::Tensor>>;

    void choose_chunks(const std::vector<std::int64_t>& bytes, std::int64_t batch);
    void run_leg(std::size_t first, const at::Tensor& x, const std::stop_token& stop,
                 std::vector<at::Tensor>& logits) const;
    void run_chunk(std::size_t node, const at::Tensor& x, const std::stop_token& stop,
                   Ends& ends) const;

    std::vector<Node> nodes_;
    std::vector<std::size_t> roots_;
    std::vector<std::shared_ptr<const graph::Graph>> graphs_;  ///< by variant
    bool one_image_at_a_time_ = false;
    at::Device device_;
    at::ScalarType type_ = at::kFloat;
};

}  // namespace sescope

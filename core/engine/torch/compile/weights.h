// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include "core/checkpoint/state_dict.h"
#include "core/graph/graph.h"

namespace sescope {

/// A convolution's weight and bias with the batch norm behind it folded in.
struct FoldedWeights {
    at::Tensor weight;
    at::Tensor bias;  ///< undefined where there is none
};

/// The weights of a graph as tensors on a device: fp32, whatever the file has; whole numbers as
/// int64.
class GraphWeights {
  public:
    /// Keeps a reference to `weights`.
    GraphWeights(const StateDict& weights, at::Device device)
        : weights_(weights), device_(device) {}

    /// Throws Error{model} naming the key when it is missing or has another shape than the graph.
    at::Tensor tensor(const graph::Value& weight) const;

    /// Folds in double: w' = w g / sqrt(var + eps), b' = beta + (b - mean) g / sqrt(var + eps).
    /// `norm` may be null.
    FoldedWeights folded(const graph::Graph& graph, const graph::Operator& convolution,
                         const graph::Operator* norm) const;

  private:
    std::vector<float> values(const graph::Graph& graph, graph::ValueId weight) const;

    const StateDict& weights_;
    at::Device device_;
};

}  // namespace sescope

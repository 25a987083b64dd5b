// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <stop_token>
#include <vector>

#include "core/engine/torch/chunking.h"
#include "core/engine/torch/compile/steps.h"
#include "core/engine/torch/gate_sink.h"
#include "core/network/network_value.h"

namespace sescope {

/// A network as steps that ATen's operators and our kernels run: device-neutral, inference only,
/// activations channels-last. Immutable once built.
class NativeNetwork {
  public:
    /// Reads all weights, in fp32. Throws Error{model} naming the key that does not fit.
    NativeNetwork(const Network& network, const StateDict& weights, at::Device device);

    /// input [N, C, H, W], channels-last, in the network's type -> logits [N, classes], fp32; of a
    /// network without a head [N, 0]. The gates go to `sink`, site after site. Throws
    /// Error{interrupted} between two steps once `stop` is requested.
    at::Tensor forward(const at::Tensor& input, GateSink& sink,
                       const std::stop_token& stop = {}) const;
    /// All that is wanted of the network (`wanted_outputs`), fp32.
    std::vector<at::Tensor> outputs(const at::Tensor& input, GateSink& sink,
                                    const std::stop_token& stop = {}) const;

    /// The same network computing in another type. Gate units and the head stay fp32.
    NativeNetwork converted(at::ScalarType type) const;

    /// The same network, ready for inputs of `shape`. On the CPU: weights laid out for the kernels,
    /// and batches cut so that activations stay in the cache. On CUDA: ReLUs in the same kernel as
    /// their convolution, where cuDNN has that. Other shapes run too, more slowly. Throws
    /// Error{model} where the network cannot take images of that size.
    NativeNetwork packed_for(const Shape& shape, MatmulMode mode = MatmulMode::fp32) const;

    at::Device device() const { return device_; }
    at::ScalarType type() const { return type_; }

  private:
    struct PlacedStep {
        Step step;
        graph::ValueId input = graph::kAbsent;
    };

    std::size_t behind_legs() const;  ///< the first step that a whole batch goes through: a head

    at::Device device_;
    at::ScalarType type_ = at::kFloat;
    std::shared_ptr<const graph::Graph> graph_;
    std::vector<PlacedStep> steps_;
    std::vector<MicroBatchSegment> segments_;  ///< empty: all of a batch through all steps
    bool has_head_ = false;
    bool one_image_at_a_time_ = false;
};

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <stop_token>
#include <vector>

#include "core/engine/torch/chunking.h"
#include "core/engine/torch/gate_sink.h"
#include "core/engine/torch/network_ends.h"
#include "core/engine/torch/residual_unit.h"

namespace sescope {

/// The SE-ResNet family, run with ATen's operators: device-neutral, inference only, activations
/// channels-last. Immutable once built.
class NativeNetwork {
  public:
    /// Reads all weights, in fp32. Throws Error{model} naming the key that does not fit.
    NativeNetwork(const NetworkSpec& spec, const StateDict& weights, at::Device device);

    /// input [N, 3, H, W], channels-last, in the network's type -> logits [N, classes], fp32. The
    /// gates go to `sink`, block after block. Throws Error{interrupted} between two blocks once
    /// `stop` is requested.
    at::Tensor forward(const at::Tensor& input, GateSink& sink,
                       const std::stop_token& stop = {}) const;

    /// The same network computing in another type. SE units and head stay fp32.
    NativeNetwork converted(at::ScalarType type) const;

    /// The same network, ready for inputs of `shape`. On the CPU: weights laid out for the kernels,
    /// and batches cut so that activations stay in the cache. On CUDA: ReLUs in the same kernel as
    /// their convolution, where cuDNN has that. Other shapes run too, more slowly.
    NativeNetwork packed_for(const Shape& shape, Products products = Products::fp32) const;

    at::Device device() const { return device_; }
    at::ScalarType type() const { return type_; }

  private:
    at::Device device_;
    at::ScalarType type_ = at::kFloat;
    StemOp stem_;
    std::vector<ResidualUnit> units_;
    HeadOp head_;
    std::vector<Leg> legs_;  ///< empty: all of a batch through all units
};

}  // namespace sescope

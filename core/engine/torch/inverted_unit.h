// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "core/engine/torch/convolution.h"
#include "core/engine/torch/depthwise_convolution.h"
#include "core/engine/torch/excitation_op.h"
#include "core/engine/torch/gate_sink.h"

namespace sescope {

/// An inverted residual (MobileNetV2 and V3, EfficientNet): a pointwise convolution that widens, a
/// depthwise one, a gate unit on its output, and a pointwise one that narrows, added to the input
/// where shapes allow. Units that do not widen are depthwise separable convolutions.
struct InvertedUnit {
    std::optional<Convolution> expansion;
    Activation expanded = Activation::none;  ///< behind the expansion
    Convolution depthwise;
    Activation activation = Activation::none;  ///< behind the depthwise convolution
    std::optional<ExcitationOp> excitation;    ///< of a mean
    Convolution projection;
    Activation projected = Activation::none;  ///< behind the projection; none where x is added
    bool adds_input = false;
    std::size_t site = 0;  ///< order of the gate among those of the network

    /// Used instead of `expansion` and `depthwise` where there is one.
    std::shared_ptr<const DepthwiseConvolution> widened;

    /// Leaves x as it is: others may go on from it.
    at::Tensor forward(const at::Tensor& x, GateSink& sink) const;
    InvertedUnit converted(at::ScalarType type) const;
    /// See Convolution::packed_for.
    InvertedUnit packed_for(const Shape& shape, MatmulMode mode) const;
    /// Of all maps that are read or written for one image; of one that is not packed.
    std::int64_t bytes_touched(const Shape& input) const;

  private:
    ReadMap scaled_map(const at::Tensor& x, const GateSink& sink) const;
    at::Tensor projection_of(const at::Tensor& u, const at::Tensor& gates,
                             const at::Tensor& x) const;
};

}  // namespace sescope

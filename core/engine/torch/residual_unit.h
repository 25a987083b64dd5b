// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/engine/torch/convolution.h"
#include "core/engine/torch/excitation_op.h"
#include "core/engine/torch/gate_sink.h"

namespace sescope {

/// The identity branch where shapes change.
struct ShortcutOp {
    std::int64_t pool_stride = 1;  ///< 1: no pool
    Convolution conv;

    at::Tensor operator()(const at::Tensor& x) const;
    ShortcutOp packed_for(const Shape& shape, MatmulMode mode) const;
};

/// Where in a residual unit the gate stands (SENet, section "Integration strategy"): on the
/// residual branch after its last convolution ("standard"), on the branch's input ("pre"), before
/// its last convolution (after the 3 x 3 one of a bottleneck), on the identity branch, or on the
/// sum behind its ReLU ("post").
enum class GatePosition { branch, before_branch, before_last, identity, sum };

/// A basic or bottleneck unit with its gate in any of the places of the paper's ablation.
struct ResidualUnit {
    std::vector<Convolution> convs;
    std::optional<ShortcutOp> shortcut;
    std::optional<ExcitationOp> excitation;
    GatePosition position = GatePosition::branch;
    std::size_t site = 0;  ///< order of the gate among those of the network

    /// Leaves x as it is: others may go on from it.
    at::Tensor forward(const at::Tensor& x, GateSink& sink) const;
    ResidualUnit converted(at::ScalarType type) const;
    /// See Convolution::packed_for.
    ResidualUnit packed_for(const Shape& shape, MatmulMode mode) const;
    Shape output_shape(const Shape& input) const;
    /// Of all maps that are read or written for one image.
    std::int64_t bytes_touched(const Shape& input) const;
};

}  // namespace sescope

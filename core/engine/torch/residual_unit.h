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
    ShortcutOp packed_for(const Shape& shape, Products products) const;
};

/// A basic or bottleneck unit with its SE unit in any of the places of the paper's ablation.
struct ResidualUnit {
    std::vector<Convolution> convs;
    std::optional<ShortcutOp> shortcut;
    std::optional<ExcitationOp> excitation;
    SePlace place = SePlace::standard;
    std::size_t se_index = 0;  ///< among the SE blocks of the network

    /// Leaves x as it is: others may go on from it.
    at::Tensor forward(const at::Tensor& x, GateSink& sink) const;
    ResidualUnit converted(at::ScalarType type) const;
    /// See Convolution::packed_for.
    ResidualUnit packed_for(const Shape& shape, Products products) const;
    Shape output_shape(const Shape& input) const;
    /// Of all maps that are read or written for one image.
    std::int64_t bytes_touched(const Shape& input) const;
};

ResidualUnit load_unit(const BlockSpec& spec, double bn_eps, const WeightReader& weights,
                       at::Device device);

}  // namespace sescope

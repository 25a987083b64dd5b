// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/residual_unit.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/avg_pool2d.h>

#include "core/engine/torch/block_tail.h"

namespace sescope {
namespace {

/// The gates of `u`, told to the sink, in the type of `u`.
at::Tensor told_gates(const ResidualUnit& unit, const at::Tensor& u, GateSink& sink) {
    const Excitation excitation = (*unit.excitation)(u, sink.wants_energies());
    sink.take(unit.se_index, gates_per_image(excitation.gates), excitation.energies);
    if (sink.wants_maps(unit.se_index)) sink.take_maps(u, excitation.gates);
    return excitation.gates.to(u.scalar_type());
}

at::Tensor recalibrated(const ResidualUnit& unit, const at::Tensor& u, GateSink& sink) {
    return u.mul(told_gates(unit, u, sink));
}

}  // namespace

at::Tensor ShortcutOp::operator()(const at::Tensor& x) const {
    if (pool_stride == 1) return conv(x);
    return conv(at::avg_pool2d(x, {2, 2}, {pool_stride, pool_stride}, {0, 0}, /*ceil_mode=*/true,
                               /*count_include_pad=*/false));
}

ShortcutOp ShortcutOp::packed_for(const Shape& shape) const {
    Shape pooled = shape;
    if (pool_stride != 1) {
        for (std::size_t i = 2; i < 4; ++i) {
            pooled[i] = (pooled[i] - 2 + pool_stride - 1) / pool_stride + 1;
        }
    }
    return {pool_stride, conv.packed_for(pooled)};
}

at::Tensor ResidualUnit::forward(const at::Tensor& x, GateSink& sink) const {
    const auto se_is_at = [&](SePlace where) { return excitation && place == where; };

    at::Tensor u = se_is_at(SePlace::pre) ? recalibrated(*this, x, sink) : x;
    for (std::size_t i = 0; i < convs.size(); ++i) {
        u = convs[i](u, i + 1 < convs.size() ? Activation::relu : Activation::none);
        if (i + 2 == convs.size() && se_is_at(SePlace::after_3x3)) {
            u = recalibrated(*this, u, sink);
        }
    }
    at::Tensor identity = shortcut ? (*shortcut)(x) : x;
    if (se_is_at(SePlace::standard)) {
        return scaled_sum_relu(identity, u, told_gates(*this, u, sink));
    }
    if (se_is_at(SePlace::identity)) identity = recalibrated(*this, identity, sink);
    u.add_(identity).relu_();
    return se_is_at(SePlace::post) ? recalibrated(*this, u, sink) : u;
}

ResidualUnit ResidualUnit::converted(at::ScalarType type) const {
    ResidualUnit result = *this;
    result.convs = sescope::converted(convs, type);
    if (result.shortcut) result.shortcut->conv = result.shortcut->conv.converted(type);
    return result;
}

ResidualUnit ResidualUnit::packed_for(const Shape& shape) const {
    ResidualUnit result = *this;
    if (result.shortcut) result.shortcut = shortcut->packed_for(shape);
    result.convs = sescope::packed_for(convs, shape);
    return result;
}

Shape ResidualUnit::output_shape(const Shape& input) const {
    return sescope::output_shape(convs, input);
}

std::int64_t ResidualUnit::bytes_touched(const Shape& input) const {
    return sescope::bytes_touched(convs, input);
}

ResidualUnit load_unit(const BlockSpec& spec, double bn_eps, const WeightReader& weights,
                       at::Device device) {
    ResidualUnit unit;
    for (const ConvUnit& conv : spec.convs) {
        unit.convs.push_back(load_convolution(conv, bn_eps, weights, device));
    }
    if (spec.shortcut) {
        unit.shortcut = ShortcutOp{spec.shortcut->average_pool ? spec.shortcut->pool_stride : 1,
                                   load_convolution(spec.shortcut->conv, bn_eps, weights, device)};
    }
    if (spec.se) {
        unit.excitation = load_excitation(*spec.se, weights, device);
        unit.place = spec.se->place;
    }
    return unit;
}

}  // namespace sescope

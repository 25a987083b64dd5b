// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/residual_unit.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/avg_pool2d.h>

#include "core/engine/torch/block_tail.h"
#include "core/engine/torch/squeeze.h"
#include "core/engine/torch/sum.h"

namespace sescope {
namespace {

/// The gates of `u`, told to the sink, in the type of `u`.
at::Tensor compute_and_report_gates(const ResidualUnit& unit, const at::Tensor& u, GateSink& sink) {
    const Excitation excitation = (*unit.excitation)(u, sink.wants_energies());
    sink.take(unit.site, gates_per_image(excitation.gates), excitation.energies);
    if (sink.wants_maps(unit.site)) sink.take_maps(u, excitation.gates);
    return excitation.gates.to(u.scalar_type());
}

at::Tensor recalibrated(const ResidualUnit& unit, const at::Tensor& u, GateSink& sink) {
    return u.mul(compute_and_report_gates(unit, u, sink));
}

/// The last convolution, where it can end the unit itself; it reads v.
const FusedConvolution* ending_convolution(const ResidualUnit& unit, const at::Tensor& v,
                                           const at::Tensor& identity) {
    const FusedConvolution* const last = unit.convs.back().fused.get();
    const bool ends = last && last->ends_units(v.size(2), v.size(3)) && last->adds(identity, v);
    return ends ? last : nullptr;
}

/// u is linear in v, so that its mean, and with that the gates, are known before u: u is then
/// scaled, added and rectified where it is computed, and never written.
at::Tensor ended_in_convolution(const ResidualUnit& unit, const FusedConvolution& last,
                                const at::Tensor& v, const at::Tensor& identity, GateSink& sink) {
    const at::Tensor mean = squeezed(v, Squeeze::mean, false).value;
    const at::Tensor gates = unit.excitation->gates_of(last.mean_of_outputs(mean));
    const auto ended = last.run_with_epilogue(v, {gates, identity, sink.wants_energies()});
    sink.take(unit.site, gates, ended.energies);
    return ended.output;
}

/// The gates scale what the last convolution reads, while it reads it.
at::Tensor ended_behind_gates(const ResidualUnit& unit, const FusedConvolution& last,
                              const at::Tensor& v, const at::Tensor& identity, GateSink& sink) {
    const Squeezed z = squeezed(v, unit.excitation->squeeze, sink.wants_energies());
    Epilogue end;
    end.identity = identity;
    end.input_gates = unit.excitation->gates_of(z.value);
    sink.take(unit.site, end.input_gates, z.energies);
    if (sink.wants_maps(unit.site)) {
        sink.take_maps(v, end.input_gates.unsqueeze(-1).unsqueeze(-1));
    }
    return last.run_with_epilogue(v, end).output;
}

}  // namespace

at::Tensor ShortcutOp::operator()(const at::Tensor& x) const {
    if (pool_stride == 1) return conv(x);
    return conv(at::avg_pool2d(x, {2, 2}, {pool_stride, pool_stride}, {0, 0}, /*ceil_mode=*/true,
                               /*count_include_pad=*/false));
}

ShortcutOp ShortcutOp::packed_for(const Shape& shape, MatmulMode mode) const {
    Shape pooled = shape;
    if (pool_stride != 1) {
        for (std::size_t i = 2; i < 4; ++i) {
            pooled[i] = (pooled[i] - 2 + pool_stride - 1) / pool_stride + 1;
        }
    }
    return {pool_stride, conv.packed_for(pooled, mode)};
}

at::Tensor ResidualUnit::forward(const at::Tensor& x, GateSink& sink) const {
    const auto gate_is_at = [&](GatePosition where) { return excitation && position == where; };

    at::Tensor u = gate_is_at(GatePosition::before_branch) ? recalibrated(*this, x, sink) : x;
    for (std::size_t i = 0; i + 1 < convs.size(); ++i) u = convs[i](u, Activation::relu);
    at::Tensor identity = shortcut ? (*shortcut)(x) : x;
    if (gate_is_at(GatePosition::before_last)) {
        const FusedConvolution* const gated = convs.back().fused.get();
        if (gated && gated->scales_inputs() && excitation->squeeze != Squeeze::none &&
            gated->adds(identity, u)) {
            return ended_behind_gates(*this, *gated, u, identity, sink);
        }
        u = recalibrated(*this, u, sink);
    }
    const FusedConvolution* const last = ending_convolution(*this, u, identity);
    if (gate_is_at(GatePosition::branch)) {
        if (last && excitation->squeeze == Squeeze::mean && !sink.wants_maps(site)) {
            return ended_in_convolution(*this, *last, u, identity, sink);
        }
        u = convs.back()(u, Activation::none);
        return scaled_sum_relu(identity, u, compute_and_report_gates(*this, u, sink));
    }
    if (gate_is_at(GatePosition::identity)) identity = recalibrated(*this, identity, sink);
    if (last) {
        u = last->run_with_epilogue(u, {{}, identity, false}).output;
    } else {
        u = convs.back()(u, Activation::none);
        u = added(u, identity).relu_();
    }
    return gate_is_at(GatePosition::sum) ? recalibrated(*this, u, sink) : u;
}

ResidualUnit ResidualUnit::converted(at::ScalarType type) const {
    ResidualUnit result = *this;
    result.convs = sescope::converted(convs, type);
    if (result.shortcut) result.shortcut->conv = result.shortcut->conv.converted(type);
    return result;
}

ResidualUnit ResidualUnit::packed_for(const Shape& shape, MatmulMode mode) const {
    ResidualUnit result = *this;
    if (result.shortcut) result.shortcut = shortcut->packed_for(shape, mode);
    result.convs = sescope::packed_for(convs, shape, mode);
    return result;
}

Shape ResidualUnit::output_shape(const Shape& input) const {
    return sescope::output_shape(convs, input);
}

std::int64_t ResidualUnit::bytes_touched(const Shape& input) const {
    return sescope::bytes_touched(convs, input);
}

}  // namespace sescope

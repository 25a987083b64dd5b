// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/inverted_unit.h"

#include <ATen/TensorOperators.h>

#include "core/engine/torch/squeeze.h"
#include "core/engine/torch/sum.h"

namespace sescope {

/// What the gates scale, and its means where there are gates.
ReadMap InvertedUnit::scaled_map(const at::Tensor& x, const GateSink& sink) const {
    const bool gated = excitation.has_value();
    const bool with_energies = gated && sink.wants_energies();
    if (widened) return widened->read(x, activation, {gated, with_energies});
    ReadMap map;
    map.output = depthwise(expansion ? (*expansion)(x, expanded) : x, activation);
    if (!gated) return map;
    const Squeezed z = squeezed(map.output, Squeeze::mean, with_energies);
    map.means = z.value;
    map.energies = z.energies;
    return map;
}

at::Tensor InvertedUnit::projection_of(const at::Tensor& u, const at::Tensor& gates,
                                       const at::Tensor& x) const {
    const FusedConvolution* const fused = projection.fused.get();
    if (fused && fused->scales_inputs() && (!adds_input || fused->adds(x, u))) {
        Epilogue end;
        if (adds_input) end.identity = x;
        end.input_gates = gates;
        end.activation = projected;
        return fused->run_with_epilogue(u, end).output;
    }
    const at::Tensor scaled =
        gates.defined() ? u.mul(gates.to(u.scalar_type()).unsqueeze(-1).unsqueeze(-1)) : u;
    at::Tensor y = projection(scaled, projected);
    return adds_input ? added(y, x) : y;
}

at::Tensor InvertedUnit::forward(const at::Tensor& x, GateSink& sink) const {
    const ReadMap u = scaled_map(x, sink);
    if (!excitation) return projection_of(u.output, {}, x);
    const at::Tensor gates = excitation->gates_of(u.means);
    sink.take(site, gates, u.energies);
    if (sink.wants_maps(site)) sink.take_maps(u.output, gates.unsqueeze(-1).unsqueeze(-1));
    return projection_of(u.output, gates, x);
}

InvertedUnit InvertedUnit::converted(at::ScalarType type) const {
    InvertedUnit result = *this;
    if (expansion) result.expansion = expansion->converted(type);
    result.depthwise = depthwise.converted(type);
    result.projection = projection.converted(type);
    return result;
}

InvertedUnit InvertedUnit::packed_for(const Shape& shape, MatmulMode mode) const {
    InvertedUnit result = *this;
    const Shape widened_shape = expansion ? expansion->output_shape(shape) : shape;
    result.projection = projection.packed_for(depthwise.output_shape(widened_shape), mode);
    result.widened = expansion ? DepthwiseConvolution::make(depthwise, *expansion, expanded)
                               : DepthwiseConvolution::make(depthwise);
    if (result.widened) {
        if (expansion) result.expansion->weight.reset();
        result.depthwise.weight.reset();
        return result;
    }
    if (expansion) result.expansion = expansion->packed_for(shape, mode);
    result.depthwise = depthwise.packed_for(widened_shape, mode);
    return result;
}

std::int64_t InvertedUnit::bytes_touched(const Shape& input) const {
    const Shape widened_shape = expansion ? expansion->output_shape(input) : input;
    const Shape scaled = depthwise.output_shape(widened_shape);
    std::int64_t bytes = depthwise.bytes_touched(widened_shape) + projection.bytes_touched(scaled);
    if (expansion) bytes += expansion->bytes_touched(input);
    if (!DepthwiseConvolution::serves(depthwise)) return bytes;
    // The widest map is not written then.
    const std::int64_t values = widened_shape[1] * widened_shape[2] * widened_shape[3];
    return expansion ? bytes - 2 * values * depthwise.weight.element_size() : bytes;
}

}  // namespace sescope

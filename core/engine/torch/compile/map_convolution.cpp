// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/compile/map_convolution.h"

#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/convolution.h>

#include <algorithm>

namespace sescope {
namespace {

bool is_even(const std::vector<std::int64_t>& padding) {
    const std::size_t sides = padding.size() / 2;
    for (std::size_t i = 0; i < sides; ++i) {
        if (padding[i] != padding[sides + i]) return false;
    }
    return true;
}

/// As constant_pad_nd wants it: from the last dimension on, begin and end of each.
std::vector<std::int64_t> from_the_last(const std::vector<std::int64_t>& padding) {
    const std::size_t sides = padding.size() / 2;
    std::vector<std::int64_t> reversed;
    for (std::size_t i = sides; i-- > 0;) {
        reversed.push_back(padding[i]);
        reversed.push_back(padding[sides + i]);
    }
    return reversed;
}

}  // namespace

std::vector<std::int64_t> same_padding(graph::SamePadding same,
                                       std::span<const std::int64_t> inputs,
                                       std::span<const std::int64_t> kernel,
                                       std::span<const std::int64_t> stride,
                                       std::span<const std::int64_t> dilation) {
    const std::size_t sides = inputs.size();
    std::vector<std::int64_t> padding(2 * sides, 0);
    for (std::size_t i = 0; i < sides; ++i) {
        const std::int64_t outputs = (inputs[i] + stride[i] - 1) / stride[i];
        const std::int64_t reach = (outputs - 1) * stride[i] + (kernel[i] - 1) * dilation[i] + 1;
        const std::int64_t total = std::max<std::int64_t>(reach - inputs[i], 0);
        const std::int64_t less = total / 2;
        padding[i] = same == graph::SamePadding::lower ? total - less : less;
        padding[sides + i] = total - padding[i];
    }
    return padding;
}

MapConvolution map_convolution(const graph::Convolution& how, const at::Tensor& weight,
                               const at::Tensor& bias) {
    MapConvolution result{how, {}};
    result.plain.weight =
        weight.dim() == 4 ? weight.contiguous(at::MemoryFormat::ChannelsLast) : weight;
    result.plain.bias = bias;
    result.plain.groups = how.groups;
    if (weight.dim() == 4) {
        result.plain.stride = {how.stride[0], how.stride[1]};
        result.plain.padding = {how.padding[0], how.padding[1]};
    }
    return result;
}

bool MapConvolution::is_plain() const {
    return how.stride.size() == 2 && how.same == graph::SamePadding::none && is_even(how.padding) &&
           std::ranges::all_of(how.dilation, [](std::int64_t hole) { return hole == 1; });
}

std::vector<std::int64_t> MapConvolution::padding_for(const at::Tensor& x) const {
    if (how.same == graph::SamePadding::none) return how.padding;
    return same_padding(how.same, x.sizes().slice(2), plain.weight.sizes().slice(2), how.stride,
                        how.dilation);
}

at::Tensor MapConvolution::operator()(const at::Tensor& x, Activation activation) const {
    if (is_plain()) return plain(x, activation);
    const std::vector<std::int64_t> padding = padding_for(x);
    const std::size_t sides = padding.size() / 2;
    const bool even = is_even(padding);
    const at::Tensor input = even ? x : at::constant_pad_nd(x, from_the_last(padding), 0);
    const std::vector<std::int64_t> within =
        even ? std::vector(padding.begin(), padding.begin() + static_cast<std::ptrdiff_t>(sides))
             : std::vector<std::int64_t>(sides, 0);
    const std::vector<std::int64_t> none(sides, 0);
    at::Tensor y = at::convolution(input, plain.weight, plain.bias, how.stride, within,
                                   how.dilation, /*transposed=*/false, none, how.groups);
    activate(y, activation);
    return y;
}

MapConvolution MapConvolution::converted(at::ScalarType type) const {
    return {how, plain.converted(type)};
}

MapConvolution MapConvolution::packed_for(const Shape& input, MatmulMode mode) const {
    if (!is_plain()) return *this;
    return {how, plain.packed_for(input, mode)};
}

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
// Layers with weights.
#include <array>

#include "core/network/onnx/write/write_table.h"

namespace sescope::onnx {
namespace {

using Integers = std::vector<std::int64_t>;

std::vector<std::string> with_bias(const Emission& emission) {
    std::vector<std::string> inputs{emission.in(0), emission.in(1)};
    if (emission.has(2)) inputs.push_back(emission.in(2));
    return inputs;
}

Integers kernel_of(const graph::Shape& weight) {
    return {weight.begin() + 2, weight.end()};
}

void convolution(Emission& emission) {
    const auto& op = emission.kind<graph::Convolution>();
    std::vector<NewAttribute> attributes{{"kernel_shape", kernel_of(emission.shape(1))},
                                         {"strides", op.stride},
                                         {"dilations", op.dilation},
                                         {"group", op.groups}};
    if (op.same == graph::SamePadding::none) {
        attributes.push_back({"pads", op.padding});
    } else {
        const bool upper = op.same == graph::SamePadding::upper;
        attributes.push_back({"auto_pad", std::string(upper ? "SAME_UPPER" : "SAME_LOWER")});
    }
    emission.give("Conv", with_bias(emission), std::move(attributes));
}

void transposed_convolution(Emission& emission) {
    const auto& op = emission.kind<graph::TransposedConvolution>();
    emission.give("ConvTranspose", with_bias(emission),
                  {{"kernel_shape", kernel_of(emission.shape(1))},
                   {"strides", op.stride},
                   {"dilations", op.dilation},
                   {"pads", op.padding},
                   {"output_padding", op.output_padding},
                   {"group", op.groups}});
}

/// A weight of the channels, or this number for each where there is none.
std::string of_channels(Emission& emission, std::size_t input, std::int64_t channels,
                        double otherwise) {
    if (emission.has(input)) return emission.in(input);
    const std::vector<double> values(static_cast<std::size_t>(channels), otherwise);
    return emission.constants(values, {channels});
}

void batch_norm(Emission& emission) {
    const std::int64_t channels = emission.shape(0).at(1);
    const auto weight = of_channels(emission, 1, channels, 1);
    const auto bias = of_channels(emission, 2, channels, 0);
    emission.give("BatchNormalization",
                  {emission.in(0), weight, bias, emission.in(3), emission.in(4)},
                  {{"epsilon", emission.kind<graph::BatchNorm>().eps}});
}

void layer_norm(Emission& emission) {
    emission.need(17);
    const auto& op = emission.kind<graph::LayerNorm>();
    std::string weight = emission.in(1);
    if (!emission.has(1)) {
        const auto& x = emission.shape(0);
        const Integers normalised(x.end() - op.dimensions, x.end());
        std::size_t count = 1;
        for (const auto extent : normalised) count *= static_cast<std::size_t>(extent);
        weight = emission.constants(std::vector<double>(count, 1), normalised);
    }
    std::vector<std::string> inputs{emission.in(0), weight};
    if (emission.has(2)) inputs.push_back(emission.in(2));
    emission.give("LayerNormalization", std::move(inputs),
                  {{"axis", -op.dimensions}, {"epsilon", op.eps}});
}

// Groups as channels of an instance norm, which every opset has.
void group_norm(Emission& emission) {
    const auto& op = emission.kind<graph::GroupNorm>();
    const auto& x = emission.shape(0);
    const std::int64_t channels = x.at(1);
    if (op.groups == channels && x.size() > 2) {
        const auto weight = of_channels(emission, 1, channels, 1);
        const auto bias = of_channels(emission, 2, channels, 0);
        return emission.give("InstanceNormalization", {emission.in(0), weight, bias},
                             {{"epsilon", op.eps}});
    }
    const std::vector<double> ones(static_cast<std::size_t>(op.groups), 1);
    const std::vector<double> zeros(static_cast<std::size_t>(op.groups), 0);
    const auto extents = emission.add("Shape", {emission.in(0)});
    const auto rows = emission.add("Reshape", {emission.in(0), emission.list({0, op.groups, -1})});
    const auto scale = emission.constants(ones, {op.groups});
    const auto shift = emission.constants(zeros, {op.groups});
    const auto normed =
        emission.add("InstanceNormalization", {rows, scale, shift}, {{"epsilon", op.eps}});
    Integers of_channels(x.size() - 1, 1);
    of_channels.front() = channels;
    std::string result = normed;
    if (!emission.has(1) && !emission.has(2)) {
        return emission.give("Reshape", {normed, extents});
    }
    result = emission.add("Reshape", {normed, extents});
    if (emission.has(1)) {
        const auto weight = emission.reshaped(1, of_channels);
        if (!emission.has(2)) return emission.give("Mul", {result, weight});
        result = emission.add("Mul", {result, weight});
    }
    emission.give("Add", {result, emission.reshaped(2, of_channels)});
}

void linear(Emission& emission) {
    const bool transposed = emission.kind<graph::Linear>().transposed;  // [in, out]
    if (emission.rank(0) == 2) {
        auto inputs = with_bias(emission);
        // Before opset 11 a Gemm has a third input.
        if (inputs.size() == 2 && emission.opset() < 11) inputs.push_back(emission.constant(0));
        return emission.give("Gemm", std::move(inputs),
                             {{"transB", std::int64_t{transposed ? 0 : 1}}});
    }
    const auto matrix = transposed ? emission.in(1) : emission.transposed(1);
    if (!emission.has(2)) return emission.give("MatMul", {emission.in(0), matrix});
    emission.give("Add", {emission.add("MatMul", {emission.in(0), matrix}), emission.in(2)});
}

void matrix_product(Emission& emission) {
    emission.give("MatMul", {emission.in(0), emission.in(1)});
}

constexpr std::array kRows =
    std::to_array<WriteRow>({{"convolution", convolution},
                             {"transposed_convolution", transposed_convolution},
                             {"batch_norm", batch_norm},
                             {"layer_norm", layer_norm},
                             {"group_norm", group_norm},
                             {"linear", linear},
                             {"matmul", matrix_product}});

}  // namespace

std::span<const WriteRow> layer_rows() {
    return kRows;
}

}  // namespace sescope::onnx

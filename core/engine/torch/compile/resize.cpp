// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/compile/resize.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/index_select.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/upsample_bilinear2d.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "core/engine/torch/parallel.h"

namespace sescope {
namespace {

using graph::Resize;
using graph::ResizeCoordinates;
using graph::ResizeMode;
using graph::ResizeRounding;

/// One spatial dimension: so many inputs to so many outputs, `scale` outputs an input.
struct Side {
    std::int64_t inputs;
    std::int64_t outputs;
    double scale;
};

Side side_of(const Resize& how, const at::Tensor& x, std::size_t dimension) {
    const std::int64_t inputs = x.size(static_cast<std::int64_t>(dimension) + 2);
    if (!how.sizes.empty()) {
        const std::int64_t outputs = how.sizes[dimension];
        return {inputs, outputs, double(outputs) / double(inputs)};
    }
    const double scale = how.scales[dimension];
    return {inputs, static_cast<std::int64_t>(std::floor(double(inputs) * scale)), scale};
}

double source_of(const Side& side, std::int64_t output, ResizeCoordinates coordinates) {
    const auto at = static_cast<double>(output);
    switch (coordinates) {
        case ResizeCoordinates::half_pixel:
            return (at + 0.5) / side.scale - 0.5;
        case ResizeCoordinates::pytorch_half_pixel:
            return side.outputs > 1 ? (at + 0.5) / side.scale - 0.5 : 0.0;
        case ResizeCoordinates::align_corners:
            return side.outputs > 1 ? at * double(side.inputs - 1) / double(side.outputs - 1) : 0.0;
        case ResizeCoordinates::asymmetric:
            return at / side.scale;
    }
    return at;
}

double rounded(double x, ResizeRounding rounding) {
    switch (rounding) {
        case ResizeRounding::prefer_floor:
            return std::ceil(x - 0.5);
        case ResizeRounding::prefer_ceil:
            return std::floor(x + 0.5);
        case ResizeRounding::floor:
            return std::floor(x);
        case ResizeRounding::ceil:
            return std::ceil(x);
    }
    return std::floor(x);
}

/// The input that each output along a dimension is a copy of.
std::vector<std::int64_t> copied_inputs(const Resize& how, const at::Tensor& x,
                                        std::size_t dimension) {
    const Side side = side_of(how, x, dimension);
    std::vector<std::int64_t> from(static_cast<std::size_t>(side.outputs));
    for (std::int64_t i = 0; i < side.outputs; ++i) {
        const double source = rounded(source_of(side, i, how.coordinates), how.rounding);
        from[static_cast<std::size_t>(i)] =
            std::clamp(static_cast<std::int64_t>(source), std::int64_t{0}, side.inputs - 1);
    }
    return from;
}

/// Of a channels-last map, whose pixels are copied whole: index_select would gather and write their
/// values one by one, once for each dimension.
at::Tensor nearest_pixels(const Resize& how, const at::Tensor& x) {
    const std::vector<std::int64_t> rows = copied_inputs(how, x, 0);
    const std::vector<std::int64_t> columns = copied_inputs(how, x, 1);
    const auto height = static_cast<std::int64_t>(rows.size());
    const auto width = static_cast<std::int64_t>(columns.size());
    at::Tensor result = at::empty({x.size(0), x.size(1), height, width},
                                  x.options().memory_format(at::MemoryFormat::ChannelsLast));
    const auto pixel = static_cast<std::size_t>(x.size(1) * x.element_size());
    const auto* const from = static_cast<const std::byte*>(x.const_data_ptr());
    auto* const to = static_cast<std::byte*>(result.mutable_data_ptr());
    at::parallel_for(0, x.size(0) * height, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end; ++row) {
            const std::int64_t source = row / height * x.size(2) + rows[std::size_t(row % height)];
            const std::byte* const line = from + std::size_t(source * x.size(3)) * pixel;
            std::byte* place = to + std::size_t(row * width) * pixel;
            for (const std::int64_t column : columns) {
                place = std::copy_n(line + std::size_t(column) * pixel, pixel, place);
            }
        }
    });
    return result;
}

at::Tensor nearest(const Resize& how, const at::Tensor& x, std::size_t dimension) {
    const Side side = side_of(how, x, dimension);
    std::vector<std::int64_t> from = copied_inputs(how, x, dimension);
    const at::Tensor indices =
        at::from_blob(from.data(), {side.outputs}, at::TensorOptions().dtype(at::kLong))
            .to(x.device(), /*non_blocking=*/false, /*copy=*/true);
    return at::index_select(x, static_cast<std::int64_t>(dimension) + 2, indices);
}

/// Weights of the pixels around a place that is `t` behind the pixel before it: two of linear,
/// four of cubic (Keys' kernel), the first of them for the pixel at `first`.
struct Taps {
    std::array<double, 4> weight{};
    int first = 0;
    int count = 2;
};
Taps taps_of(const Resize& how, double t) {
    if (how.mode == ResizeMode::linear) return {{1 - t, t, 0, 0}, 0, 2};
    const double a = how.cubic_a;
    const auto inner = [a](double d) { return ((a + 2) * d - (a + 3)) * d * d + 1; };
    const auto outer = [a](double d) { return ((a * d - 5 * a) * d + 8 * a) * d - 4 * a; };
    return {{outer(1 + t), inner(t), inner(1 - t), outer(2 - t)}, -1, 4};
}

/// [outputs, inputs]: what each output takes of each input; pixels beyond the edge are those at it.
at::Tensor mixing_matrix(const Resize& how, const Side& side) {
    std::vector<double> matrix(static_cast<std::size_t>(side.outputs * side.inputs), 0.0);
    for (std::int64_t i = 0; i < side.outputs; ++i) {
        const double source = source_of(side, i, how.coordinates);
        const double before = std::floor(source);
        const Taps taps = taps_of(how, source - before);
        for (int k = 0; k < taps.count; ++k) {
            const auto at = std::clamp(static_cast<std::int64_t>(before) + taps.first + k,
                                       std::int64_t{0}, side.inputs - 1);
            matrix[static_cast<std::size_t>(i * side.inputs + at)] +=
                taps.weight[static_cast<std::size_t>(k)];
        }
    }
    return at::from_blob(matrix.data(), {side.outputs, side.inputs},
                         at::TensorOptions().dtype(at::kDouble))
        .clone();
}

at::Tensor mixed(const Resize& how, const at::Tensor& x, std::size_t dimension) {
    const Side side = side_of(how, x, dimension);
    const at::Tensor matrix =
        mixing_matrix(how, side).to(x.options().memory_format(at::MemoryFormat::Contiguous));
    const auto at = static_cast<std::int64_t>(dimension) + 2;
    return at::matmul(x.transpose(at, -1), matrix.t()).transpose(at, -1);
}

/// PyTorch's kernel, where it computes the same: by the ratio of the extents.
bool is_torch_bilinear(const Resize& how, const at::Tensor& x) {
    if (how.mode != ResizeMode::linear || x.dim() != 4) return false;
    if (how.coordinates == ResizeCoordinates::asymmetric) return false;
    for (std::size_t i = 0; i < 2; ++i) {
        const Side side = side_of(how, x, i);
        if (side.outputs <= 1) return false;
        if (how.coordinates != ResizeCoordinates::align_corners &&
            side.scale * double(side.inputs) != double(side.outputs)) {
            return false;
        }
    }
    return true;
}

}  // namespace

at::Tensor resized(const graph::Resize& how, const at::Tensor& x) {
    if (is_torch_bilinear(how, x)) {
        return at::upsample_bilinear2d(x, {side_of(how, x, 0).outputs, side_of(how, x, 1).outputs},
                                       how.coordinates == ResizeCoordinates::align_corners);
    }
    if (how.mode == ResizeMode::nearest && x.is_cpu() && x.dim() == 4 &&
        x.is_contiguous(at::MemoryFormat::ChannelsLast)) {
        return nearest_pixels(how, x);
    }
    at::Tensor result = x;
    const auto sides = static_cast<std::size_t>(x.dim() - 2);
    for (std::size_t i = 0; i < sides; ++i) {
        // The scales are those of the input, whatever was done to the dimensions before.
        result = how.mode == ResizeMode::nearest ? nearest(how, result, i) : mixed(how, result, i);
    }
    return x.dim() == 4 ? result.contiguous(at::MemoryFormat::ChannelsLast) : result;
}

}  // namespace sescope

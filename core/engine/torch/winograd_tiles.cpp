// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/winograd_tiles.h"

#include <algorithm>
#include <stdexcept>

namespace sescope::winograd {
namespace {

/// Three taps as a polynomial at `point` and at -point, over what the Lagrange basis of the points
/// divides by: 2 p^2 (p^2 - q^2), where q is the other point.
std::array<double, 2> at_both_signs(const std::array<double, 3>& taps, double point, double other) {
    const double square = point * point;
    const double even = taps[0] + taps[2] * square;
    const double odd = taps[1] * point;
    const double over = 2 * square * (square - other * other);
    return {(even + odd) / over, (even - odd) / over};
}

/// One column of G: three taps to six points.
std::array<double, 6> points_of(double a, double b, double c) {
    const auto near = at_both_signs({a, b, c}, kNear, kFar);
    const auto far = at_both_signs({a, b, c}, kFar, kNear);
    return {a / (kNear2 * kFar2), near[0], near[1], far[0], far[1], c};
}

}  // namespace

std::array<double, 36> transformed_kernel(const std::array<double, 9>& kernel) {
    std::array<std::array<double, 6>, 3> columns;
    for (std::size_t x = 0; x < 3; ++x) {
        columns[x] = points_of(kernel[x], kernel[3 + x], kernel[6 + x]);
    }
    std::array<double, 36> result{};
    for (std::size_t y = 0; y < 6; ++y) {
        const auto row = points_of(columns[0][y], columns[1][y], columns[2][y]);
        std::copy(row.begin(), row.end(), result.begin() + std::ptrdiff_t(6 * y));
    }
    return result;
}

#if SESCOPE_HAS_VECTOR_KERNELS

namespace {

/// The widest vectors that the channels fill.
bool in_sixteens(Instructions instructions, std::int64_t channels) {
    return instructions == Instructions::avx512 && channels % 16 == 0;
}

}  // namespace

void transform_inputs(Instructions instructions, const std::array<const float*, 36>& pixels,
                      std::int64_t channels, float* to, std::int64_t stride) {
    if (in_sixteens(instructions, channels)) {
        avx512::transform_inputs(pixels, channels, to, stride);
    } else {
        avx2::transform_inputs(pixels, channels, to, stride);
    }
}

void transform_outputs(Instructions instructions, const float* products, std::int64_t stride,
                       std::int64_t channels, const TileOutputs& to) {
    if (in_sixteens(instructions, channels)) {
        avx512::transform_outputs(products, stride, channels, to);
    } else {
        avx2::transform_outputs(products, stride, channels, to);
    }
}

#else

void transform_inputs(Instructions, const std::array<const float*, 36>&, std::int64_t, float*,
                      std::int64_t) {
    throw std::logic_error("not built for this processor");
}
void transform_outputs(Instructions, const float*, std::int64_t, std::int64_t, const TileOutputs&) {
    throw std::logic_error("not built for this processor");
}

#endif

}  // namespace sescope::winograd

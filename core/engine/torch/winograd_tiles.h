// SPDX-License-Identifier: GPL-3.0-or-later
// The arithmetic of Winograd's F(4 x 4, 3 x 3): a 3 x 3 convolution of 4 x 4 outputs takes 36
// multiplications a pair of channels where the plain one takes 144 (Lavin and Gray, "Fast
// Algorithms for Convolutional Neural Networks", 2015). Of their points 0, 1, -1, 2, -2, infinity
// the four in the middle are 5/8, -5/8, 3/2, -3/2 here, as in oneDNN: the rounding of a product of
// 256 channels is 1.6 to 2.2 times that of a plain sum in fp32, where theirs is 3.7 to 5.1 times
// (root mean square; the largest 1.3 to 2.5 where theirs is 4 to 10). All squares and products that
// the transforms multiply by are exact in fp32.
#pragma once

#include <array>
#include <cstdint>

#include "core/engine/torch/activation.h"
#include "core/engine/torch/instructions.h"

namespace sescope::winograd {

inline constexpr std::int64_t kOutputs = 4;      ///< side of what a tile gives
inline constexpr std::int64_t kInputs = 6;       ///< side of what it reads
inline constexpr std::int64_t kPoints = 36;      ///< products a pair of channels
inline constexpr std::int64_t kChannelStep = 8;  ///< input channels are a multiple of this
inline constexpr float kNear = 0.625F;           ///< the point nearer to 0, and its negative
inline constexpr float kFar = 1.5F;              ///< the other one
inline constexpr float kNear2 = kNear * kNear;
inline constexpr float kFar2 = kFar * kFar;

/// G g G^T of a kernel (row-major, 3 x 3), in double.
std::array<double, 36> transformed_kernel(const std::array<double, 9>& kernel);

/// B^T d B of one tile: `pixels` are its 36 positions, row-major, each the start of `channels`
/// values; point p of channel c goes to to[p * stride + c].
void transform_inputs(Instructions instructions, const std::array<const float*, 36>& pixels,
                      std::int64_t channels, float* to, std::int64_t stride);

/// Where a tile's outputs go: `pixels[i]` is the start of the channels of output i (row-major), or
/// null outside of the map.
struct TileOutputs {
    std::array<float*, 16> pixels{};
    const float* bias = nullptr;  ///< [channels], or null
    Activation activation = Activation::none;
};

/// A^T m A of one tile, with bias and activation; point p of channel c is read from
/// products[p * stride + c].
void transform_outputs(Instructions instructions, const float* products, std::int64_t stride,
                       std::int64_t channels, const TileOutputs& to);

// The two for one set of instructions, whose vectors the channels fill (winograd_kernel.h).
namespace avx2 {
void transform_inputs(const std::array<const float*, 36>& pixels, std::int64_t channels, float* to,
                      std::int64_t stride);
void transform_outputs(const float* products, std::int64_t stride, std::int64_t channels,
                       const TileOutputs& to);
}  // namespace avx2
namespace avx512 {
void transform_inputs(const std::array<const float*, 36>& pixels, std::int64_t channels, float* to,
                      std::int64_t stride);
void transform_outputs(const float* products, std::int64_t stride, std::int64_t channels,
                       const TileOutputs& to);
}  // namespace avx512

}  // namespace sescope::winograd

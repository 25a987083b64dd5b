// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/winograd_convolution.h"

#include <ATen/ops/empty.h>

#include <algorithm>
#include <array>
#include <vector>

#include "core/engine/torch/convolution.h"
#include "core/engine/torch/map_memory.h"
#include "core/engine/torch/panels.h"
#include "core/engine/torch/parallel.h"
#include "core/engine/torch/winograd_tiles.h"

namespace sescope {
namespace {

using namespace winograd;
using panels::kCacheLine;
using panels::kPanel;

// Tiles whose points and products stay near the second level of cache.
constexpr std::int64_t kMostTiles = 28;
// Below this many channels the transforms cost more than the products save.
constexpr std::int64_t kFewestChannels = 32;

bool is_of_the_kind(const Convolution& conv) {
    const at::Tensor& weight = conv.weight;
    return weight.is_cpu() && weight.scalar_type() == at::kFloat && weight.size(2) == 3 &&
           weight.size(3) == 3 && conv.groups == 1 &&
           conv.stride == std::array<std::int64_t, 2>{1, 1} &&
           conv.padding == std::array<std::int64_t, 2>{1, 1} &&
           weight.size(1) % kChannelStep == 0 && weight.size(0) % kPanel == 0 &&
           weight.size(1) >= kFewestChannels;
}

/// A map cut into tiles: those of an image row by row, image after image.
struct Tiling {
    std::int64_t height;
    std::int64_t width;
    std::int64_t rows = (height + kOutputs - 1) / kOutputs;
    std::int64_t columns = (width + kOutputs - 1) / kOutputs;

    struct Place {
        std::int64_t image, y, x;  ///< of the first output
    };
    Place at(std::int64_t tile) const {
        const std::int64_t within = tile % (rows * columns);
        return {tile / (rows * columns), within / columns * kOutputs, within % columns * kOutputs};
    }
    bool holds(std::int64_t y, std::int64_t x) const {
        return y >= 0 && y < height && x >= 0 && x < width;
    }
    std::int64_t pixel(const Place& place, std::int64_t y, std::int64_t x) const {
        return (place.image * height + y) * width + x;
    }
};

std::array<const float*, 36> inputs_of(const Tiling& tiling, std::int64_t tile, const float* map,
                                       std::int64_t channels, const float* outside) {
    std::array<const float*, 36> pixels;
    const Tiling::Place place = tiling.at(tile);
    for (std::int64_t i = 0; i < kPoints; ++i) {
        const std::int64_t y = place.y + i / kInputs - 1;
        const std::int64_t x = place.x + i % kInputs - 1;
        pixels[std::size_t(i)] =
            tiling.holds(y, x) ? map + tiling.pixel(place, y, x) * channels : outside;
    }
    return pixels;
}

std::array<float*, 16> outputs_of(const Tiling& tiling, std::int64_t tile, float* map,
                                  std::int64_t channels) {
    std::array<float*, 16> pixels;
    const Tiling::Place place = tiling.at(tile);
    for (std::int64_t i = 0; i < kOutputs * kOutputs; ++i) {
        const std::int64_t y = place.y + i / kOutputs;
        const std::int64_t x = place.x + i % kOutputs;
        pixels[std::size_t(i)] =
            tiling.holds(y, x) ? map + tiling.pixel(place, y, x) * channels : nullptr;
    }
    return pixels;
}

/// Tiles cut into blocks of nearly the same size, as many for each thread.
struct Blocks {
    std::int64_t tiles;
    std::int64_t threads = at::in_parallel_region() ? 1 : at::get_num_threads();
    std::int64_t count =
        std::min(tiles, (tiles + threads * kMostTiles - 1) / (threads * kMostTiles) * threads);
    std::int64_t largest = (tiles + count - 1) / count;

    std::int64_t begin(std::int64_t block) const { return tiles * block / count; }
};

at::Tensor transformed(const at::Tensor& weight) {
    const at::Tensor plain = weight.contiguous();
    const std::int64_t outputs = weight.size(0);
    const std::int64_t inputs = weight.size(1);
    at::Tensor result = at::empty({kPoints, outputs / kPanel, inputs, kPanel}, plain.options());
    const auto* const from = plain.const_data_ptr<float>();
    auto* const to = result.mutable_data_ptr<float>();
    at::parallel_for(0, outputs, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t o = begin; o < end; ++o) {
            for (std::int64_t i = 0; i < inputs; ++i) {
                std::array<double, 9> kernel;
                std::copy_n(from + (o * inputs + i) * 9, 9, kernel.begin());
                const std::array<double, 36> points = transformed_kernel(kernel);
                for (std::int64_t p = 0; p < kPoints; ++p) {
                    const std::int64_t panel = p * (outputs / kPanel) + o / kPanel;
                    to[(panel * inputs + i) * kPanel + o % kPanel] =
                        static_cast<float>(points[std::size_t(p)]);
                }
            }
        }
    });
    return result;
}

}  // namespace

std::shared_ptr<const WinogradConvolution> WinogradConvolution::make(
    const Convolution& conv, std::optional<Instructions> instructions) {
    if (!instructions || !is_of_the_kind(conv)) return nullptr;
    return std::shared_ptr<const WinogradConvolution>(new WinogradConvolution(conv, *instructions));
}

WinogradConvolution::WinogradConvolution(const Convolution& conv, Instructions instructions)
    : instructions_(instructions),
      inputs_(conv.weight.size(1)),
      outputs_(conv.weight.size(0)),
      weight_(transformed(conv.weight)),
      bias_(conv.bias) {}

at::Tensor WinogradConvolution::operator()(const at::Tensor& input, bool relu) const {
    const at::Tensor x = input.contiguous(at::MemoryFormat::ChannelsLast);
    at::Tensor y = at::empty({x.size(0), outputs_, x.size(2), x.size(3)},
                             x.options().memory_format(at::MemoryFormat::ChannelsLast));
    const Tiling tiling{x.size(2), x.size(3)};
    const Blocks blocks{x.size(0) * tiling.rows * tiling.columns};
    const std::vector<float> outside(std::size_t(inputs_), 0.0F);
    const auto* const from = x.const_data_ptr<float>();
    auto* const to = y.mutable_data_ptr<float>();
    const auto* const weight = weight_.const_data_ptr<float>();
    TileOutputs place;
    place.bias = bias_.defined() ? bias_.const_data_ptr<float>() : nullptr;
    place.relu = relu;
    // Rows a cache line apart from a round number, so that they do not meet in the same set.
    const std::int64_t in_stride = inputs_ + kCacheLine;
    const std::int64_t out_stride = outputs_ + kCacheLine;
    const auto run_block = [&](std::int64_t first, std::int64_t count, float* points,
                               float* products, TileOutputs outputs) {
        for (std::int64_t t = 0; t < count; ++t) {
            transform_inputs(instructions_,
                             inputs_of(tiling, first + t, from, inputs_, outside.data()), inputs_,
                             points + t * in_stride, blocks.largest * in_stride);
        }
        for (std::int64_t p = 0; p < kPoints; ++p) {
            panels::multiply(instructions_,
                             {points + p * blocks.largest * in_stride, in_stride, count, inputs_},
                             {weight + p * outputs_ * inputs_, outputs_ / kPanel},
                             {products + p * blocks.largest * out_stride, out_stride});
        }
        for (std::int64_t t = 0; t < count; ++t) {
            outputs.pixels = outputs_of(tiling, first + t, to, outputs_);
            transform_outputs(instructions_, products + t * out_stride, blocks.largest * out_stride,
                              outputs_, outputs);
        }
    };
    share_tasks(blocks.count, [&](const auto& next) {
        const c10::DataPtr points = room_for(kPoints * blocks.largest * in_stride);
        const c10::DataPtr products = room_for(kPoints * blocks.largest * out_stride);
        for (std::int64_t b = next(); b >= 0; b = next()) {
            run_block(blocks.begin(b), blocks.begin(b + 1) - blocks.begin(b),
                      static_cast<float*>(points.get()), static_cast<float*>(products.get()),
                      place);
        }
    });
    return y;
}

}  // namespace sescope

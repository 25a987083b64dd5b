// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/winograd_convolution.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>

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
using panels::panels_of;

// Tiles whose points and products stay near the second level of cache.
constexpr std::int64_t kMostTiles = 28;
// Below this many channels the transforms cost more than the products save.
constexpr std::int64_t kFewestChannels = 32;
constexpr std::int64_t kFewestOfAGroup = 16;
// Groups of so many channels are computed together: their points stay near the second level of
// cache, and the transforms have whole vectors.
constexpr std::int64_t kChannelsTogether = 48;

bool is_of_the_kind(const Convolution& conv) {
    const at::Tensor& weight = conv.weight;
    const std::int64_t outputs = weight.size(0) / conv.groups;
    return weight.is_cpu() && weight.scalar_type() == at::kFloat && weight.size(2) == 3 &&
           weight.size(3) == 3 && conv.stride == std::array<std::int64_t, 2>{1, 1} &&
           conv.padding == std::array<std::int64_t, 2>{1, 1} &&
           weight.size(1) % kChannelStep == 0 && outputs % kChannelStep == 0 &&
           weight.size(1) >= (conv.groups == 1 ? kFewestChannels : kFewestOfAGroup);
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

at::Tensor transformed(const at::Tensor& weight, std::int64_t groups) {
    const at::Tensor plain = weight.contiguous();
    const std::int64_t outputs = weight.size(0) / groups;
    const std::int64_t inputs = weight.size(1);
    const std::int64_t panels = panels_of(outputs);
    at::Tensor result = at::zeros({groups, kPoints, panels, inputs, kPanel}, plain.options());
    const auto* const from = plain.const_data_ptr<float>();
    auto* const to = result.mutable_data_ptr<float>();
    at::parallel_for(0, weight.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t channel = begin; channel < end; ++channel) {
            const std::int64_t group = channel / outputs;
            const std::int64_t o = channel % outputs;
            for (std::int64_t i = 0; i < inputs; ++i) {
                std::array<double, 9> kernel;
                std::copy_n(from + (channel * inputs + i) * 9, 9, kernel.begin());
                const std::array<double, 36> points = transformed_kernel(kernel);
                for (std::int64_t p = 0; p < kPoints; ++p) {
                    const std::int64_t panel = (group * kPoints + p) * panels + o / kPanel;
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
      groups_(conv.groups),
      inputs_(conv.weight.size(1)),
      outputs_(conv.weight.size(0) / conv.groups),
      weight_(transformed(conv.weight, conv.groups)),
      bias_(conv.bias) {
    together_ = std::clamp<std::int64_t>(kChannelsTogether / outputs_, 1, groups_);
}

/// The maps of a call, and how they are cut.
struct WinogradConvolution::Call {
    const float* from;
    float* to;
    const float* outside;  ///< as many zeros as a task has inputs
    Activation activation;
    Tiling tiling;
    std::int64_t most_tiles;  ///< of a block
    std::int64_t in_stride;   ///< from a tile's points to the next tile's
    std::int64_t out_stride;  ///< from a tile's products to the next tile's
};

void WinogradConvolution::run_block(const Call& call, std::int64_t first_tile, std::int64_t tiles,
                                    std::int64_t first_group, float* points,
                                    float* products) const {
    const std::int64_t groups = std::min(together_, groups_ - first_group);
    const std::int64_t first_input = first_group * inputs_;
    const std::int64_t first_output = first_group * outputs_;
    for (std::int64_t t = 0; t < tiles; ++t) {
        const auto pixels = inputs_of(call.tiling, first_tile + t, call.from + first_input,
                                      groups_ * inputs_, call.outside);
        transform_inputs(instructions_, pixels, groups * inputs_, points + t * call.in_stride,
                         call.most_tiles * call.in_stride);
    }
    const std::int64_t weights_of_a_point = panels_of(outputs_) * kPanel * inputs_;
    for (std::int64_t g = 0; g < groups; ++g) {
        const float* weight =
            weight_.const_data_ptr<float>() + (first_group + g) * kPoints * weights_of_a_point;
        for (std::int64_t p = 0; p < kPoints; ++p, weight += weights_of_a_point) {
            const float* const of_point = points + p * call.most_tiles * call.in_stride;
            float* const result = products + p * call.most_tiles * call.out_stride;
            panels::multiply(instructions_,
                             {of_point + g * inputs_, call.in_stride, tiles, inputs_},
                             {weight, outputs_}, {result + g * outputs_, call.out_stride});
        }
    }
    TileOutputs outputs;
    outputs.activation = call.activation;
    outputs.bias = bias_.defined() ? bias_.const_data_ptr<float>() + first_output : nullptr;
    for (std::int64_t t = 0; t < tiles; ++t) {
        outputs.pixels =
            outputs_of(call.tiling, first_tile + t, call.to + first_output, groups_ * outputs_);
        transform_outputs(instructions_, products + t * call.out_stride,
                          call.most_tiles * call.out_stride, groups * outputs_, outputs);
    }
}

at::Tensor WinogradConvolution::operator()(const at::Tensor& input, Activation activation) const {
    const at::Tensor x = input.contiguous(at::MemoryFormat::ChannelsLast);
    at::Tensor y = at::empty({x.size(0), groups_ * outputs_, x.size(2), x.size(3)},
                             x.options().memory_format(at::MemoryFormat::ChannelsLast));
    const Tiling tiling{x.size(2), x.size(3)};
    const Blocks blocks{x.size(0) * tiling.rows * tiling.columns};
    const std::vector<float> outside(std::size_t(together_ * inputs_), 0.0F);
    const Call call{.from = x.const_data_ptr<float>(),
                    .to = y.mutable_data_ptr<float>(),
                    .outside = outside.data(),
                    .activation = activation,
                    .tiling = tiling,
                    .most_tiles = blocks.largest,
                    // Rows a cache line apart from a round number, so that they do not meet in the
                    // same set.
                    .in_stride = together_ * inputs_ + kCacheLine,
                    .out_stride = together_ * outputs_ + kCacheLine};
    const std::int64_t bundles = (groups_ + together_ - 1) / together_;
    share_tasks(blocks.count * bundles, [&](const auto& next) {
        const c10::DataPtr points = room_for(kPoints * blocks.largest * call.in_stride);
        const c10::DataPtr products = room_for(kPoints * blocks.largest * call.out_stride);
        for (std::int64_t task = next(); task >= 0; task = next()) {
            const std::int64_t block = task / bundles;
            run_block(call, blocks.begin(block), blocks.begin(block + 1) - blocks.begin(block),
                      task % bundles * together_, static_cast<float*>(points.get()),
                      static_cast<float*>(products.get()));
        }
    });
    return y;
}

}  // namespace sescope

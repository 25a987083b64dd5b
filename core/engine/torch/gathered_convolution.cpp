// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/gathered_convolution.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <vector>

#include "core/engine/torch/convolution.h"
#include "core/engine/torch/map_memory.h"
#include "core/engine/torch/panel_weights.h"
#include "core/engine/torch/panels.h"
#include "core/engine/torch/parallel.h"
#include "core/engine/torch/piece_means.h"
#include "core/engine/torch/vectorised.h"

namespace sescope {
namespace {

using panels::kCacheLine;
using panels::kPanel;

// Rows whose values stay in the second level of cache while all panels pass, at least; maps of 7 x
// 7 pixels go whole.
constexpr std::int64_t kBlockRows = 50;
// Values that lie a multiple of 4 KB apart share few places of the first level of cache.
constexpr std::int64_t kSameSet = 1024;
// Below this many channels a product is too short for its beginning and end.
constexpr std::int64_t kFewestChannels = 16;

bool is_of_the_kind(const Convolution& conv) {
    const at::Tensor& weight = conv.weight;
    return weight.is_cpu() && weight.scalar_type() == at::kFloat && conv.groups == 1 &&
           weight.size(1) >= kFewestChannels && weight.size(0) >= kFewestChannels;
}

/// [out, in, kh, kw] -> [out / panel, kh, kw, in, panel], zeros behind the last output
at::Tensor in_panels(const at::Tensor& weight) {
    return panels::in_panels(weight.permute({0, 2, 3, 1}).flatten(1));
}

/// The output pixels of all images, row by row, cut into blocks that one thread computes.
struct Blocks {
    std::int64_t images;
    std::int64_t positions;                                ///< of an image
    std::int64_t together;                                 ///< images of a block, of small maps
    std::int64_t strip;                                    ///< rows that a block has a multiple of
    std::int64_t most = (kBlockRows / strip + 1) * strip;  ///< rows of a block
    std::int64_t pieces = (positions + most - 1) / most;   ///< blocks of an image
    std::int64_t count = (images + together - 1) / together * pieces;

    struct Block {
        std::int64_t image, first, rows;
    };
    std::int64_t most_rows() const { return std::max(most, together * positions); }
    Block operator[](std::int64_t index) const {
        const std::int64_t image = index / pieces * together;
        const std::int64_t piece = index % pieces;
        const std::int64_t whole = std::min(together, images - image) * positions;
        // Full strips, but for the last of all.
        const std::int64_t strips = (whole + strip - 1) / strip;
        const auto edge = [&](std::int64_t at) {
            return std::min(whole, strips * at / pieces * strip);
        };
        const std::int64_t begin = edge(piece);
        return {image, image * positions + begin, edge(piece + 1) - begin};
    }
};

SESCOPE_VECTORISED void scale(const float* from, const float* gates, std::int64_t count,
                              float* to) {
    for (std::int64_t i = 0; i < count; ++i) to[i] = from[i] * gates[i];
}

/// The map that is read, and the kernel that moves over it.
struct Window : MovingKernel {
    const float* map;
    std::int64_t height, width, channels;
    std::int64_t out_height, out_width;
    const float* gates = nullptr;  ///< [N, channels]: of a pointwise kernel

    std::int64_t inputs() const { return kernel[0] * kernel[1] * channels; }

    bool are_copied() const { return !is_pointwise() || gates || channels % kSameSet == 0; }
    std::int64_t row_stride() const {
        // Scaled rows lie close together, so that those of a block stay in the first level.
        const std::int64_t close = (inputs() / kCacheLine + 2) * kCacheLine;
        if (gates && close % kSameSet != 0) return close;
        return (inputs() / kSameSet + 1) * kSameSet + kCacheLine;
    }

    /// What the output pixels of a block read: in the map itself where that serves, or copied to
    /// `room`. Zeros outside of the map.
    panels::Rows rows(const Blocks::Block& block, float* room) const {
        if (!are_copied()) {
            return {map + block.first * channels, channels, block.rows, channels};
        }
        if (gates) return scaled_rows(block, room);
        std::int64_t image = block.first / (out_height * out_width);
        std::int64_t y = block.first / out_width % out_height;
        std::int64_t x = block.first % out_width;
        for (std::int64_t row = 0; row < block.rows; ++row) {
            float* to = room + row * row_stride();
            for (std::int64_t tap_y = 0; tap_y < kernel[0]; ++tap_y) {
                for (std::int64_t tap_x = 0; tap_x < kernel[1]; ++tap_x, to += channels) {
                    const float* const from = start(image, y * stride[0] + tap_y - padding[0],
                                                    x * stride[1] + tap_x - padding[1]);
                    if (from) {
                        std::copy_n(from, channels, to);
                    } else {
                        std::fill_n(to, channels, 0.0F);
                    }
                }
            }
            if (++x < out_width) continue;
            x = 0;
            if (++y < out_height) continue;
            y = 0;
            ++image;
        }
        return {room, row_stride(), block.rows, inputs()};
    }

    panels::Rows scaled_rows(const Blocks::Block& block, float* room) const {
        for (std::int64_t row = 0; row < block.rows; ++row) {
            const std::int64_t position = block.first + row;
            scale(map + position * channels, gates + position / (height * width) * channels,
                  channels, room + row * row_stride());
        }
        return {room, row_stride(), block.rows, channels};
    }

    /// Null outside.
    const float* start(std::int64_t image, std::int64_t y, std::int64_t x) const {
        if (y < 0 || y >= height || x < 0 || x >= width) return nullptr;
        return map + ((image * height + y) * width + x) * channels;
    }
};

}  // namespace

/// What becomes of the values of a call; pointers to maps [N, H', W', out] and to [N, out].
struct GatheredConvolution::Endings {
    Activation activation = Activation::none;
    const float* gates = nullptr;
    const float* identity = nullptr;
    float* energies = nullptr;           ///< [N, pieces, out], zeros
    const float* input_gates = nullptr;  ///< [N, in]

    panels::Epilogue of(const Blocks::Block& block, std::int64_t index, std::int64_t output,
                        std::int64_t outputs, const float* bias) const {
        panels::Epilogue epilogue;
        epilogue.activation = activation;
        if (bias) epilogue.bias = bias + output;
        if (gates) epilogue.gates = gates + block.image * outputs + output;
        if (identity) epilogue.identity = identity + block.first * outputs + output;
        if (energies) epilogue.energies = energies + index * outputs + output;
        return epilogue;
    }
};

std::shared_ptr<const GatheredConvolution> GatheredConvolution::make(
    const Convolution& conv, std::optional<Instructions> instructions) {
    if (!instructions || !is_of_the_kind(conv)) return nullptr;
    return std::shared_ptr<const GatheredConvolution>(new GatheredConvolution(conv, *instructions));
}

GatheredConvolution::GatheredConvolution(const Convolution& conv, Instructions instructions)
    : instructions_(instructions),
      inputs_(conv.weight.size(1)),
      outputs_(conv.weight.size(0)),
      moving_(conv.moving_kernel()),
      weight_(in_panels(conv.weight)),
      bias_(conv.bias) {}

at::Tensor GatheredConvolution::run(const at::Tensor& input, const Endings& endings) const {
    const at::Tensor x = input.contiguous(at::MemoryFormat::ChannelsLast);
    const Window window{moving_,
                        x.const_data_ptr<float>(),
                        x.size(2),
                        x.size(3),
                        inputs_,
                        moving_.outputs_along(0, x.size(2)),
                        moving_.outputs_along(1, x.size(3)),
                        endings.input_gates};
    at::Tensor y = at::empty({x.size(0), outputs_, window.out_height, window.out_width},
                             x.options().memory_format(at::MemoryFormat::ChannelsLast));
    const std::int64_t positions = window.out_height * window.out_width;
    const bool image_by_image = endings.gates || endings.energies;
    const Blocks blocks{x.size(0), positions,
                        image_by_image ? 1
                                       : std::max<std::int64_t>(
                                             1, kBlockRows / std::max<std::int64_t>(1, positions)),
                        panels::rows_of_a_strip(instructions_)};
    const auto* const weight = weight_.const_data_ptr<float>();
    const auto* const bias = bias_.defined() ? bias_.const_data_ptr<float>() : nullptr;
    auto* const to = y.mutable_data_ptr<float>();

    // A task is a block of rows and a share of the panels.
    const std::int64_t panels = panels::panels_of(outputs_);
    const std::int64_t shares = shares_of_columns(panels, blocks.count);
    const std::int64_t tasks = blocks.count * shares;
    share_tasks(tasks, [&](const auto& next) {
        const c10::DataPtr room = window.are_copied()
                                      ? room_for(blocks.most_rows() * window.row_stride())
                                      : c10::DataPtr();
        panels::Rows rows;
        std::int64_t there = -1;
        for (std::int64_t task = next(); task >= 0; task = next()) {
            const std::int64_t index = task / shares;
            const Blocks::Block block = blocks[index];
            if (index != there) rows = window.rows(block, static_cast<float*>(room.get()));
            there = index;
            const std::int64_t share = panels * (task % shares) / shares;
            const std::int64_t next_share = panels * (task % shares + 1) / shares;
            const std::int64_t output = share * kPanel;
            const std::int64_t end = std::min(outputs_, next_share * kPanel);
            panels::multiply(instructions_, rows, {weight + output * window.inputs(), end - output},
                             {to + block.first * outputs_ + output, outputs_},
                             endings.of(block, index, output, outputs_, bias));
        }
    });
    return y;
}

at::Tensor GatheredConvolution::operator()(const at::Tensor& x, Activation activation) const {
    Endings endings;
    endings.activation = activation;
    return run(x, endings);
}

at::Tensor GatheredConvolution::mean_of_outputs(const at::Tensor& mean) const {
    return (*this)(mean.unsqueeze(-1).unsqueeze(-1), Activation::none).flatten(1);
}

bool GatheredConvolution::ends_units(std::int64_t height, std::int64_t width) const {
    return moving_.is_pointwise() && height * width >= kFewestPositionsToEnd;
}

std::vector<std::int64_t> GatheredConvolution::output_sizes(const at::Tensor& x) const {
    return moving_.output_sizes({x.sizes().data(), x.sizes().size()}, outputs_);
}

UnitOutput GatheredConvolution::run_with_epilogue(const at::Tensor& x, const Epilogue& end) const {
    TORCH_INTERNAL_ASSERT(!end.identity.defined() || adds(end.identity, x));
    const at::Tensor identity = end.identity.defined()
                                    ? end.identity.contiguous(at::MemoryFormat::ChannelsLast)
                                    : end.identity;
    const at::Tensor gates = end.gates.defined() ? end.gates.contiguous() : end.gates;
    const at::Tensor input_gates =
        end.input_gates.defined() ? end.input_gates.contiguous() : end.input_gates;
    const std::int64_t positions = x.size(2) * x.size(3);
    Endings endings;
    endings.activation = end.activation;
    if (identity.defined()) endings.identity = identity.const_data_ptr<float>();
    if (input_gates.defined()) endings.input_gates = input_gates.const_data_ptr<float>();
    if (gates.defined()) endings.gates = gates.const_data_ptr<float>();
    at::Tensor energies;
    if (end.with_energies) {
        const std::int64_t pieces =
            Blocks{x.size(0), positions, 1, panels::rows_of_a_strip(instructions_)}.pieces;
        energies = at::zeros({x.size(0), pieces, outputs_},
                             x.options().memory_format(at::MemoryFormat::Contiguous));
        endings.energies = energies.mutable_data_ptr<float>();
    }
    UnitOutput result{run(x, endings), {}};
    if (end.with_energies) result.energies = mean_of_pieces(energies, positions);
    return result;
}

}  // namespace sescope

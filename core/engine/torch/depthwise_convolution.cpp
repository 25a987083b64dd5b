// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/depthwise_convolution.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/engine/torch/convolution.h"
#include "core/engine/torch/depthwise.h"
#include "core/engine/torch/depthwise_rows.h"
#include "core/engine/torch/map_memory.h"
#include "core/engine/torch/panel_weights.h"
#include "core/engine/torch/parallel.h"
#include "core/engine/torch/piece_means.h"

namespace sescope {
namespace {

using depthwise::kSlab;

constexpr std::int64_t kMostTaps = 5;
// Rows of outputs that are worth a task of their own: neighbours compute some inputs twice.
constexpr std::int64_t kFewestRows = 8;

bool is_fp32(const at::Tensor& weight) {
    return weight.is_cpu() && weight.scalar_type() == at::kFloat;
}

bool is_of_the_kind(const Convolution& conv) {
    const auto [height, width] = conv.moving_kernel().kernel;
    return is_fp32(conv.weight) && conv.groups == conv.weight.size(0) && conv.weight.size(1) == 1 &&
           height == width && conv.stride[0] == conv.stride[1] &&
           depthwise::has_kernel(height, conv.stride[0]) && conv.padding[0] < height &&
           conv.padding[1] < width;
}

at::Tensor bias_of(const Convolution& conv) {
    return panels::filled_up(conv.bias.defined() ? conv.bias.contiguous()
                                                 : at::zeros({conv.weight.size(0)}));
}

}  // namespace

/// The maps of a call, and how they are cut into tasks: an image, a slab of channels, and a band of
/// its rows.
struct DepthwiseConvolution::Call {
    const float* from;
    std::int64_t height, width, inputs;
    float* to;
    std::int64_t out_height, out_width;
    Activation activation;
    float* sums;     ///< [N, out_height, C], or null
    float* squares;  ///< likewise
    std::int64_t slabs, bands;

    struct Task {
        std::int64_t image, slab, first_row, end_row;
    };
    Task task(std::int64_t index) const {
        const std::int64_t band = index % bands;
        return {index / bands / slabs, index / bands % slabs, out_height * band / bands,
                out_height * (band + 1) / bands};
    }
};

bool DepthwiseConvolution::serves(const Convolution& conv) {
    return widest_instructions() && is_of_the_kind(conv);
}

std::shared_ptr<const DepthwiseConvolution> DepthwiseConvolution::make(
    const Convolution& conv, std::optional<Instructions> instructions) {
    if (!instructions || !is_of_the_kind(conv)) return nullptr;
    return std::shared_ptr<const DepthwiseConvolution>(
        new DepthwiseConvolution(conv, *instructions));
}

std::shared_ptr<const DepthwiseConvolution> DepthwiseConvolution::make(
    const Convolution& conv, const Convolution& expansion, Activation expanded,
    std::optional<Instructions> instructions) {
    const bool fits = is_fp32(expansion.weight) && expansion.groups == 1 &&
                      expansion.moving_kernel().is_pointwise() &&
                      expansion.weight.size(0) == conv.weight.size(0);
    if (!fits || !instructions || !is_of_the_kind(conv)) return nullptr;
    std::shared_ptr<DepthwiseConvolution> made(new DepthwiseConvolution(conv, *instructions));
    made->expansion_ = Expansion{panels::in_panels(expansion.weight.flatten(1)), bias_of(expansion),
                                 expansion.weight.size(1), expanded};
    return made;
}

DepthwiseConvolution::DepthwiseConvolution(const Convolution& conv, Instructions instructions)
    : instructions_(instructions),
      channels_(conv.weight.size(0)),
      moving_(conv.moving_kernel()),
      weight_(panels::in_panels(conv.weight.flatten(1))),
      bias_(bias_of(conv)) {}

void DepthwiseConvolution::compute(const Call& call, std::int64_t index, float* room) const {
    const Call::Task task = call.task(index);
    const std::int64_t side = moving_.kernel[0];
    const std::int64_t stride = moving_.stride[0];
    const std::int64_t first = task.slab * kSlab;
    depthwise::SlabSource source{
        .instructions = instructions_,
        .image = call.from + task.image * call.height * call.width * call.inputs,
        .height = call.height,
        .width = call.width,
        .channels = call.inputs,
        .first = first,
        .count = std::min(kSlab, channels_ - first)};
    if (expansion_) {
        source.weights = expansion_->weight.const_data_ptr<float>() + first * call.inputs;
        source.bias = expansion_->bias.const_data_ptr<float>() + first;
        source.activation = expansion_->activation;
    }
    depthwise::BorderedRows inputs(source, side, moving_.padding[1],
                                   (call.out_width - 1) * stride + side, room);
    const depthwise::Taps taps{side, stride, weight_.const_data_ptr<float>() + first * side * side,
                               bias_.const_data_ptr<float>() + first};
    std::array<const float*, kMostTaps> rows;
    for (std::int64_t y = task.first_row; y < task.end_row; ++y) {
        inputs.rows_from(y * stride - moving_.padding[0], rows.data());
        const std::int64_t row = task.image * call.out_height + y;
        const depthwise::OutputRow to{
            .values = call.to + row * call.out_width * channels_ + first,
            .stride = channels_,
            .count = call.out_width,
            .channels = source.count,
            .sums = call.sums ? call.sums + row * channels_ + first : nullptr,
            .squares = call.squares ? call.squares + row * channels_ + first : nullptr};
        depthwise::compute_row(instructions_, rows.data(), taps, call.activation, to);
    }
}

ReadMap DepthwiseConvolution::read(const at::Tensor& input, Activation activation,
                                   const Readings& readings) const {
    const at::Tensor x = input.contiguous(at::MemoryFormat::ChannelsLast);
    const std::int64_t height = moving_.outputs_along(0, x.size(2));
    const std::int64_t width = moving_.outputs_along(1, x.size(3));
    ReadMap result;
    result.output = at::empty({x.size(0), channels_, height, width},
                              x.options().memory_format(at::MemoryFormat::ChannelsLast));
    // By rows, and put together in their order: so the sums do not depend on the tasks.
    const auto sums = [&](bool wanted) {
        const auto plain = x.options().memory_format(at::MemoryFormat::Contiguous);
        return wanted ? at::empty({x.size(0), height, channels_}, plain) : at::Tensor();
    };
    const at::Tensor values = sums(readings.means);
    const at::Tensor squares = sums(readings.energies);
    Call call{.from = x.const_data_ptr<float>(),
              .height = x.size(2),
              .width = x.size(3),
              .inputs = x.size(1),
              .to = result.output.mutable_data_ptr<float>(),
              .out_height = height,
              .out_width = width,
              .activation = activation,
              .sums = readings.means ? values.mutable_data_ptr<float>() : nullptr,
              .squares = readings.energies ? squares.mutable_data_ptr<float>() : nullptr,
              .slabs = panels::panels_of(channels_),
              .bands = 1};
    call.bands = std::min(shares_of_columns(height, x.size(0) * call.slabs),
                          std::max<std::int64_t>(1, height / kFewestRows));
    const std::int64_t side = moving_.kernel[0];
    const std::int64_t bordered = (width - 1) * moving_.stride[0] + side;
    share_tasks(x.size(0) * call.slabs * call.bands, [&](const auto& next) {
        const c10::DataPtr room =
            room_for(depthwise::BorderedRows::room(x.size(2), x.size(3), side, bordered));
        for (std::int64_t task = next(); task >= 0; task = next()) {
            compute(call, task, static_cast<float*>(room.get()));
        }
    });
    if (readings.means) result.means = mean_of_pieces(values, height * width);
    if (readings.energies) result.energies = mean_of_pieces(squares, height * width);
    return result;
}

at::Tensor DepthwiseConvolution::operator()(const at::Tensor& x, Activation activation) const {
    return read(x, activation, {}).output;
}

}  // namespace sescope

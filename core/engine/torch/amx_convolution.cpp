// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/amx_convolution.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "core/engine/torch/amx_rows.h"
#include "core/engine/torch/convolution.h"
#include "core/engine/torch/gathered_convolution.h"
#include "core/engine/torch/map_memory.h"
#include "core/engine/torch/parallel.h"
#include "core/engine/torch/piece_means.h"

namespace sescope {
namespace {

bool is_of_the_kind(const Convolution& conv) {
    const at::Tensor& weight = conv.weight;
    const bool is_known =
        weight.scalar_type() == at::kFloat || weight.scalar_type() == at::kBFloat16;
    return weight.is_cpu() && is_known && conv.groups == 1 && weight.size(0) % amx::kColumns == 0;
}

/// [out, in, kh, kw] -> [out / kColumns, steps, panel_step], bf16
/// Inputs come in pieces of so many, each of which begins a step.
at::Tensor in_panels(const at::Tensor& weight, std::int64_t piece, amx::SplitTerms terms) {
    const std::int64_t outputs = weight.size(0);
    const std::int64_t inputs = weight.numel() / outputs;
    const std::int64_t steps_of_a_piece = (piece + amx::kStep - 1) / amx::kStep;
    const std::int64_t steps = inputs / piece * steps_of_a_piece;
    const at::Tensor plain = weight.permute({0, 2, 3, 1}).to(at::kFloat).contiguous();
    at::Tensor panels = at::empty({outputs / amx::kColumns, steps, amx::panel_step(terms)},
                                  plain.options().dtype(at::kBFloat16));
    const auto* const from = plain.const_data_ptr<float>();
    auto* const to = static_cast<std::uint16_t*>(panels.mutable_data_ptr());
    at::parallel_for(0, outputs / amx::kColumns, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t panel = begin; panel < end; ++panel) {
            for (std::int64_t step = 0; step < steps; ++step) {
                const std::int64_t within = step % steps_of_a_piece * amx::kStep;
                const std::int64_t input = step / steps_of_a_piece * piece + within;
                amx::split_panel_step(terms, from + panel * amx::kColumns * inputs + input, inputs,
                                      std::min(amx::kStep, piece - within),
                                      to + (panel * steps + step) * amx::panel_step(terms));
            }
        }
    });
    return panels;
}

/// With the weights' own values, which in bf16 are rounded ones.
Convolution in_fp32(const Convolution& conv) {
    Convolution result = conv;
    result.weight = conv.weight.to(at::kFloat);
    if (conv.bias.defined()) result.bias = conv.bias.to(at::kFloat);
    return result;
}

amx::Values values_of(const at::Tensor& map) {
    return map.scalar_type() == at::kFloat ? amx::Values::fp32 : amx::Values::bf16;
}

}  // namespace

/// The call of a convolution: what does not change from task to task. Null: there is none.
struct AmxConvolution::Call {
    const amx::Rows& rows;
    const std::uint16_t* weight;
    std::int64_t panel_size;
    std::int64_t outputs;
    const float* bias;
    const float* gates;         ///< [N, out]
    const std::byte* identity;  ///< as the result
    float* energies;            ///< [N, pieces, out]
    bool relu;
    std::byte* result;
    std::int64_t value_size;

    /// A panel of the weights with a run of the rows of a block, whose piece it is.
    void multiply(amx::Run run, std::int64_t panel, std::int64_t piece) const {
        const std::int64_t column = panel * amx::kColumns;
        run.result += column * value_size;
        amx::Epilogue epilogue;
        epilogue.relu = relu;
        if (bias) epilogue.bias = bias + column;
        if (gates) epilogue.gates = gates + run.image * outputs + column;
        if (identity) epilogue.identity = identity + (run.result - result);
        if (energies) {
            epilogue.energies = energies + (run.image * rows.pieces() + piece) * outputs + column;
        }
        amx::multiply(rows.layout(), run, weight + panel * panel_size, epilogue);
    }
};

std::shared_ptr<const AmxConvolution> AmxConvolution::make(const Convolution& conv,
                                                           amx::SplitTerms terms) {
    if (!amx::is_usable() || !is_of_the_kind(conv)) return nullptr;
    return std::shared_ptr<const AmxConvolution>(new AmxConvolution(conv, terms));
}

AmxConvolution::AmxConvolution(const Convolution& conv, amx::SplitTerms terms)
    : terms_(terms),
      inputs_(conv.weight.size(1)),
      outputs_(conv.weight.size(0)),
      moving_(conv.moving_kernel()),
      bias_(conv.bias.defined() ? conv.bias.to(at::kFloat) : at::Tensor()) {
    amx::Window window{moving_};
    window.channels = inputs_;
    weight_ = in_panels(conv.weight, window.inputs_of_a_piece(), terms);
    if (moving_.is_pointwise() && terms == amx::SplitTerms::one) {
        on_means_ = GatheredConvolution::make(in_fp32(conv));
    }
}

amx::Window AmxConvolution::window_over(const at::Tensor& x) const {
    return {moving_,
            static_cast<const std::byte*>(x.const_data_ptr()),
            values_of(x),
            x.size(0),
            x.size(2),
            x.size(3),
            inputs_,
            moving_.outputs_along(0, x.size(2)),
            moving_.outputs_along(1, x.size(3))};
}

UnitOutput AmxConvolution::run(const at::Tensor& input, bool relu, const Epilogue& end) const {
    constexpr auto kChannelsLast = at::MemoryFormat::ChannelsLast;
    at::Tensor x = input.contiguous(kChannelsLast);
    if (terms_ == amx::SplitTerms::three) x = x.to(at::kFloat);
    const amx::Window window = window_over(x);
    const amx::Rows rows(window, terms_, end.gates.defined() || end.with_energies);
    at::Tensor y = at::empty({x.size(0), outputs_, window.out_height, window.out_width},
                             x.options().memory_format(kChannelsLast));
    const at::Tensor gates = end.gates.defined() ? end.gates.contiguous() : end.gates;
    const at::Tensor identity = end.identity.defined()
                                    ? end.identity.to(y.scalar_type()).contiguous(kChannelsLast)
                                    : at::Tensor();
    at::Tensor energies;
    if (end.with_energies) {
        energies = at::zeros({x.size(0), rows.pieces(), outputs_},
                             at::TensorOptions().dtype(at::kFloat).device(x.device()));
    }
    const Call call{.rows = rows,
                    .weight = static_cast<const std::uint16_t*>(weight_.const_data_ptr()),
                    .panel_size = weight_.size(1) * amx::panel_step(terms_),
                    .outputs = outputs_,
                    .bias = bias_.defined() ? bias_.const_data_ptr<float>() : nullptr,
                    .gates = gates.defined() ? gates.const_data_ptr<float>() : nullptr,
                    .identity = identity.defined()
                                    ? static_cast<const std::byte*>(identity.const_data_ptr())
                                    : nullptr,
                    .energies = energies.defined() ? energies.mutable_data_ptr<float>() : nullptr,
                    .relu = relu,
                    .result = static_cast<std::byte*>(y.mutable_data_ptr()),
                    .value_size = y.element_size()};
    multiply_all(call);
    if (energies.defined()) energies = mean_of_pieces(energies, window.positions());
    return {y, energies};
}

void AmxConvolution::multiply_all(const Call& call) const {
    const amx::Rows& rows = call.rows;
    // A task is a block of rows and a share of the panels.
    const std::int64_t panels = outputs_ / amx::kColumns;
    const std::int64_t shares = shares_of_columns(panels, rows.blocks());
    share_tasks(rows.blocks() * shares, [&](const auto& next) {
        const c10::DataPtr room = room_for((rows.room() + 1) / 2);
        const std::uint16_t* read = nullptr;
        const amx::TilesInUse tiles;
        std::int64_t there = -1;
        for (std::int64_t task = next(); task >= 0; task = next()) {
            const std::int64_t index = task / shares;
            const amx::Block block = rows.block(index);
            if (index != there) read = rows.of(block, static_cast<std::uint16_t*>(room.get()));
            there = index;
            const auto runs = rows.runs(block, read, call.result, outputs_);
            const std::int64_t last = panels * (task % shares + 1) / shares;
            for (std::int64_t panel = panels * (task % shares) / shares; panel < last; ++panel) {
                for (const amx::Run& each : runs) call.multiply(each, panel, block.piece);
            }
        }
    });
}

at::Tensor AmxConvolution::operator()(const at::Tensor& x, Activation activation) const {
    const bool relu = activation == Activation::relu;
    at::Tensor y = run(x, relu, {}).output;
    if (!relu) activate(y, activation);
    return y;
}

at::Tensor AmxConvolution::mean_of_outputs(const at::Tensor& mean) const {
    if (on_means_) return on_means_->mean_of_outputs(mean);
    return (*this)(mean.unsqueeze(-1).unsqueeze(-1), Activation::none).flatten(1);
}

bool AmxConvolution::ends_units(std::int64_t height, std::int64_t width) const {
    const bool means_are_exact = on_means_ || terms_ == amx::SplitTerms::three;
    return moving_.is_pointwise() && means_are_exact && height * width >= kFewestPositionsToEnd;
}

std::vector<std::int64_t> AmxConvolution::output_sizes(const at::Tensor& x) const {
    return moving_.output_sizes({x.sizes().data(), x.sizes().size()}, outputs_);
}

UnitOutput AmxConvolution::run_with_epilogue(const at::Tensor& x, const Epilogue& end) const {
    TORCH_INTERNAL_ASSERT(!end.identity.defined() || adds(end.identity, x));
    return run(x, true, end);
}

}  // namespace sescope

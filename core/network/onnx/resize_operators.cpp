// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/network/onnx/operator_table.h"

namespace sescope::onnx {
namespace {

template <class Kind, std::size_t kCount>
Kind named(const Call& call, const std::string& name, const char* what,
           const std::array<std::pair<std::string_view, Kind>, kCount>& kinds) {
    for (const auto& [text, kind] : kinds) {
        if (text == name) return kind;
    }
    call.refuse(std::string("its ") + what + " \"" + name + "\" is not computed here");
}

graph::ResizeMode mode_of(const Call& call) {
    using enum graph::ResizeMode;
    return named<graph::ResizeMode, 4>(
        call, call.text("mode", "nearest"), "mode",
        {{{"nearest", nearest}, {"linear", linear}, {"bilinear", linear}, {"cubic", cubic}}});
}

// Entries for the spatial dimensions, which stand where `axes` says (all, where it is not given).
template <class Number>
std::vector<Number> spatial(Call& call, const Bound& x, const std::vector<Number>& numbers,
                            const std::vector<Number>& unchanged) {
    std::vector<std::int64_t> axes = call.integers("axes");
    if (axes.empty()) {
        for (std::size_t i = 0; i < x.rank(); ++i) axes.push_back(static_cast<std::int64_t>(i));
    }
    if (axes.size() != numbers.size()) call.refuse("its sizes or scales do not fit its input");
    std::vector<Number> all = unchanged;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const auto axis = static_cast<std::size_t>(call.axis_of(x, axes[i]));
        if (axis >= 2) {
            all[axis] = numbers[i];
        } else if (numbers[i] != unchanged[axis]) {
            call.refuse("resizes images or channels");
        }
    }
    return {all.begin() + 2, all.end()};
}

void take_sizes(Call& call, const Bound& x, std::size_t input, graph::Resize& op) {
    const auto known = call.required(input, "sizes");
    std::vector<std::int64_t> sizes;
    std::vector<std::int64_t> unchanged;
    for (const auto& extent : x.extents) unchanged.push_back(extent.at[0]);
    for (std::size_t i = 0; i < known->values.size(); ++i) {
        const Number& number = known->values[i];
        // The batch, computed or as the example had it, stays what it is.
        const bool is_batch =
            i == 0 && known->values.size() == x.rank() &&
            (number.of_batch() || to_integer(number.at[0]) == call.import().declared_batch);
        sizes.push_back(is_batch ? unchanged[0] : call.import().literal(number));
    }
    op.sizes = spatial(call, x, sizes, unchanged);
}

void take_scales(Call& call, const Bound& x, const Numbers& known, graph::Resize& op) {
    std::vector<double> scales;
    for (const auto& number : known.values) {
        if (number.of_batch()) throw BatchMatters{"a scale that is computed from the batch"};
        call.import().note_size(number.of_size());
        if (!std::isfinite(number.at[0]) || number.at[0] <= 0) call.refuse("has a scale below 0");
        scales.push_back(number.at[0]);
    }
    op.scales = spatial(call, x, scales, std::vector<double>(x.rank(), 1));
}

// Before opset 11 it is not said which pixel a smaller map takes, and runtimes differ.
void refuse_old_downsampling(const Call& call, const graph::Resize& op) {
    if (op.mode != graph::ResizeMode::nearest) return;
    if (std::ranges::any_of(op.scales, [](double scale) { return scale < 1; })) {
        call.refuse("makes a map smaller by \"nearest\", which opset " +
                        std::to_string(call.opset()) + " leaves open",
                    "export the network with opset 11 or newer");
    }
}

void check_input(const Call& call, const Bound& x) {
    if (x.rank() < 3 || x.rank() > 5) call.refuse("its input is no map of 1 to 3 dimensions");
}

// ResizeCoordinates has no "half_pixel_symmetric", and none is seen in networks.
void resize(Call& call) {
    using enum graph::ResizeCoordinates;
    const Bound& x = call.input(0);
    check_input(call, x);
    const bool is_old = call.opset() < 11;
    graph::Resize op;
    op.mode = mode_of(call);
    op.coordinates = named<graph::ResizeCoordinates, 4>(
        call, call.text("coordinate_transformation_mode", is_old ? "asymmetric" : "half_pixel"),
        "coordinate_transformation_mode",
        {{{"half_pixel", half_pixel},
          {"pytorch_half_pixel", pytorch_half_pixel},
          {"align_corners", align_corners},
          {"asymmetric", asymmetric}}});
    op.rounding = named<graph::ResizeRounding, 4>(
        call, call.text("nearest_mode", is_old ? "floor" : "round_prefer_floor"), "nearest_mode",
        {{{"round_prefer_floor", graph::ResizeRounding::prefer_floor},
          {"round_prefer_ceil", graph::ResizeRounding::prefer_ceil},
          {"floor", graph::ResizeRounding::floor},
          {"ceil", graph::ResizeRounding::ceil}}});
    op.cubic_a = call.number("cubic_coeff_a", -0.75);
    if (call.integer("antialias", 0) != 0) call.refuse("with antialias, is not computed here");
    if (op.mode == graph::ResizeMode::cubic && call.integer("exclude_outside", 0) != 0) {
        call.refuse("with exclude_outside, is not computed here");
    }
    if (call.text("keep_aspect_ratio_policy", "stretch") != "stretch") {
        call.refuse("keeps the aspect ratio, which is not computed here");
    }
    const std::size_t scales_input = is_old ? 1 : 2;
    const auto scales = call.has(scales_input) ? call.required(scales_input, "scales") : nullptr;
    if (scales && !scales->values.empty()) {
        take_scales(call, x, *scales, op);
        if (is_old) refuse_old_downsampling(call, op);
    } else {
        take_sizes(call, x, 3, op);
    }
    call.give(call.emit(std::move(op), {&x}));
}

// Opsets 7 to 9.
void upsample(Call& call) {
    const Bound& x = call.input(0);
    check_input(call, x);
    graph::Resize op;
    op.mode = mode_of(call);
    op.coordinates = graph::ResizeCoordinates::asymmetric;
    op.rounding = graph::ResizeRounding::floor;
    take_scales(call, x, *call.required(1, "scales"), op);
    refuse_old_downsampling(call, op);
    call.give(call.emit(std::move(op), {&x}));
}

constexpr std::array kRows =
    std::to_array<OperatorRow>({{"Resize", resize}, {"Upsample", upsample}});

}  // namespace

std::span<const OperatorRow> resize_operators() {
    return kRows;
}

}  // namespace sescope::onnx

// SPDX-License-Identifier: GPL-3.0-or-later
// Parts of a tensor, and margins around one.
#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

#include "core/network/onnx/evaluate.h"
#include "core/network/onnx/operator_table.h"
#include "core/network/onnx/views.h"

namespace sescope::onnx {
namespace {

using Integers = std::vector<std::int64_t>;
constexpr std::int64_t kEnd = std::numeric_limits<std::int64_t>::max();

Bound sliced(Call& call, const Bound& x, const graph::Slice& slice) {
    const Extent& extent = x.extents[static_cast<std::size_t>(slice.dimension)];
    const bool is_all = slice.begin == 0 && slice.step == 1 &&
                        (slice.end == kEnd || slice.end >= std::numeric_limits<int>::max() ||
                         (!extent.of_size() && !extent.of_batch() && slice.end == extent.at[0]));
    if (is_all) return x;
    call.keep_batch(x, slice.dimension);
    return call.emit(slice, {&x});
}

void slice(Call& call) {
    Bound x = call.input(0);
    const bool by_attributes = call.opset() < 10;
    const Integers starts =
        by_attributes ? call.integers("starts") : call.required_integers(1, "starts");
    const Integers ends = by_attributes ? call.integers("ends") : call.required_integers(2, "ends");
    Integers axes(starts.size());
    std::iota(axes.begin(), axes.end(), std::int64_t{0});
    Integers steps(starts.size(), 1);
    if (by_attributes) {
        axes = call.integers("axes", axes);
    } else {
        if (call.has(3)) axes = call.required_integers(3, "axes");
        if (call.has(4)) steps = call.required_integers(4, "steps");
    }
    if (ends.size() != starts.size() || axes.size() != starts.size() ||
        steps.size() != starts.size()) {
        call.refuse("its starts, ends, axes and steps do not fit each other");
    }
    call.axes_of(x, axes);  // each once
    for (std::size_t i = 0; i < starts.size(); ++i) {
        if (steps[i] < 1) call.refuse("goes backwards, which is not computed here");
        x = sliced(call, x, {call.axis_of(x, axes[i]), starts[i], ends[i], steps[i]});
        for (const auto& extent : x.extents) {
            if (extent.at[0] < 1) call.refuse("leaves nothing of its input");
        }
    }
    call.give(std::move(x));
}

// The lengths of the parts; of equal ones the last is what is left.
Integers parts_of(Call& call, const Bound& x, std::size_t axis) {
    if (auto given = call.integers_of(1, "split")) return *given;
    const auto count = static_cast<std::int64_t>(call.node().outputs.size());
    const Extent& extent = x.extents[axis];
    call.import().note_size(extent.of_size());
    const std::int64_t length = extent.at[0] / count + (extent.at[0] % count == 0 ? 0 : 1);
    Integers parts(static_cast<std::size_t>(count), length);
    parts.back() = extent.at[0] - length * (count - 1);
    return parts;
}

void split(Call& call) {
    const Bound& x = call.input(0);
    const std::int64_t axis = call.axis_of(x, call.integer("axis", 0));
    call.keep_batch(x, axis);
    const auto at = static_cast<std::size_t>(axis);
    const Integers parts = parts_of(call, x, at);
    if (parts.size() != call.node().outputs.size())
        call.refuse("has more or fewer outputs than parts");
    std::int64_t begin = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i] < 1 || parts[i] > x.extents[at].at[0] - begin) {
            call.refuse("its parts are not those of its input");
        }
        if (call.gives(i)) {
            call.give(call.emit(graph::Slice{axis, begin, begin + parts[i], 1}, {&x}), i);
        }
        begin += parts[i];
    }
    if (begin != x.extents[at].at[0]) call.refuse("its parts are not all of its input");
    call.import().note_size(x.extents[at].of_size());
}

// Indices that follow each other are a slice; others go to aten::index_select.
void gather(Call& call) {
    const Bound& x = call.input(0);
    const std::int64_t axis = call.axis_of(x, call.integer("axis", 0));
    call.keep_batch(x, axis);
    const auto at = static_cast<std::size_t>(axis);
    const std::int64_t length = x.extents[at].at[0];
    const auto known = call.required(1, "indices");
    if (known->shape.size() > 1) call.refuse("its indices have more than one axis");
    Integers indices;
    bool consecutive = true;
    for (const auto& number : known->values) {
        std::int64_t index = call.import().literal(number);
        if (index < -length || index >= length) call.refuse("an index is beyond its input");
        call.import().note_size(index < 0 && x.extents[at].of_size());
        if (index < 0) index += length;
        consecutive = consecutive && (indices.empty() || index == indices.back() + 1);
        indices.push_back(index);
    }
    if (indices.empty()) call.refuse("takes nothing of its input");
    Bound taken;
    if (consecutive) {
        taken = sliced(call, x, {axis, indices.front(), indices.back() + 1, 1});
    } else {
        Numbers list{NumberKind::integer, {static_cast<std::int64_t>(indices.size())}, {}};
        for (const auto index : indices) list.values.push_back(literal(static_cast<double>(index)));
        Bound index = bound_numbers(std::move(list));
        index.value = call.import().value_of(index, true);
        taken = call.emit(graph::AtenCall{"aten::index_select",
                                          "",
                                          {{"self", graph::InputArgument{0}},
                                           {"dim", axis},
                                           {"index", graph::InputArgument{1}}}},
                          {&x, &index});
    }
    if (known->shape.empty()) {
        Extents extents = taken.extents;
        extents.erase(extents.begin() + axis);
        taken = reshaped(call, taken, extents);
    }
    call.give(std::move(taken));
}

graph::PadMode mode_of(const Call& call) {
    const std::string mode = call.text("mode", "constant");
    if (mode == "reflect") return graph::PadMode::reflect;
    if (mode == "edge") return graph::PadMode::replicate;
    if (mode == "wrap") return graph::PadMode::circular;
    if (mode != "constant") call.refuse("its mode is none that is computed here");
    return graph::PadMode::constant;
}

void pad(Call& call) {
    const Bound& x = call.input(0);
    const bool by_attributes = call.opset() < 11;
    const Integers pads = by_attributes ? call.integers("pads") : call.required_integers(1, "pads");
    Integers axes(x.rank());
    std::iota(axes.begin(), axes.end(), std::int64_t{0});
    if (!by_attributes && call.has(3)) axes = call.required_integers(3, "axes");
    if (pads.size() != 2 * axes.size()) call.refuse("its pads do not fit its input");
    call.axes_of(x, axes);  // each once
    graph::Pad op;
    op.mode = mode_of(call);
    op.begin.assign(x.rank(), 0);
    op.end.assign(x.rank(), 0);
    bool changes = false;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const auto axis = static_cast<std::size_t>(call.axis_of(x, axes[i]));
        op.begin[axis] = pads[i];
        op.end[axis] = pads[i + axes.size()];
        if (op.begin[axis] == 0 && op.end[axis] == 0) continue;
        call.keep_batch(x, static_cast<std::int64_t>(axis));
        changes = true;
    }
    if (by_attributes) {
        op.value = call.number("value", 0);
    } else if (call.has(2)) {
        op.value = call.required_number(2, "value");
    }
    call.give(changes ? call.emit(std::move(op), {&x}) : x);
}

constexpr std::array kRows = std::to_array<OperatorRow>({{"Slice", slice, evaluate_slice},
                                                         {"Split", split, nullptr},
                                                         {"Gather", gather, evaluate_gather},
                                                         {"Pad", pad}});

}  // namespace

std::span<const OperatorRow> slicing_operators() {
    return kRows;
}

}  // namespace sescope::onnx

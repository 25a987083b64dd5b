// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>
#include <numeric>

#include "core/checkpoint/tensor_layout.h"
#include "core/network/onnx/evaluate.h"

namespace sescope::onnx {
namespace {

// Constants of fractions stay tensors of the file, which are turned without a copy.
bool is_tensor(const Call& call) {
    const Bound& x = call.input(0);
    return x.constant && is_floating(x.constant->dtype);
}

std::int64_t count_of(const Call& call, const graph::Shape& shape) {
    constexpr std::int64_t most = 65'536;
    const auto count = checked_numel(shape);
    if (!count || *count > most) call.refuse("computes more numbers than any network needs");
    return *count;
}

std::size_t axis_in(const Call& call, const graph::Shape& shape, std::int64_t axis) {
    Bound any;
    any.extents.resize(shape.size());
    return static_cast<std::size_t>(call.axis_of(any, axis));
}

graph::Shape squeezed(const Call& call, const graph::Shape& shape,
                      const std::vector<std::int64_t>& axes) {
    std::vector<bool> gone(shape.size(), false);
    for (const auto axis : axes) gone[axis_in(call, shape, axis)] = true;
    graph::Shape result;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        if (axes.empty() ? shape[i] != 1 : !gone[i]) result.push_back(shape[i]);
    }
    return result;
}

graph::Shape unsqueezed(const Call& call, const graph::Shape& shape,
                        const std::vector<std::int64_t>& axes) {
    graph::Shape result(shape.size() + axes.size(), 0);
    for (const auto axis : axes) result[axis_in(call, result, axis)] = 1;
    auto next = shape.begin();
    for (auto& extent : result) {
        if (extent == 0 && next != shape.end()) extent = *next++;
    }
    return result;
}

graph::Shape resolved(const Call& call, const graph::Shape& from,
                      const std::vector<std::int64_t>& target) {
    graph::Shape result = target;
    std::int64_t rest = count_of(call, from);
    std::optional<std::size_t> open;
    for (std::size_t i = 0; i < result.size(); ++i) {
        if (result[i] == 0 && i < from.size()) result[i] = from[i];
        if (result[i] == -1) {
            open = i;
        } else if (result[i] > 0) {
            rest /= result[i];
        }
    }
    if (open) result[*open] = rest;
    return result;
}

}  // namespace

Numbers strided(Call& call, const Numbers& numbers, graph::Shape shape,
                const std::vector<std::int64_t>& strides, std::int64_t first) {
    const std::int64_t count = count_of(call, shape);
    call.import().spend(static_cast<std::size_t>(count));
    Numbers result{numbers.kind, std::move(shape), {}};
    result.values.reserve(static_cast<std::size_t>(count));
    std::vector<std::int64_t> at(result.shape.size(), 0);
    std::int64_t from = first;
    for (std::int64_t i = 0; i < count; ++i) {
        result.values.push_back(numbers.values.at(static_cast<std::size_t>(from)));
        for (std::size_t d = at.size(); d-- > 0;) {
            from += strides[d];
            if (++at[d] < result.shape[d]) break;
            from -= strides[d] * result.shape[d];
            at[d] = 0;
        }
    }
    return result;
}

std::optional<Numbers> evaluate_reshape(Call& call) {
    if (is_tensor(call)) return std::nullopt;
    Numbers result = *call.required(0, "inputs");
    const auto type = call.node().type;
    if (type == "Reshape") {
        result.shape = resolved(call, result.shape, call.required_integers(1, "extents"));
    } else {
        const auto axes = call.integers_of(1, "axes").value_or(std::vector<std::int64_t>{});
        result.shape = type == "Squeeze" ? squeezed(call, result.shape, axes)
                                         : unsqueezed(call, result.shape, axes);
    }
    if (checked_numel(result.shape) != static_cast<std::int64_t>(result.values.size())) {
        call.refuse("its shape does not fit its input");
    }
    return result;
}

std::optional<Numbers> evaluate_transpose(Call& call) {
    if (is_tensor(call)) return std::nullopt;
    const auto known = call.required(0, "inputs");
    std::vector<std::int64_t> order(known->shape.size());
    std::iota(order.rbegin(), order.rend(), std::int64_t{0});
    order = call.integers("perm", order);
    if (order.size() != known->shape.size()) call.refuse("its perm does not fit its input");
    const auto own = contiguous_strides(known->shape);
    graph::Shape shape;
    std::vector<std::int64_t> strides;
    for (const auto axis : order) {
        const std::size_t from = axis_in(call, known->shape, axis);
        shape.push_back(known->shape[from]);
        strides.push_back(own[from]);
    }
    if (checked_numel(shape) != static_cast<std::int64_t>(known->values.size())) {
        call.refuse("its perm names an axis twice");
    }
    return strided(call, *known, std::move(shape), strides);
}

std::optional<Numbers> evaluate_expand(Call& call) {
    if (is_tensor(call)) return std::nullopt;
    const auto known = call.required(0, "inputs");
    auto target = call.required_integers(1, "extents");
    const bool tiles = call.node().type == "Tile";
    if (tiles && known->shape.size() != 1) return std::nullopt;
    graph::Shape shape = known->shape;
    shape.insert(shape.begin(), target.size() > shape.size() ? target.size() - shape.size() : 0, 1);
    std::vector<std::int64_t> strides(shape.size(), 0);
    const auto own = contiguous_strides(known->shape);
    std::copy(own.begin(), own.end(), strides.end() - static_cast<std::ptrdiff_t>(own.size()));
    if (tiles) {
        // [times, length] of a list, then one axis again.
        Numbers tiled = strided(call, *known, {target.at(0), shape[0]}, {0, strides[0]});
        tiled.shape = {static_cast<std::int64_t>(tiled.values.size())};
        return tiled;
    }
    for (std::size_t i = 0; i < target.size(); ++i) {
        const std::size_t at = shape.size() - target.size() + i;
        if (shape[at] != 1 || target[i] == 1) continue;
        shape[at] = target[i];
        strides[at] = 0;
    }
    return strided(call, *known, std::move(shape), strides);
}

std::optional<Numbers> evaluate_concat(Call& call) {
    Numbers result = *call.required(0, "inputs");
    const std::size_t axis = axis_in(call, result.shape, call.integer("axis", 0));
    // Along the first axis, row-major numbers follow each other.
    if (axis != 0) return std::nullopt;
    for (std::size_t i = 1; i < call.input_count(); ++i) {
        const auto more = call.required(i, "inputs");
        if (more->shape.size() != result.shape.size() ||
            !std::equal(more->shape.begin() + 1, more->shape.end(), result.shape.begin() + 1)) {
            call.refuse("its inputs do not fit each other");
        }
        result.shape[0] += more->shape[0];
        call.import().spend(more->values.size());
        result.values.insert(result.values.end(), more->values.begin(), more->values.end());
    }
    return result;
}

std::optional<Numbers> evaluate_slice(Call& call) {
    const auto known = call.required(0, "inputs");
    const bool by_attributes = call.opset() < 10;
    using Integers = std::vector<std::int64_t>;
    const Integers starts =
        by_attributes ? call.integers("starts") : call.required_integers(1, "starts");
    const Integers ends = by_attributes ? call.integers("ends") : call.required_integers(2, "ends");
    Integers axes(starts.size());
    std::iota(axes.begin(), axes.end(), std::int64_t{0});
    if (by_attributes) axes = call.integers("axes", axes);
    if (!by_attributes && call.has(3)) axes = call.required_integers(3, "axes");
    Integers steps(starts.size(), 1);
    if (!by_attributes && call.has(4)) steps = call.required_integers(4, "steps");
    if (ends.size() != starts.size() || axes.size() != starts.size() ||
        steps.size() != starts.size()) {
        call.refuse("its starts, ends, axes and steps do not fit each other");
    }
    graph::Shape shape = known->shape;
    auto strides = contiguous_strides(known->shape);
    std::int64_t first = 0;
    std::vector<bool> seen(shape.size(), false);
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const std::size_t axis = axis_in(call, shape, axes[i]);
        if (seen[axis]) call.refuse("names an axis twice");
        seen[axis] = true;
        const std::int64_t length = known->shape[axis];
        const std::int64_t step = std::clamp<std::int64_t>(steps[i], -length - 1, length + 1);
        if (step == 0) call.refuse("has a step of 0");
        const auto at = [&](std::int64_t index) { return index < 0 ? index + length : index; };
        const std::int64_t low = step > 0 ? 0 : -1;
        const std::int64_t high = step > 0 ? length : length - 1;
        const std::int64_t begin = std::clamp(at(std::max(starts[i], -length - 1)), low, high);
        const std::int64_t end = std::clamp(at(std::max(ends[i], -2 * length - 1)), low, high);
        const std::int64_t span = step > 0 ? end - begin : begin - end;
        const std::int64_t stride = step > 0 ? step : -step;
        shape[axis] = span <= 0 ? 0 : (span + stride - 1) / stride;
        first += begin * strides[axis];
        strides[axis] *= step;
    }
    return strided(call, *known, std::move(shape), strides, first);
}

std::optional<Numbers> evaluate_gather(Call& call) {
    const auto known = call.required(0, "inputs");
    const std::size_t axis = axis_in(call, known->shape, call.integer("axis", 0));
    if (axis != 0) return std::nullopt;
    const auto indices = call.required(1, "indices");
    const std::int64_t length = known->shape[0];
    graph::Shape shape = indices->shape;
    shape.insert(shape.end(), known->shape.begin() + 1, known->shape.end());
    count_of(call, shape);
    const std::int64_t row = length == 0 ? 0 : std::ssize(known->values) / length;
    Numbers result{known->kind, std::move(shape), {}};
    for (const auto& number : indices->values) {
        std::int64_t index = call.import().literal(number);
        if (index < -length || index >= length) call.refuse("an index is beyond its input");
        if (index < 0) index += length;
        const auto from = known->values.begin() + index * row;
        call.import().spend(static_cast<std::size_t>(row));
        result.values.insert(result.values.end(), from, from + row);
    }
    return result;
}

}  // namespace sescope::onnx

// SPDX-License-Identifier: GPL-3.0-or-later
// The same values in another shape or order.
#include <algorithm>
#include <array>
#include <numeric>

#include "core/network/onnx/evaluate.h"
#include "core/network/onnx/operator_table.h"
#include "core/network/onnx/views.h"

namespace sescope::onnx {
namespace {

constexpr Extent kOne{{1, 1, 1}};

// The product of some extents; throws where it overflows.
Extent product(const Call& call, std::span<const Extent> extents) {
    Extent result = kOne;
    for (const auto& extent : extents) {
        for (std::size_t probe = 0; probe < kProbes; ++probe) {
            if (__builtin_mul_overflow(result.at[probe], extent.at[probe], &result.at[probe])) {
                call.refuse("its input is too large");
            }
        }
    }
    return result;
}

// What is left for the extent of -1, in each probe.
Extent left_over(const Call& call, const Bound& x, const Extents& extents, std::size_t open) {
    Extents others = extents;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(open));
    const Extent all = product(call, x.extents);
    const Extent rest = product(call, others);
    Extent result;
    for (std::size_t probe = 0; probe < kProbes; ++probe) {
        if (rest.at[probe] == 0 || all.at[probe] % rest.at[probe] != 0) {
            if (probe == kOtherBatch) throw BatchMatters{"a reshape of a part of the batch"};
            if (probe == 0) call.refuse("its shape does not fit its input");
            continue;  // shape inference notes that the other size does not fit
        }
        result.at[probe] = all.at[probe] / rest.at[probe];
    }
    return result;
}

void reshape(Call& call) {
    const Bound& x = call.input(0);
    const auto target = call.required(1, "extents");
    const bool zero_is_zero = call.integer("allowzero", 0) != 0;
    Extents extents;
    std::vector<bool> names_size;
    std::optional<std::size_t> open;
    for (std::size_t i = 0; i < target->values.size(); ++i) {
        const Number& number = target->values[i];
        Extent extent;
        std::ranges::transform(number.at, extent.at.begin(), to_integer);
        const bool plain = !number.of_batch() && !number.of_size();
        // A batch that the example had, written as a number, is the batch.
        const std::int64_t example = call.import().declared_batch;
        const bool is_batch = plain && i == 0 && !x.extents.empty() && x.extents[0].of_batch() &&
                              example > 0 && extent.at[0] == example;
        if (is_batch || (plain && extent.at[0] == 0 && !zero_is_zero)) {
            if (i >= x.rank()) call.refuse("keeps an extent that its input does not have");
            extent = x.extents[i];
        } else if (plain && extent.at[0] == -1) {
            if (open) call.refuse("leaves two extents open");
            open = i;
            extent = kOne;
        }
        extents.push_back(extent);
        names_size.push_back(number.of_size());
    }
    if (open) extents[*open] = left_over(call, x, extents, *open);
    for (const auto& extent : extents) {
        if (extent.at[0] < 1) call.refuse("its shape has an extent below 1");
    }
    call.give(reshaped(call, x, extents, names_size));
}

void flatten(Call& call) {
    const Bound& x = call.input(0);
    const auto rank = static_cast<std::int64_t>(x.rank());
    std::int64_t axis = call.integer("axis", 1);
    if (axis < 0) axis += rank;
    if (axis < 0 || axis > rank) call.refuse("its axis is none of its input's");
    const auto all = std::span<const Extent>(x.extents);
    const auto at = static_cast<std::size_t>(axis);
    call.give(reshaped(call, x, {product(call, all.first(at)), product(call, all.subspan(at))}));
}

void squeeze(Call& call) {
    const Bound& x = call.input(0);
    const auto given = call.integers_of(1, "axes");
    std::vector<std::int64_t> axes;
    if (given) {
        axes = call.axes_of(x, *given);
    } else {
        for (std::size_t i = 0; i < x.rank(); ++i) {
            call.import().note_size(x.extents[i].of_size() && x.extents[i].at[0] == 1);
            if (x.extents[i].at[0] == 1) axes.push_back(static_cast<std::int64_t>(i));
        }
    }
    Extents extents;
    for (std::size_t i = 0; i < x.rank(); ++i) {
        if (std::ranges::find(axes, static_cast<std::int64_t>(i)) == axes.end()) {
            extents.push_back(x.extents[i]);
            continue;
        }
        if (x.extents[i].of_batch()) throw BatchMatters{"a squeeze of the batch"};
        if (x.extents[i].at[0] != 1) call.refuse("squeezes an axis that is not 1");
        call.import().note_size(x.extents[i].of_size());
    }
    call.give(reshaped(call, x, extents));
}

void unsqueeze(Call& call) {
    const Bound& x = call.input(0);
    auto axes = call.integers_of(1, "axes").value_or(std::vector<std::int64_t>{});
    Bound widened;  // has as many axes as the result, for the check of the axes
    widened.extents.resize(x.rank() + axes.size());
    axes = call.axes_of(widened, std::move(axes));
    Extents extents;
    auto next = x.extents.begin();
    for (std::size_t i = 0; i < widened.rank(); ++i) {
        const bool is_new = std::ranges::find(axes, static_cast<std::int64_t>(i)) != axes.end();
        extents.push_back(is_new ? kOne : *next++);
    }
    call.give(reshaped(call, x, extents));
}

void transpose(Call& call) {
    const Bound& x = call.input(0);
    std::vector<std::int64_t> order(x.rank());
    std::iota(order.rbegin(), order.rend(), std::int64_t{0});
    order = call.integers("perm", order);
    std::vector<std::int64_t> axes = call.axes_of(x, order);  // sorted: each once
    if (axes.size() != x.rank()) call.refuse("its perm does not fit its input");
    for (auto& axis : order) axis = call.axis_of(x, axis);
    call.give(permuted(call, x, order));
}

void expand(Call& call) {
    const Bound& x = call.input(0);
    const auto target = call.required(1, "extents");
    const std::size_t rank = std::max(x.rank(), target->values.size());
    std::vector<std::int64_t> extents(rank, -1);
    bool changes = rank != x.rank();
    for (std::size_t i = 0; i < target->values.size(); ++i) {
        const std::size_t at = rank - target->values.size() + i;
        const Number& number = target->values[i];
        const bool has = at + x.rank() >= rank;
        const Extent own = has ? x.extents[at + x.rank() - rank] : kOne;
        const bool same = std::ranges::equal(
            own.at, number.at, [](auto a, double b) { return static_cast<double>(a) == b; });
        if (has && (same || number.at == literal(1).at)) continue;  // stays as it is
        extents[at] = call.import().literal(number);
        changes = true;
        if (extents[at] < 1) call.refuse("its shape has an extent below 1");
    }
    // -1 is an extent of the input; leading ones that it does not have are numbers.
    for (std::size_t i = 0; i + x.rank() < rank; ++i) {
        if (extents[i] == -1) extents[i] = 1;
    }
    call.give(changes ? call.emit(graph::Expand{std::move(extents)}, {&x}) : x);
}

void concat(Call& call) {
    if (call.input_count() == 0) call.refuse("lacks its inputs");
    std::vector<const Bound*> inputs;
    for (std::size_t i = 0; i < call.input_count(); ++i) inputs.push_back(&call.input(i));
    const std::int64_t axis = call.axis_of(*inputs.front(), call.integer("axis", 1));
    call.keep_batch(*inputs.front(), axis);
    call.give(inputs.size() == 1 ? *inputs.front() : call.emit(graph::Concat{axis}, inputs));
}

void tile(Call& call) {
    constexpr std::int64_t most = 64;
    Bound x = call.input(0);
    const auto repeats = call.required_integers(1, "repeats");
    if (repeats.size() != x.rank()) call.refuse("its repeats do not fit its input");
    for (std::size_t i = 0; i < repeats.size(); ++i) {
        if (repeats[i] == 1) continue;
        if (repeats[i] < 1 || repeats[i] > most) call.refuse("repeats its input too often");
        call.keep_batch(x, static_cast<std::int64_t>(i));
        const std::vector<const Bound*> copies(static_cast<std::size_t>(repeats[i]), &x);
        Bound tiled = call.emit(graph::Concat{static_cast<std::int64_t>(i)}, copies);
        x = std::move(tiled);
    }
    call.give(std::move(x));
}

Extent times(const Call& call, const Extent& extent, std::int64_t factor) {
    return product(call, std::array{extent, Extent{{factor, factor, factor}}});
}

Extent divided(const Call& call, const Extent& extent, std::int64_t divisor) {
    Extent result;
    for (std::size_t probe = 0; probe < kProbes; ++probe) {
        if (extent.at[probe] % divisor != 0) call.refuse("its block does not fit its input");
        result.at[probe] = extent.at[probe] / divisor;
    }
    return result;
}

std::int64_t block_of(const Call& call, const Bound& x) {
    const std::int64_t block = call.integer("blocksize", 0);
    if (x.rank() != 4) call.refuse("its input is no map");
    if (block < 1 || block > 1'024) call.refuse("its blocksize is none that can be");
    return block;
}

void depth_to_space(Call& call) {
    const Bound& x = call.input(0);
    const std::int64_t block = block_of(call, x);
    const Extent& n = x.extents[0];
    const Extent c = divided(call, x.extents[1], block * block);
    const Extent b{{block, block, block}};
    const Extent h = x.extents[2];
    const Extent w = x.extents[3];
    const bool rows = call.text("mode", "DCR") == "CRD";
    if (rows) {
        Bound y = call.emit(
            graph::AtenCall{"aten::pixel_shuffle",
                            "",
                            {{"self", graph::InputArgument{0}}, {"upscale_factor", block}}},
            {&x});
        call.give(std::move(y));
        return;
    }
    const Bound split = reshaped(call, x, {n, b, b, c, h, w});
    const Bound turned = permuted(call, split, {0, 3, 4, 1, 5, 2});
    call.give(reshaped(call, turned, {n, c, times(call, h, block), times(call, w, block)}));
}

void space_to_depth(Call& call) {
    const Bound& x = call.input(0);
    const std::int64_t block = block_of(call, x);
    const Extent& n = x.extents[0];
    const Extent& c = x.extents[1];
    const Extent b{{block, block, block}};
    const Extent h = divided(call, x.extents[2], block);
    const Extent w = divided(call, x.extents[3], block);
    const Bound split = reshaped(call, x, {n, c, h, b, w, b});
    const Bound turned = permuted(call, split, {0, 3, 5, 1, 2, 4});
    call.give(reshaped(call, turned, {n, times(call, c, block * block), h, w}));
}

constexpr std::array kRows =
    std::to_array<OperatorRow>({{"Reshape", reshape, evaluate_reshape},
                                {"Flatten", flatten},
                                {"Squeeze", squeeze, evaluate_reshape},
                                {"Unsqueeze", unsqueeze, evaluate_reshape},
                                {"Transpose", transpose, evaluate_transpose},
                                {"Expand", expand, evaluate_expand},
                                {"Tile", tile, evaluate_expand},
                                {"Concat", concat, evaluate_concat},
                                {"DepthToSpace", depth_to_space},
                                {"SpaceToDepth", space_to_depth}});

}  // namespace

std::span<const OperatorRow> layout_operators() {
    return kRows;
}

}  // namespace sescope::onnx

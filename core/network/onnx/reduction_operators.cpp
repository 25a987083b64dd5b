// SPDX-License-Identifier: GPL-3.0-or-later
// Reductions over dimensions, global pools among them.
#include <array>
#include <numeric>

#include "core/network/onnx/evaluate.h"
#include "core/network/onnx/operator_table.h"

namespace sescope::onnx {
namespace {

using graph::ReduceKind;

// The dimensions, ascending; empty where nothing is to be reduced.
std::vector<std::int64_t> dimensions_of(Call& call, const Bound& x) {
    auto axes = call.integers_of(1, "axes").value_or(std::vector<std::int64_t>{});
    if (axes.empty() && call.integer("noop_with_empty_axes", 0) == 0) {
        axes.resize(x.rank());
        std::iota(axes.begin(), axes.end(), std::int64_t{0});
    }
    axes = call.axes_of(x, std::move(axes));
    for (const auto axis : axes) call.keep_batch(x, axis);
    return axes;
}

Bound reduced(Call& call, const Bound& x, ReduceKind kind) {
    auto dimensions = dimensions_of(call, x);
    if (dimensions.empty()) return x;
    return call.emit(graph::Reduce{kind, std::move(dimensions), call.integer("keepdims", 1) != 0},
                     {&x});
}

template <ReduceKind kKind>
void reduction(Call& call) {
    call.give(reduced(call, call.input(0), kKind));
}

Bound sum_of_squares(Call& call) {
    const Bound& x = call.input(0);
    const Bound square =
        call.emit(graph::Binary{graph::BinaryKind::multiply, std::nullopt}, {&x, &x});
    return reduced(call, square, ReduceKind::sum);
}

void norm(Call& call) {
    call.give(call.call_aten("aten::sqrt", sum_of_squares(call)));
}

void sum_square(Call& call) {
    call.give(sum_of_squares(call));
}

void absolute_sum(Call& call) {
    call.give(reduced(call, call.call_aten("aten::abs", call.input(0)), ReduceKind::sum));
}

template <ReduceKind kKind>
void global_pool(Call& call) {
    const Bound& x = call.input(0);
    if (x.rank() < 3) call.refuse("its input is no map");
    std::vector<std::int64_t> dimensions(x.rank() - 2);
    std::iota(dimensions.begin(), dimensions.end(), std::int64_t{2});
    for (const auto dimension : dimensions) call.keep_batch(x, dimension);
    call.give(call.emit(graph::Reduce{kKind, std::move(dimensions), true}, {&x}));
}

constexpr std::array kRows =
    std::to_array<OperatorRow>({{"GlobalAveragePool", global_pool<ReduceKind::mean>},
                                {"GlobalMaxPool", global_pool<ReduceKind::max>},
                                {"ReduceMean", reduction<ReduceKind::mean>},
                                {"ReduceMax", reduction<ReduceKind::max>, evaluate_reduction},
                                {"ReduceMin", reduction<ReduceKind::min>, evaluate_reduction},
                                {"ReduceSum", reduction<ReduceKind::sum>, evaluate_reduction},
                                {"ReduceProd", nullptr, evaluate_reduction},
                                {"ReduceL1", absolute_sum},
                                {"ReduceL2", norm},
                                {"ReduceSumSquare", sum_square}});

}  // namespace

std::span<const OperatorRow> reduction_operators() {
    return kRows;
}

}  // namespace sescope::onnx

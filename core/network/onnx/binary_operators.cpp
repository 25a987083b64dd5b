// SPDX-License-Identifier: GPL-3.0-or-later
// Functions of two or more tensors, element by element.
#include <array>
#include <cmath>

#include "core/network/onnx/evaluate.h"
#include "core/network/onnx/operator_table.h"
#include "core/network/onnx/views.h"

namespace sescope::onnx {
namespace {

using graph::Binary;
using graph::BinaryKind;

// One number that was not learned, and adds no axes to the other operand.
std::optional<double> scalar_of(Call& call, std::size_t i, const Bound& other) {
    const Bound& bound = call.input(i);
    if (!bound.is_known() || bound.is_parameter || bound.rank() > other.rank()) return {};
    if (bound.constant && bound.constant->numel() != 1) return {};
    const auto numbers = call.numbers(i);
    if (!numbers || numbers->values.size() != 1) return {};
    const Number& number = numbers->values.front();
    if (number.of_batch()) throw BatchMatters{"a factor that is computed from the batch"};
    if (std::isnan(number.at[0])) return {};
    call.import().note_size(number.of_size());
    return number.at[0];
}

Bound combined(Call& call, BinaryKind kind, const Bound& left, const Bound& right) {
    return call.emit(Binary{kind, std::nullopt}, {&left, &right});
}

// The bias that a convolution or a linear layer lacks, where exporters write it as an addition.
bool add_as_bias(Call& call, std::size_t computed, std::size_t constant) {
    const Bound& x = call.input(computed);
    const Bound& added = call.input(constant);
    Import& import = call.import();
    const auto readers = import.readers.find(call.node().inputs[computed]);
    const bool read_once = readers != import.readers.end() && readers->second == 1;
    if (x.made_by == SIZE_MAX || !added.constant || !read_once || added.rank() > x.rank()) {
        return false;
    }
    graph::Operator& op = import.graph.operators[x.made_by];
    const bool is_linear = std::holds_alternative<graph::Linear>(op.kind);
    const bool is_convolution = std::holds_alternative<graph::Convolution>(op.kind) ||
                                std::holds_alternative<graph::TransposedConvolution>(op.kind);
    if ((!is_linear && !is_convolution) || op.inputs[2] != graph::kAbsent) return false;
    // Where its channels stand, from the end.
    const std::size_t place = is_linear ? 1 : x.rank() - 1;
    const std::int64_t channels = x.extents[x.rank() - place].at[0];
    if (added.rank() < place || added.constant->numel() != channels ||
        added.extents[added.rank() - place].at[0] != channels) {
        return false;
    }
    const auto bias = reshaped_constant(added, {channels});
    if (!bias) return false;
    op.inputs[2] = import.value_of(*bias);
    import.note_node(x, call.node());
    call.give(x);
    return true;
}

void add(Call& call) {
    if (call.input_count() == 2 && (add_as_bias(call, 0, 1) || add_as_bias(call, 1, 0))) return;
    const Bound& left = call.input(0);
    const Bound& right = call.input(1);
    if (const auto scalar = scalar_of(call, 1, left)) {
        call.give(call.emit(Binary{BinaryKind::add, scalar}, {&left}));
    } else if (const auto first = scalar_of(call, 0, right)) {
        call.give(call.emit(Binary{BinaryKind::add, first}, {&right}));
    } else {
        call.give(combined(call, BinaryKind::add, left, right));
    }
}

void multiply(Call& call) {
    const Bound& left = call.input(0);
    const Bound& right = call.input(1);
    if (const auto scalar = scalar_of(call, 1, left)) {
        call.give(call.emit(Binary{BinaryKind::multiply, scalar}, {&left}));
    } else if (const auto first = scalar_of(call, 0, right)) {
        call.give(call.emit(Binary{BinaryKind::multiply, first}, {&right}));
    } else {
        call.give(combined(call, BinaryKind::multiply, left, right));
    }
}

// s - x is -x + s to the bit.
void subtract(Call& call) {
    const Bound& left = call.input(0);
    const Bound& right = call.input(1);
    if (const auto scalar = scalar_of(call, 1, left)) {
        call.give(call.emit(Binary{BinaryKind::subtract, scalar}, {&left}));
    } else if (const auto first = scalar_of(call, 0, right)) {
        const Bound negative = call.emit(Binary{BinaryKind::multiply, -1.0}, {&right});
        call.give(call.emit(Binary{BinaryKind::add, first}, {&negative}));
    } else {
        call.give(combined(call, BinaryKind::subtract, left, right));
    }
}

template <BinaryKind kKind>
void scalar_on_the_right(Call& call) {
    const Bound& left = call.input(0);
    if (const auto scalar = scalar_of(call, 1, left)) {
        call.give(call.emit(Binary{kKind, scalar}, {&left}));
    } else {
        call.give(combined(call, kKind, left, call.input(1)));
    }
}

Bound folded(Call& call, BinaryKind kind) {
    Bound result = call.input(0);
    for (std::size_t i = 1; i < call.input_count(); ++i) {
        if (const auto scalar = scalar_of(call, i, result)) {
            result = call.emit(Binary{kind, scalar}, {&result});
        } else {
            result = combined(call, kind, result, call.input(i));
        }
    }
    return result;
}

template <BinaryKind kKind>
void all_of(Call& call) {
    call.give(folded(call, kKind));
}

void mean(Call& call) {
    const Bound sum = folded(call, BinaryKind::add);
    call.give(
        call.emit(Binary{BinaryKind::divide, static_cast<double>(call.input_count())}, {&sum}));
}

constexpr std::array kRows =
    std::to_array<OperatorRow>({{"Add", add, evaluate_binary},
                                {"Sub", subtract, evaluate_binary},
                                {"Mul", multiply, evaluate_binary},
                                {"Div", scalar_on_the_right<BinaryKind::divide>, evaluate_binary},
                                {"Pow", scalar_on_the_right<BinaryKind::power>, evaluate_binary},
                                {"Max", all_of<BinaryKind::maximum>, evaluate_binary},
                                {"Min", all_of<BinaryKind::minimum>, evaluate_binary},
                                {"Sum", all_of<BinaryKind::add>},
                                {"Mean", mean},
                                {"Mod", nullptr, evaluate_binary},
                                {"Equal", nullptr, evaluate_binary},
                                {"Greater", nullptr, evaluate_binary},
                                {"GreaterOrEqual", nullptr, evaluate_binary},
                                {"Less", nullptr, evaluate_binary},
                                {"LessOrEqual", nullptr, evaluate_binary},
                                {"And", nullptr, evaluate_binary},
                                {"Or", nullptr, evaluate_binary},
                                {"Not", nullptr, evaluate_unary},
                                {"Where", nullptr, evaluate_where}});

}  // namespace

std::span<const OperatorRow> binary_operators() {
    return kRows;
}

}  // namespace sescope::onnx

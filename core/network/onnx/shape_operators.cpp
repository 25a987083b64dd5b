// SPDX-License-Identifier: GPL-3.0-or-later
// Operators that make numbers out of extents.
#include <algorithm>
#include <array>

#include "core/checkpoint/tensor_layout.h"
#include "core/network/onnx/evaluate.h"
#include "core/network/onnx/operator_table.h"

namespace sescope::onnx {
namespace {

Number number_of(const Extent& extent) {
    Number number;
    std::ranges::transform(extent.at, number.at.begin(),
                           [](auto n) { return static_cast<double>(n); });
    number.hangs_on_size = extent.of_size();
    return number;
}

void shape(Call& call) {
    const Bound& x = call.input(0);
    const auto rank = static_cast<std::int64_t>(x.rank());
    const auto place = [&](std::int64_t at) {
        return std::clamp<std::int64_t>(at < 0 ? at + rank : at, 0, rank);
    };
    const std::int64_t begin = place(call.integer("start", 0));
    const std::int64_t end = place(call.integer("end", rank));
    Numbers result;
    for (std::int64_t i = begin; i < end; ++i) {
        result.values.push_back(number_of(x.extents[static_cast<std::size_t>(i)]));
    }
    result.shape = {std::ssize(result.values)};
    call.import().spend(result.values.size());
    call.give(bound_numbers(std::move(result)));
}

void size(Call& call) {
    Extent all{{1, 1, 1}};
    for (const auto& extent : call.input(0).extents) {
        for (std::size_t probe = 0; probe < kProbes; ++probe) {
            if (__builtin_mul_overflow(all.at[probe], extent.at[probe], &all.at[probe])) {
                call.refuse("its input is too large");
            }
        }
    }
    call.give(bound_numbers({NumberKind::integer, {}, {number_of(all)}}));
}

// A large one is a view that shows its one value everywhere.
void constant_of_shape(Call& call) {
    constexpr std::int64_t most_numbers = 65'536;
    constexpr std::int64_t most = std::int64_t{1} << 28;
    const auto extents = call.required_integers(0, "extents");
    const auto count = checked_numel(extents);
    if (!count || *count > most || extents.size() > kMostAxes) {
        call.refuse("makes a tensor that is larger than any network needs");
    }
    Numbers one{NumberKind::real, {1}, {literal(0)}};
    const Attribute* value = call.attribute("value");
    TensorEntry entry;
    if (value != nullptr && value->has_tensor) {
        entry = call.import().reader().read(parse_tensor(value->tensor, call.import().path()));
        auto numbers = numbers_of(entry);
        if (!numbers || numbers->values.size() != 1) call.refuse("its value is not one number");
        one = std::move(*numbers);
    }
    if (*count <= most_numbers) {
        call.import().spend(static_cast<std::size_t>(*count));
        Numbers result{one.kind, extents, {}};
        result.values.assign(static_cast<std::size_t>(*count), one.values.front());
        call.give(bound_numbers(std::move(result)));
        return;
    }
    if (value == nullptr) {
        const std::array zero{0.0F};
        entry = StateDict::make_tensor("", {1}, zero);
    }
    entry.name = std::string(call.node().outputs.at(0));
    entry.shape = extents;
    entry.strides.assign(extents.size(), 0);
    call.give(bound_constant(std::move(entry), false));
}

// The indices of what is not 0, [axes, found]; exporters use it to count up.
std::optional<Numbers> evaluate_non_zero(Call& call) {
    const auto known = call.required(0, "inputs");
    if (known->shape.size() != 1) return std::nullopt;
    Numbers result;
    for (std::size_t i = 0; i < known->values.size(); ++i) {
        if (known->values[i].of_batch()) throw BatchMatters{"a choice by the batch"};
        call.import().note_size(known->values[i].of_size());
        if (known->values[i].at[0] != 0) result.values.push_back(literal(static_cast<double>(i)));
    }
    result.shape = {1, std::ssize(result.values)};
    return result;
}

constexpr std::array kRows = std::to_array<OperatorRow>({{"Shape", shape},
                                                         {"Size", size},
                                                         {"ConstantOfShape", constant_of_shape},
                                                         {"Range", nullptr, evaluate_range},
                                                         {"NonZero", nullptr, evaluate_non_zero}});

}  // namespace

std::span<const OperatorRow> shape_operators() {
    return kRows;
}

}  // namespace sescope::onnx

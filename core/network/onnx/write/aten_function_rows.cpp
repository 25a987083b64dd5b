// SPDX-License-Identifier: GPL-3.0-or-later
// Calls of ATen that work element by element.
#include <algorithm>
#include <array>
#include <utility>

#include "core/network/onnx/write/write_table.h"

namespace sescope::onnx {
namespace {

// Functions that ONNX has under another name.
constexpr std::array kNames =
    std::to_array<std::pair<std::string_view, const char*>>({{"aten::abs", "Abs"},
                                                             {"aten::acos", "Acos"},
                                                             {"aten::asin", "Asin"},
                                                             {"aten::atan", "Atan"},
                                                             {"aten::ceil", "Ceil"},
                                                             {"aten::cos", "Cos"},
                                                             {"aten::cosh", "Cosh"},
                                                             {"aten::erf", "Erf"},
                                                             {"aten::exp", "Exp"},
                                                             {"aten::floor", "Floor"},
                                                             {"aten::log", "Log"},
                                                             {"aten::neg", "Neg"},
                                                             {"aten::reciprocal", "Reciprocal"},
                                                             {"aten::round", "Round"},
                                                             {"aten::selu", "Selu"},
                                                             {"aten::sign", "Sign"},
                                                             {"aten::sin", "Sin"},
                                                             {"aten::sinh", "Sinh"},
                                                             {"aten::softsign", "Softsign"},
                                                             {"aten::sqrt", "Sqrt"},
                                                             {"aten::tan", "Tan"}});

void function(Emission& emission) {
    const auto& call = emission.kind<graph::AtenCall>();
    if (call.name == "aten::round" && emission.argument("decimals") != nullptr) {
        emission.refuse("ONNX does not round to decimals");
    }
    if (call.name == "aten::round") emission.need(11);
    for (const auto& [name, type] : kNames) {
        if (name == call.name) return emission.give(type, {emission.tensor("self")});
    }
}

void rsqrt(Emission& emission) {
    emission.give("Reciprocal", {emission.add("Sqrt", {emission.tensor("self")})});
}

void square(Emission& emission) {
    emission.give("Mul", {emission.tensor("self"), emission.tensor("self")});
}

// -softplus(-x).
void log_sigmoid(Emission& emission) {
    const auto negative = emission.add("Neg", {emission.tensor("self")});
    emission.give("Neg", {emission.add("Softplus", {negative})});
}

void celu(Emission& emission) {
    emission.need(12);
    emission.give("Celu", {emission.tensor("self")}, {{"alpha", emission.number("alpha", 1)}});
}

void expm1(Emission& emission) {
    const auto power = emission.add("Exp", {emission.tensor("self")});
    emission.give("Sub", {power, emission.constant(1)});
}

void log1p(Emission& emission) {
    const auto more = emission.add("Add", {emission.tensor("self"), emission.constant(1)});
    emission.give("Log", {more});
}

void softplus(Emission& emission) {
    if (emission.number("beta", 1) != 1) emission.refuse("its beta is not 1");
    emission.give("Softplus", {emission.tensor("self")});
}

// The slope is one a channel, the second axis.
void prelu(Emission& emission) {
    const auto& slope = emission.tensor_shape("weight");
    std::vector<std::int64_t> extents(emission.rank(0) > 1 ? emission.rank(0) - 1 : 1, 1);
    extents.front() = slope.empty() ? 1 : slope.front();
    emission.give("PRelu", {emission.tensor("self"), emission.reshaped(1, std::move(extents))});
}

void same(Emission& emission) {
    emission.give("Identity", {emission.tensor("self")});
}

constexpr std::array kOthers = std::to_array<WriteRow>({{"aten::rsqrt", rsqrt},
                                                        {"aten::square", square},
                                                        {"aten::log_sigmoid", log_sigmoid},
                                                        {"aten::celu", celu},
                                                        {"aten::expm1", expm1},
                                                        {"aten::log1p", log1p},
                                                        {"aten::softplus", softplus},
                                                        {"aten::prelu", prelu},
                                                        {"aten::_to_copy", same},
                                                        {"aten::to", same}});

constexpr auto kRows = [] {
    std::array<WriteRow, kNames.size() + kOthers.size()> rows{};
    for (std::size_t i = 0; i < kNames.size(); ++i) rows[i] = {kNames[i].first, function};
    std::ranges::copy(kOthers, rows.begin() + kNames.size());
    return rows;
}();

}  // namespace

std::span<const WriteRow> aten_function_rows() {
    return kRows;
}

}  // namespace sescope::onnx

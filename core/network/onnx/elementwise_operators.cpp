// SPDX-License-Identifier: GPL-3.0-or-later
// Functions of one tensor, element by element.
#include <array>
#include <cmath>
#include <limits>

#include "core/network/onnx/evaluate.h"
#include "core/network/onnx/operator_table.h"

namespace sescope::onnx {
namespace {

using graph::ActivationKind;
using graph::BinaryKind;

Bound activated(Call& call, const Bound& x, ActivationKind kind, double a = 0, double b = 0) {
    return call.emit(graph::Activation{kind, a, b}, {&x});
}

Bound with_scalar(Call& call, const Bound& x, BinaryKind kind, double scalar) {
    return call.emit(graph::Binary{kind, scalar}, {&x});
}

template <ActivationKind kKind>
void activation(Call& call) {
    call.give(activated(call, call.input(0), kKind));
}

void leaky_relu(Call& call) {
    call.give(
        activated(call, call.input(0), ActivationKind::leaky_relu, call.number("alpha", 0.01F)));
}

void hard_sigmoid(Call& call) {
    call.give(activated(call, call.input(0), ActivationKind::hard_sigmoid,
                        call.number("alpha", 0.2F), call.number("beta", 0.5)));
}

void elu(Call& call) {
    call.give(activated(call, call.input(0), ActivationKind::elu, call.number("alpha", 1)));
}

// gamma * elu(x): its constants are those of the paper, as float32.
void selu(Call& call) {
    const Bound y = activated(call, call.input(0), ActivationKind::elu,
                              call.number("alpha", 1.67326319217681884765625));
    call.give(with_scalar(call, y, BinaryKind::multiply,
                          call.number("gamma", 1.05070102214813232421875)));
}

void celu(Call& call) {
    const double alpha = call.number("alpha", 1);
    if (alpha == 0) call.refuse("its alpha is 0");
    if (alpha == 1) {
        call.give(activated(call, call.input(0), ActivationKind::elu, 1));
        return;
    }
    const Bound small = with_scalar(call, call.input(0), BinaryKind::divide, alpha);
    const Bound y = activated(call, small, ActivationKind::elu, 1);
    call.give(with_scalar(call, y, BinaryKind::multiply, alpha));
}

void gelu(Call& call) {
    const bool by_tanh = call.text("approximate", "none") == "tanh";
    call.give(
        activated(call, call.input(0), by_tanh ? ActivationKind::gelu_tanh : ActivationKind::gelu));
}

// max(x, 0) + slope min(x, 0): the slope is broadcast to x as NumPy does, unlike aten::prelu's.
void prelu(Call& call) {
    const Bound& x = call.input(0);
    const Bound above = activated(call, x, ActivationKind::relu);
    const Bound below = with_scalar(call, x, BinaryKind::minimum, 0);
    const Bound& slope = call.input(1);
    const Bound steep =
        call.emit(graph::Binary{BinaryKind::multiply, std::nullopt}, {&below, &slope});
    call.give(call.emit(graph::Binary{BinaryKind::add, std::nullopt}, {&above, &steep}));
}

void softsign(Call& call) {
    const Bound& x = call.input(0);
    const Bound below = with_scalar(call, call.call_aten("aten::abs", x), BinaryKind::add, 1);
    call.give(call.emit(graph::Binary{BinaryKind::divide, std::nullopt}, {&x, &below}));
}

// Bounds are attributes before opset 11, and inputs since; either may be left out.
void clip(Call& call) {
    const auto bound = [&](std::size_t input, const char* name, double otherwise) {
        if (call.has(input)) return call.required_number(input, "bounds");
        return call.number(name, otherwise);
    };
    constexpr double infinity = std::numeric_limits<double>::infinity();
    double low = bound(1, "min", -infinity);
    double high = bound(2, "max", infinity);
    // Exporters write "no bound" as the largest number of the type.
    constexpr auto largest = static_cast<double>(std::numeric_limits<float>::max());
    if (low <= -largest) low = -infinity;
    if (high >= largest) high = infinity;
    if (low == 0 && high == infinity) {
        call.give(activated(call, call.input(0), ActivationKind::relu));
        return;
    }
    call.give(activated(call, call.input(0), ActivationKind::clamp, low, high));
}

void negated(Call& call) {
    call.give(with_scalar(call, call.input(0), BinaryKind::multiply, -1));
}

constexpr std::array kAtenNames =
    std::to_array<std::pair<std::string_view, const char*>>({{"Erf", "aten::erf"},
                                                             {"Exp", "aten::exp"},
                                                             {"Log", "aten::log"},
                                                             {"Sqrt", "aten::sqrt"},
                                                             {"Abs", "aten::abs"},
                                                             {"Reciprocal", "aten::reciprocal"},
                                                             {"Floor", "aten::floor"},
                                                             {"Ceil", "aten::ceil"},
                                                             {"Round", "aten::round"},
                                                             {"Sign", "aten::sign"},
                                                             {"Sin", "aten::sin"},
                                                             {"Cos", "aten::cos"},
                                                             {"Tan", "aten::tan"},
                                                             {"Atan", "aten::atan"},
                                                             {"Sinh", "aten::sinh"},
                                                             {"Cosh", "aten::cosh"}});

void aten_function(Call& call) {
    for (const auto& [type, name] : kAtenNames) {
        if (type == call.node().type) call.give(call.call_aten(name, call.input(0)));
    }
}

constexpr std::array kRows =
    std::to_array<OperatorRow>({{"Relu", activation<ActivationKind::relu>},
                                {"LeakyRelu", leaky_relu},
                                {"Sigmoid", activation<ActivationKind::sigmoid>},
                                {"HardSigmoid", hard_sigmoid},
                                {"HardSwish", activation<ActivationKind::hard_swish>},
                                {"Tanh", activation<ActivationKind::tanh>},
                                {"Elu", elu},
                                {"Selu", selu},
                                {"Celu", celu},
                                {"Mish", activation<ActivationKind::mish>},
                                {"Softplus", activation<ActivationKind::softplus>},
                                {"Softsign", softsign},
                                {"Gelu", gelu},
                                {"PRelu", prelu},
                                {"Clip", clip, evaluate_clip},
                                {"Neg", negated, evaluate_unary},
                                {"Erf", aten_function},
                                {"Exp", aten_function},
                                {"Log", aten_function},
                                {"Sqrt", aten_function, evaluate_unary},
                                {"Abs", aten_function, evaluate_unary},
                                {"Reciprocal", aten_function, evaluate_unary},
                                {"Floor", aten_function, evaluate_unary},
                                {"Ceil", aten_function, evaluate_unary},
                                {"Round", aten_function, evaluate_unary},
                                {"Sign", aten_function},
                                {"Sin", aten_function},
                                {"Cos", aten_function},
                                {"Tan", aten_function},
                                {"Atan", aten_function},
                                {"Sinh", aten_function},
                                {"Cosh", aten_function}});

}  // namespace

std::span<const OperatorRow> elementwise_operators() {
    return kRows;
}

}  // namespace sescope::onnx

// SPDX-License-Identifier: GPL-3.0-or-later
// Functions of one tensor and of two, element by element.
#include <array>
#include <cmath>
#include <numbers>

#include "core/network/onnx/write/write_table.h"

namespace sescope::onnx {
namespace {

const graph::Activation& activation(const Emission& emission) {
    return emission.kind<graph::Activation>();
}

template <const char* kType>
void one_node(Emission& emission) {
    emission.give(kType, {emission.in(0)});
}

void leaky_relu(Emission& emission) {
    emission.give("LeakyRelu", {emission.in(0)}, {{"alpha", activation(emission).a}});
}

void give_clip(Emission& emission, const std::string& x, double low, double high) {
    if (emission.opset() < 11) {
        std::vector<NewAttribute> bounds;
        if (std::isfinite(low)) bounds.push_back({"min", low});
        if (std::isfinite(high)) bounds.push_back({"max", high});
        return emission.give("Clip", {x}, std::move(bounds));
    }
    std::vector<std::string> inputs{x};
    inputs.push_back(std::isfinite(low) ? emission.constant(low) : "");
    if (std::isfinite(high)) inputs.push_back(emission.constant(high));
    if (inputs.back().empty()) inputs.pop_back();
    emission.give("Clip", std::move(inputs));
}

void clamp(Emission& emission) {
    const auto& [kind, low, high] = activation(emission);
    give_clip(emission, emission.in(0), low, high);
}

// Spelled out, as OpenCV (4.14, 5.0) computes every HardSigmoid with the slope that is ONNX's
// default.
void hard_sigmoid(Emission& emission) {
    const auto& [kind, slope, offset] = activation(emission);
    const auto scaled = emission.add("Mul", {emission.in(0), emission.constant(slope)});
    const auto shifted = emission.add("Add", {scaled, emission.constant(offset)});
    give_clip(emission, shifted, 0, 1);
}

void silu(Emission& emission) {
    emission.give("Mul", {emission.in(0), emission.add("Sigmoid", {emission.in(0)})});
}

void hard_swish(Emission& emission) {
    if (emission.opset() >= 14) return emission.give("HardSwish", {emission.in(0)});
    // x min(max(x + 3, 0), 6) / 6, without a HardSigmoid.
    emission.need(11);
    const auto shifted = emission.add("Add", {emission.in(0), emission.constant(3)});
    const auto open = emission.add("Clip", {shifted, emission.constant(0), emission.constant(6)});
    const auto product = emission.add("Mul", {emission.in(0), open});
    emission.give("Div", {product, emission.constant(6)});
}

// x / 2 (1 + erf(x / sqrt 2)).
void gelu(Emission& emission) {
    if (emission.opset() >= 20) return emission.give("Gelu", {emission.in(0)});
    const auto x = emission.in(0);
    const auto turned = emission.add("Div", {x, emission.constant(std::numbers::sqrt2)});
    const auto erf = emission.add("Erf", {turned});
    const auto open = emission.add("Add", {erf, emission.constant(1)});
    const auto product = emission.add("Mul", {x, open});
    emission.give("Mul", {product, emission.constant(0.5)});
}

// x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))).
void gelu_tanh(Emission& emission) {
    const auto x = emission.in(0);
    if (emission.opset() >= 20) {
        return emission.give("Gelu", {x}, {{"approximate", std::string("tanh")}});
    }
    const auto square = emission.add("Mul", {x, x});
    const auto cube = emission.add("Mul", {square, x});
    const auto scaled = emission.add("Mul", {cube, emission.constant(0.044715)});
    const auto sum = emission.add("Add", {x, scaled});
    const auto inner =
        emission.add("Mul", {sum, emission.constant(std::sqrt(2 / std::numbers::pi))});
    const auto tanh = emission.add("Tanh", {inner});
    const auto open = emission.add("Add", {tanh, emission.constant(1)});
    const auto product = emission.add("Mul", {x, open});
    emission.give("Mul", {product, emission.constant(0.5)});
}

void elu(Emission& emission) {
    emission.give("Elu", {emission.in(0)}, {{"alpha", activation(emission).a}});
}

void mish(Emission& emission) {
    if (emission.opset() >= 18) return emission.give("Mish", {emission.in(0)});
    const auto soft = emission.add("Softplus", {emission.in(0)});
    emission.give("Mul", {emission.in(0), emission.add("Tanh", {soft})});
}

constexpr char kRelu[] = "Relu";
constexpr char kSigmoid[] = "Sigmoid";
constexpr char kTanh[] = "Tanh";
constexpr char kSoftplus[] = "Softplus";

constexpr std::array kActivations = std::to_array<WriteRow>({{"relu", one_node<kRelu>},
                                                             {"leaky_relu", leaky_relu},
                                                             {"clamp", clamp},
                                                             {"sigmoid", one_node<kSigmoid>},
                                                             {"hard_sigmoid", hard_sigmoid},
                                                             {"tanh", one_node<kTanh>},
                                                             {"silu", silu},
                                                             {"hard_swish", hard_swish},
                                                             {"gelu", gelu},
                                                             {"gelu_tanh", gelu_tanh},
                                                             {"elu", elu},
                                                             {"mish", mish},
                                                             {"softplus", one_node<kSoftplus>}});

template <const char* kType>
void binary(Emission& emission) {
    const auto& scalar = emission.kind<graph::Binary>().scalar;
    emission.give(kType, {emission.in(0), scalar ? emission.constant(*scalar) : emission.in(1)});
}

constexpr char kAdd[] = "Add";
constexpr char kSub[] = "Sub";
constexpr char kMul[] = "Mul";
constexpr char kDiv[] = "Div";
constexpr char kMax[] = "Max";
constexpr char kMin[] = "Min";
constexpr char kPow[] = "Pow";

constexpr std::array kArithmetic = std::to_array<WriteRow>({{"add", binary<kAdd>},
                                                            {"subtract", binary<kSub>},
                                                            {"multiply", binary<kMul>},
                                                            {"divide", binary<kDiv>},
                                                            {"maximum", binary<kMax>},
                                                            {"minimum", binary<kMin>},
                                                            {"power", binary<kPow>}});

}  // namespace

std::span<const WriteRow> activation_write_rows() {
    return kActivations;
}

std::span<const WriteRow> arithmetic_rows() {
    return kArithmetic;
}

}  // namespace sescope::onnx

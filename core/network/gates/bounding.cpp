// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/gates/bounding.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace sescope::gates {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::size_t kLongestChain = 16;

enum class Step { scale, clip, curve };

// One function of a single number in the chain that bounds a gate.
struct Link {
    std::size_t op = 0;
    Step step = Step::scale;
};

std::optional<Step> step_of(const Operator& op) {
    if (std::holds_alternative<graph::Softmax>(op.kind)) {
        return std::get<graph::Softmax>(op.kind).log ? std::nullopt : std::optional(Step::curve);
    }
    if (const auto* binary = std::get_if<graph::Binary>(&op.kind)) {
        if (!binary->scalar) return std::nullopt;
        switch (binary->kind) {
            case graph::BinaryKind::maximum:
            case graph::BinaryKind::minimum:
                return Step::clip;
            case graph::BinaryKind::power:
                return std::nullopt;
            default:
                return Step::scale;
        }
    }
    const auto* activation = std::get_if<graph::Activation>(&op.kind);
    if (activation == nullptr) return std::nullopt;
    switch (activation->kind) {
        case graph::ActivationKind::sigmoid:
        case graph::ActivationKind::hard_sigmoid:
        case graph::ActivationKind::tanh:
            return Step::curve;
        case graph::ActivationKind::relu:
        case graph::ActivationKind::clamp:
            return Step::clip;
        default:
            return std::nullopt;
    }
}

double applied(const graph::Binary& binary, double x) {
    const double scalar = *binary.scalar;
    switch (binary.kind) {
        case graph::BinaryKind::add:
            return x + scalar;
        case graph::BinaryKind::subtract:
            return x - scalar;
        case graph::BinaryKind::multiply:
            return x * scalar;
        case graph::BinaryKind::divide:
            return x / scalar;
        case graph::BinaryKind::maximum:
            return std::max(x, scalar);
        case graph::BinaryKind::minimum:
            return std::min(x, scalar);
        default:
            return x;
    }
}

double applied(const graph::Activation& activation, double x) {
    switch (activation.kind) {
        case graph::ActivationKind::relu:
            return std::max(x, 0.0);
        case graph::ActivationKind::clamp:
            return std::min(std::max(x, activation.a), activation.b);
        case graph::ActivationKind::sigmoid:
            return 1 / (1 + std::exp(-x));
        case graph::ActivationKind::hard_sigmoid:
            return std::min(std::max(activation.a * x + activation.b, 0.0), 1.0);
        case graph::ActivationKind::tanh:
            return std::tanh(x);
        default:
            return x;
    }
}

// The range of a chain of monotone functions is what becomes of both infinities.
GateRange range_of(const SearchedGraph& g, std::vector<Link> chain) {
    double low = -kInfinity;
    double high = kInfinity;
    double zero = 0;
    std::ranges::reverse(chain);
    for (const auto& link : chain) {
        const auto& op = g.at(link.op);
        if (const auto* binary = std::get_if<graph::Binary>(&op.kind)) {
            low = applied(*binary, low);
            high = applied(*binary, high);
            zero = applied(*binary, zero);
        } else if (const auto* activation = std::get_if<graph::Activation>(&op.kind)) {
            low = applied(*activation, low);
            high = applied(*activation, high);
            zero = applied(*activation, zero);
        } else {
            const auto& shape = g.shape(op.outputs.front());
            const auto dimension = std::get<graph::Softmax>(op.kind).dimension;
            const auto at =
                dimension < 0 ? dimension + static_cast<std::int64_t>(shape.size()) : dimension;
            low = 0;
            high = 1;
            zero = 1.0 / static_cast<double>(shape[static_cast<std::size_t>(at)]);
        }
    }
    return {std::min(low, high), std::max(low, high), zero};
}

GateCurve curve_of(const SearchedGraph& g, const Link& link, const GateRange& range) {
    const auto& kind = g.at(link.op).kind;
    if (std::holds_alternative<graph::Softmax>(kind)) return GateCurve::softmax;
    if (link.step == Step::curve) {
        const auto activation = std::get<graph::Activation>(kind).kind;
        if (activation == graph::ActivationKind::sigmoid) return GateCurve::sigmoid;
        if (activation == graph::ActivationKind::tanh) return GateCurve::tanh;
        return GateCurve::hard_sigmoid;
    }
    constexpr double kRounding = 1e-6;  // 6 * (1 / 6 in float)
    if (std::isinf(range.upper)) return range.lower == 0 ? GateCurve::relu : GateCurve::clamp;
    const bool unit = range.lower == 0 && std::abs(range.upper - 1) < kRounding;
    const bool rests_inside = range.at_zero > 0 && range.at_zero < range.upper;
    return unit && rests_inside ? GateCurve::hard_sigmoid : GateCurve::clamp;
}

// From the gate back: numbers added and multiplied, then the curve, or clips; then what is added
// and multiplied before those.
std::vector<Link> chain_to(const SearchedGraph& g, ValueId value, ValueId& input) {
    std::vector<Link> chain;
    std::vector<Link> scales;  // not known yet whether a bounding function stands before them
    bool bounded = false;
    bool curved = false;
    input = value;
    for (std::size_t steps = 0; steps < kLongestChain; ++steps) {
        const auto at = without_shape(g, value, nullptr);
        const auto op = g.producer(at);
        if (!op) break;
        const auto step = step_of(g.at(*op));
        if (!step || (curved && *step != Step::scale) || (bounded && *step == Step::curve)) break;
        value = g.at(*op).inputs.front();
        if (*step == Step::scale && !bounded) {
            scales.push_back({*op, *step});
            continue;
        }
        bounded = true;
        curved = curved || *step == Step::curve;
        chain.insert(chain.end(), scales.begin(), scales.end());
        scales.clear();
        chain.push_back({*op, *step});
        input = value;
    }
    return chain;
}

}  // namespace

ValueId without_shape(const SearchedGraph& g, ValueId value, std::vector<std::size_t>* through) {
    for (std::size_t steps = 0; steps < kLongestWalk; ++steps) {
        const auto op = g.producer(value);
        if (!op || !(only_reshapes(g.at(*op)) || only_repeats(g, g.at(*op)))) break;
        if (through != nullptr) through->push_back(*op);
        value = g.at(*op).inputs.front();
    }
    return value;
}

std::optional<Bounding> bounding_of(const SearchedGraph& g, ValueId value) {
    Bounding found;
    const auto chain = chain_to(g, value, found.input);
    if (chain.empty() || !g.hangs_on_images(found.input)) return std::nullopt;
    found.gate = g.at(chain.front().op).outputs.front();
    for (const auto& link : chain) found.operators.push_back(link.op);
    found.range = range_of(g, chain);
    const auto main =
        std::ranges::find_if(chain, [](const Link& link) { return link.step != Step::scale; });
    const auto curved =
        std::ranges::find_if(chain, [](const Link& link) { return link.step == Step::curve; });
    const auto& link = curved != chain.end() ? *curved : *main;
    found.curve = curve_of(g, link, found.range);
    if (found.curve == GateCurve::softmax) found.softmax = link.op;
    return found;
}

}  // namespace sescope::gates

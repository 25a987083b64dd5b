// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/gates/candidate.h"

#include <algorithm>

#include "core/network/gates/competitive.h"
#include "core/network/gates/pointwise.h"
#include "core/network/gates/spelled_activation.h"

namespace sescope::gates {
namespace {

constexpr std::size_t kFarthestProducer = 16;

bool is_one_sided(GateCurve curve) {
    return curve == GateCurve::relu || curve == GateCurve::clamp;
}

// One value a position: the paper's NoSqueeze, or no gate at all.
Verdict judged_per_position(const SearchedGraph& g, Candidate candidate) {
    bool plain = false;
    auto walk = unit_without_squeeze(g, candidate.bounding.input, g.root(candidate.scaled), plain);
    if (!walk.unit) return {{}, plain ? Text() : std::move(walk.reason)};
    const auto& shape = g.shape(candidate.scaled);
    if (shape.size() < 3) return {{}, "what it scales has no positions"};
    const auto axes = traced(g, g.root(candidate.scaled), candidate.scaled);
    std::size_t channel = 1;
    if (axes && !may_be_channels(g, g.root(candidate.scaled),
                                 (*axes)[1].empty() ? 1 : (*axes)[1].front().dimension)) {
        channel = shape.size() - 1;
    }
    candidate.unit = std::move(*walk.unit);
    candidate.channel_dimension = channel;
    candidate.channels = shape[channel];
    return {{std::move(candidate)}, {}};
}

Verdict judged_per_channel(const SearchedGraph& g, Candidate candidate,
                           const Variation& variation) {
    const auto& shape = g.shape(candidate.scaled);
    auto fault = fault_of(variation, shape, candidate.channel_dimension);
    if (!fault.empty()) return {{}, std::move(fault)};
    const auto root = g.root(candidate.scaled);
    auto walk = unit_before(g, candidate.bounding.input, {root, {}});
    if (!walk.unit) return {{}, std::move(walk.reason)};
    const auto axes = traced(g, root, candidate.scaled);
    if (!axes) return {{}, "how what it scales is reshaped cannot be followed"};
    if (coverage((*axes)[candidate.channel_dimension]) != walk.unit->kept) {
        return {{}, "its pool is not over all positions, or leaves something else than channels"};
    }
    if (!walk.unit->kept.empty() && !may_be_channels(g, root, walk.unit->kept.front().dimension)) {
        return {{}, "its gate varies along one side of the map, not from channel to channel"};
    }
    candidate.unit = std::move(*walk.unit);
    candidate.channels = shape[candidate.channel_dimension];
    return {{std::move(candidate)}, {}};
}

// What multiplies a map channel by channel and follows from its pools, but is not bounded.
Verdict judged_unbounded(const SearchedGraph& g, const Candidate& candidate) {
    const auto gate = without_shape(g, candidate.factor, nullptr);
    const auto variation =
        variation_of(g, gate, candidate.factor, g.at(candidate.product).outputs.front());
    std::size_t channel = 0;
    if (!variation || variation->along.size() == variation->extents.size() ||
        !fault_of(*variation, g.shape(candidate.scaled), channel).empty()) {
        return {};
    }
    if (!unit_before(g, gate, {g.root(candidate.scaled), {}}).unit) return {};
    return {{}, "what it multiplies with is not bounded by a sigmoid, tanh, ReLU or the like"};
}

// A gate of pools over windows, brought back to the size of the map.
bool is_resized_gate(const SearchedGraph& g, ValueId factor) {
    const auto* op = g.computing(g.root(factor));
    if (op == nullptr || !std::holds_alternative<graph::Resize>(op->kind)) return false;
    const auto bounding = bounding_of(g, op->inputs.front());
    return bounding && !is_one_sided(bounding->curve);
}

Verdict judged_as(const SearchedGraph& g, std::size_t product, ValueId scaled, ValueId factor) {
    const auto out = g.at(product).outputs.front();
    if (g.shape(scaled) != g.shape(out)) return {};
    Candidate candidate;
    candidate.product = product;
    candidate.scaled = scaled;
    candidate.factor = factor;
    auto bounding = bounding_of(g, factor);
    if (!bounding && is_resized_gate(g, factor)) {
        return {{}, "its gate has a value per region of the map, not per channel alone"};
    }
    if (!bounding) return judged_unbounded(g, candidate);
    candidate.bounding = std::move(*bounding);
    const auto variation = variation_of(g, candidate.bounding.gate, factor, out);
    if (!variation) return {{}, "how its gate is reshaped cannot be followed"};
    if (candidate.bounding.softmax) return judged_competitive(g, std::move(candidate), *variation);
    const bool everywhere = variation->along.size() == variation->extents.size();
    const bool one_sided = is_one_sided(candidate.bounding.curve);
    Verdict verdict;
    if (!everywhere || variation->along.size() == 1) {
        verdict = judged_per_channel(g, candidate, *variation);
    }
    if (everywhere && verdict.gates.empty() && !one_sided) {
        auto reason = std::move(verdict.near_miss);
        verdict = judged_per_position(g, std::move(candidate));
        if (!verdict.near_miss.empty() && !reason.empty()) verdict.near_miss = std::move(reason);
    }
    std::size_t channel = 0;
    if (one_sided && (everywhere || !fault_of(*variation, g.shape(out), channel).empty())) {
        verdict.near_miss = {};  // such functions stand everywhere
    }
    return verdict;
}

}  // namespace

std::optional<Variation> variation_of(const SearchedGraph& g, ValueId gate, ValueId factor,
                                      ValueId product) {
    auto axes = traced(g, gate, factor);
    const auto& shape = g.shape(product);
    if (!axes || axes->size() > shape.size()) return std::nullopt;
    Variation variation;
    variation.factor.resize(shape.size() - axes->size());
    variation.factor.insert(variation.factor.end(), axes->begin(), axes->end());
    for (std::size_t i = 1; i < shape.size(); ++i) {
        if (shape[i] > 1) variation.extents.push_back(i);
        const bool along = std::ranges::any_of(variation.factor[i], [](const AxisPart& part) {
            return part.dimension > 0 && part.extent > 1;
        });
        if (along) variation.along.push_back(i);
    }
    return variation;
}

Text fault_of(const Variation& variation, const Shape& product, std::size_t& channel) {
    const auto last = product.size() - 1;
    if (product.size() < 3) return "what it scales has no positions";
    if (variation.along.empty()) {
        if (product[1] == 1) {
            channel = 1;
            return {};
        }
        return "its gate has one value for the whole map";
    }
    const auto first = variation.along.front();
    if (variation.along.size() > 1) {
        const bool spatial = first > 1 || variation.along.back() < last;
        const bool without_first = first > 1 && variation.along.back() == last;
        if (without_first) return "its gate has one value for all channels of a position";
        if (spatial) {
            return "its gate varies along the map, not only from channel to channel";
        }
        return "its gate varies along one side of the map, not only from channel to channel";
    }
    if (first != 1 && first != last) {
        return "its gate varies along one side of the map, not from channel to channel";
    }
    const auto& parts = variation.factor[first];
    const bool repeats =
        std::ranges::any_of(parts, [](const AxisPart& part) { return part.dimension < 0; });
    if (repeats || elements_of(parts) != product[first]) {
        return "its gate has fewer values than what it scales has channels";
    }
    channel = first;
    return {};
}

bool may_be_channels(const SearchedGraph& g, ValueId root, int dimension) {
    auto value = root;
    for (std::size_t steps = 0; steps < kFarthestProducer; ++steps) {
        const auto* op = g.computing(value);
        if (op == nullptr) return true;
        const auto rank = static_cast<int>(g.shape(value).size());
        if (std::holds_alternative<graph::Convolution>(op->kind) ||
            std::holds_alternative<graph::TransposedConvolution>(op->kind) ||
            std::holds_alternative<graph::BatchNorm>(op->kind) ||
            std::holds_alternative<graph::GroupNorm>(op->kind) ||
            std::holds_alternative<graph::Pool>(op->kind)) {
            return dimension == 1;
        }
        if (std::holds_alternative<graph::Linear>(op->kind)) return dimension == rank - 1;
        const bool elementwise = std::holds_alternative<graph::Activation>(op->kind) ||
                                 std::holds_alternative<graph::Binary>(op->kind);
        if (!elementwise || g.shape(op->inputs.front()) != g.shape(value)) return true;
        value = op->inputs.front();
    }
    return true;
}

Verdict judged(const SearchedGraph& g, std::size_t product) {
    const auto& inputs = g.at(product).inputs;
    Verdict verdict;
    for (const int side : {0, 1}) {
        const auto scaled = inputs[static_cast<std::size_t>(side)];
        const auto factor = inputs[static_cast<std::size_t>(1 - side)];
        auto as = judged_as(g, product, scaled, factor);
        if (!as.gates.empty()) return as;
        if (verdict.near_miss.empty()) verdict.near_miss = std::move(as.near_miss);
    }
    if (!verdict.near_miss.empty() && (is_spelled_activation(g, inputs[0], inputs[1]) ||
                                       is_spelled_activation(g, inputs[1], inputs[0]))) {
        return {};
    }
    return verdict;
}

}  // namespace sescope::gates

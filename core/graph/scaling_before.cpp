// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/graph/scaling.h"

namespace sescope::graph {
namespace {

// Longer ways than any network has are given up.
constexpr int kLongestWay = 64;

class Backward {
  public:
    Backward(const ScalingSite& site, const ChannelFactors& channels, bool direct)
        : site_(site), channels_(channels), direct_(direct) {
        negative_ = std::ranges::any_of(channels.factors, [](double f) { return f < 0; });
    }

    bool scale(ValueId value, int way) {
        const auto by = site_.producers[static_cast<std::size_t>(value)];
        const auto& shape = site_.shape(value);
        const bool alone = site_.readers_at(value).size() == 1 && !site_.is_output(value);
        const bool fits =
            channels_.dimension < shape.size() &&
            shape[channels_.dimension] == static_cast<std::int64_t>(channels_.factors.size());
        if (by < 0 || !alone || !fits || way > kLongestWay) return false;
        const auto& op = site_.graph.operators[static_cast<std::size_t>(by)];
        if (scale_weights(op, shape.size())) return true;
        return !direct_ && passes(op) &&
               std::ranges::all_of(op.inputs, [&](ValueId id) { return scale(id, way + 1); });
    }

    std::vector<Scaling> plan;

  private:
    bool add(ValueId weight) {
        if (!site_.is_own_weight(weight)) return false;
        const auto& shape = site_.shape(weight);
        std::size_t inner = 1;
        for (std::size_t i = 1; i < shape.size(); ++i) inner *= static_cast<std::size_t>(shape[i]);
        plan.push_back({weight, channels_.factors, inner, channels_.factors.size(), 0});
        return true;
    }

    bool scale_weights(const Operator& op, std::size_t rank) {
        const bool channels = channels_.dimension == 1;
        if (std::holds_alternative<Convolution>(op.kind)) {
            return channels && add(op.inputs[1]) && (op.inputs[2] == kAbsent || add(op.inputs[2]));
        }
        if (std::holds_alternative<BatchNorm>(op.kind)) {
            return channels && add(op.inputs[1]) && (op.inputs[2] == kAbsent || add(op.inputs[2]));
        }
        if (const auto* linear = std::get_if<Linear>(&op.kind)) {
            return channels_.dimension + 1 == rank && !linear->transposed && add(op.inputs[1]) &&
                   (op.inputs[2] == kAbsent || add(op.inputs[2]));
        }
        return false;
    }

    // Whether the operator's output is multiplied when its inputs are, all of which have channels
    // at the same place.
    bool passes(const Operator& op) const {
        if (const auto* act = std::get_if<Activation>(&op.kind)) {
            const bool homogeneous =
                act->kind == ActivationKind::relu || act->kind == ActivationKind::leaky_relu;
            return homogeneous && !negative_;
        }
        if (const auto* pool = std::get_if<Pool>(&op.kind)) {
            return channels_.dimension == 1 && (pool->kind == PoolKind::average || !negative_);
        }
        const auto* binary = std::get_if<Binary>(&op.kind);
        if (!binary || binary->kind != BinaryKind::add || binary->scalar) return false;
        return op.inputs[0] != op.inputs[1] &&
               site_.shape(op.inputs[0]).size() == site_.shape(op.inputs[1]).size();
    }

    const ScalingSite& site_;
    const ChannelFactors& channels_;
    bool direct_;
    bool negative_ = false;
};

}  // namespace

std::optional<std::vector<Scaling>> scale_before(const ScalingSite& site, ValueId value,
                                                 const ChannelFactors& channels, bool direct) {
    Backward backward(site, channels, direct);
    if (!backward.scale(value, 0)) return std::nullopt;
    return std::move(backward.plan);
}

}  // namespace sescope::graph

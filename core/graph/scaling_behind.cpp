// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include "core/graph/scaling.h"
#include "core/graph/shape_rules.h"

namespace sescope::graph {
namespace {

// Longer ways than any network has are given up.
constexpr int kLongestWay = 64;

std::size_t count(std::int64_t extent) {
    return static_cast<std::size_t>(extent);
}

class Forward {
  public:
    explicit Forward(const ScalingSite& site) : site_(site) {}

    bool scale(ValueId value, const ChannelFactors& channels, int way) {
        const bool fits = channels.dimension < site_.shape(value).size() &&
                          site_.shape(value)[channels.dimension] ==
                              static_cast<std::int64_t>(channels.factors.size());
        if (!fits || site_.is_output(value) || way > kLongestWay) return false;
        if (!met_.insert(value).second) return false;
        return std::ranges::all_of(site_.readers_at(value), [&](std::size_t reader) {
            const auto& op = site_.graph.operators[reader];
            if (std::ranges::count(op.inputs, value) != 1) return false;
            if (takes(op, value, channels)) return true;
            const auto on = behind(op, value, channels);
            return on && scale(op.output(), *on, way + 1);
        });
    }

    std::vector<Scaling> plan;

  private:
    bool add(Scaling scaling) {
        if (!site_.is_own_weight(scaling.weight)) return false;
        plan.push_back(std::move(scaling));
        return true;
    }

    // Weights that multiply the value by channels.
    bool takes(const Operator& op, ValueId value, const ChannelFactors& channels) {
        if (op.inputs.empty() || op.inputs[0] != value) return false;
        if (const auto* conv = std::get_if<Convolution>(&op.kind)) {
            const auto& weight = site_.shape(op.inputs[1]);
            std::size_t kernel = 1;
            for (std::size_t i = 2; i < weight.size(); ++i) kernel *= count(weight[i]);
            return channels.dimension == 1 &&
                   add({op.inputs[1], channels.factors, kernel, count(weight[1]),
                        count(weight[0] / conv->groups)});
        }
        if (const auto* linear = std::get_if<Linear>(&op.kind)) {
            const auto& weight = site_.shape(op.inputs[1]);
            const std::size_t inner = linear->transposed ? count(weight[1]) : 1;
            return channels.dimension + 1 == site_.shape(value).size() &&
                   add({op.inputs[1], channels.factors, inner, channels.factors.size(), 0});
        }
        return false;
    }

    // How the operator's output is multiplied when the value is; nothing where it is not.
    std::optional<ChannelFactors> behind(const Operator& op, ValueId value,
                                         const ChannelFactors& channels) const {
        const bool negative = std::ranges::any_of(channels.factors, [](double f) { return f < 0; });
        const auto same = [&](bool passes) {
            return passes ? std::optional(channels) : std::nullopt;
        };
        if (const auto* act = std::get_if<Activation>(&op.kind)) {
            return same(!negative && (act->kind == ActivationKind::relu ||
                                      act->kind == ActivationKind::leaky_relu));
        }
        if (const auto* pool = std::get_if<Pool>(&op.kind)) {
            return same(channels.dimension == 1 && (pool->kind == PoolKind::average || !negative));
        }
        if (const auto* pool = std::get_if<AdaptivePool>(&op.kind)) {
            return same(channels.dimension == 1 && (pool->kind == PoolKind::average || !negative));
        }
        if (const auto* binary = std::get_if<Binary>(&op.kind)) {
            return same(binary->scalar && (binary->kind == BinaryKind::multiply ||
                                           binary->kind == BinaryKind::divide));
        }
        if (const auto* pad = std::get_if<Pad>(&op.kind)) {
            const bool zeros = pad->mode != PadMode::constant || pad->value == 0;
            return same(zeros && pad->begin[channels.dimension] == 0 &&
                        pad->end[channels.dimension] == 0);
        }
        return rearranged(op, value, channels, negative);
    }

    std::optional<ChannelFactors> rearranged(const Operator& op, ValueId value,
                                             const ChannelFactors& channels, bool negative) const {
        ChannelFactors on = channels;
        const Shape& shape = site_.shape(value);
        if (const auto* reduce = std::get_if<Reduce>(&op.kind)) {
            const bool linear = reduce->kind == ReduceKind::mean || reduce->kind == ReduceKind::sum;
            if (!linear && negative) return std::nullopt;
            for (const auto reduced : reduce->dimensions) {
                if (count(reduced) == channels.dimension) return std::nullopt;
                if (!reduce->keep && count(reduced) < channels.dimension) --on.dimension;
            }
            return on;
        }
        if (const auto* permute = std::get_if<Permute>(&op.kind)) {
            const auto at =
                std::ranges::find(permute->order, static_cast<std::int64_t>(channels.dimension));
            on.dimension = static_cast<std::size_t>(at - permute->order.begin());
            return on;
        }
        if (const auto* slice = std::get_if<Slice>(&op.kind)) {
            if (dimension_of(slice->dimension, shape.size()) == channels.dimension) {
                return std::nullopt;
            }
            return on;
        }
        if (std::holds_alternative<Reshape>(op.kind)) return flattened(op, shape, channels);
        if (const auto* concat = std::get_if<Concat>(&op.kind)) {
            return joined(op, dimension_of(concat->dimension, shape.size()), value, channels);
        }
        return std::nullopt;
    }

    // [N, C, ..] to [N, C, ..] or to [N, C x ..].
    std::optional<ChannelFactors> flattened(const Operator& op, const Shape& shape,
                                            const ChannelFactors& channels) const {
        const Shape& out = site_.shape(op.output());
        if (channels.dimension != 1 || out.size() < 2 || out[0] != shape[0]) return std::nullopt;
        if (out[1] == shape[1]) return channels;
        if (out.size() != 2) return std::nullopt;
        ChannelFactors repeated{{}, 1};
        const auto times = count(out[1]) / channels.factors.size();
        for (const double factor : channels.factors) {
            repeated.factors.insert(repeated.factors.end(), times, factor);
        }
        return repeated;
    }

    std::optional<ChannelFactors> joined(const Operator& op, std::size_t along, ValueId value,
                                         const ChannelFactors& channels) const {
        if (along != channels.dimension) return std::nullopt;
        ChannelFactors on{{}, along};
        for (const ValueId id : op.inputs) {
            if (id == value) {
                on.factors.insert(on.factors.end(), channels.factors.begin(),
                                  channels.factors.end());
            } else {
                on.factors.insert(on.factors.end(), count(site_.shape(id)[along]), 1.0);
            }
        }
        return on;
    }

    const ScalingSite& site_;
    std::set<ValueId> met_;
};

}  // namespace

bool ScalingSite::is_output(ValueId id) const {
    return std::ranges::find(graph.outputs, id) != graph.outputs.end();
}

bool ScalingSite::is_own_weight(ValueId id) const {
    if (id == kAbsent || graph.value(id).kind != ValueKind::weight) return false;
    if (is_output(id) || readers_at(id).size() != 1) return false;
    const auto& op = graph.operators[readers_at(id).front()];
    return std::ranges::count(op.inputs, id) == 1;
}

std::optional<std::vector<Scaling>> scale_behind(const ScalingSite& site, ValueId value,
                                                 const ChannelFactors& channels) {
    Forward forward(site);
    if (!forward.scale(value, channels, 0)) return std::nullopt;
    return std::move(forward.plan);
}

}  // namespace sescope::graph

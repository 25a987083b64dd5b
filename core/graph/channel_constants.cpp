// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/channel_constants.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>

#include "core/base/error.h"
#include "core/graph/channel_relations.h"

namespace sescope::graph {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double sigmoid(double x) {
    return 1 / (1 + std::exp(-x));
}

double softplus(double x) {
    return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
}

class Constants {
  public:
    Constants(const ScalingSite& site, const StateDict& weights,
              std::span<const ConstantChannels> given)
        : site_(site), weights_(weights), known_(site.graph.values.size()) {
        for (const ConstantChannels& each : given) set(each);
    }

    KnownConstants result(std::span<const ConstantChannels> given) {
        for (std::size_t i = 0; i < site_.graph.operators.size(); ++i) {
            const Operator& op = site_.graph.operators[i];
            if (op.outputs.size() != 1) continue;
            const bool any = std::ranges::any_of(
                op.inputs, [&](ValueId id) { return id != kAbsent && !at(id).empty(); });
            if (any) std::visit([&](const auto& kind) { follow(kind, op, i); }, op.kind);
            // What is given counts, whatever it is computed from.
            for (const ConstantChannels& each : given) {
                if (each.value == op.output()) set(each);
            }
        }
        return std::move(known_);
    }

  private:
    std::vector<double>& at(ValueId id) { return known_[static_cast<std::size_t>(id)]; }
    std::vector<double>& made(ValueId id) {
        auto& constants = at(id);
        if (constants.empty()) {
            constants.assign(static_cast<std::size_t>(site_.shape(id)[1]), kNaN);
        }
        return constants;
    }
    void set(const ConstantChannels& each) {
        const bool fits = each.value >= 0 && each.channels.size() == each.constants.size() &&
                          site_.shape(each.value).size() >= 2 &&
                          std::ranges::all_of(each.channels, [&](std::size_t c) {
                              return c < static_cast<std::size_t>(site_.shape(each.value)[1]);
                          });
        if (!fits) throw Error(ErrorKind::internal, "channels of a value that it does not have");
        auto& constants = made(each.value);
        for (std::size_t i = 0; i < each.channels.size(); ++i) {
            constants[each.channels[i]] = each.constants[i];
        }
    }

    /// Along the ties of the operator, each constant through `f` of it and its channel.
    template <class F>
    void along(std::size_t index, const Operator& op, F f) {
        for (const ChannelTie& tie : relation_of(site_, index).ties) {
            const bool forward = tie.b == op.output();
            const ValueId in = forward ? tie.a : tie.b;
            if ((!forward && tie.a != op.output()) || at(in).empty()) continue;
            const auto& from = at(in);
            auto& to = made(op.output());
            for (std::size_t i = 0; i < tie.of_a.size(); ++i) {
                if (tie.of_a[i] == kNoChannel) continue;
                const std::size_t source = forward ? i : tie.of_a[i];
                const std::size_t target = forward ? tie.of_a[i] : i;
                if (!std::isnan(from[source])) to[target] = f(from[source], source);
            }
        }
    }
    void unchanged(std::size_t index, const Operator& op) {
        along(index, op, [](double k, std::size_t) { return k; });
    }

    std::optional<std::vector<float>> parameter(ValueId id) const {
        if (id == kAbsent) return std::nullopt;
        return to_float32(weights_.at(site_.graph.value(id).name));
    }
    void follow(const BatchNorm& norm, const Operator& op, std::size_t index) {
        const auto weight = parameter(op.inputs[1]);
        const auto bias = parameter(op.inputs[2]);
        const auto mean = parameter(op.inputs[3]);
        const auto variance = parameter(op.inputs[4]);
        along(index, op, [&](double k, std::size_t c) {
            const double scaled = (k - (*mean)[c]) / std::sqrt(double((*variance)[c]) + norm.eps);
            return scaled * (weight ? (*weight)[c] : 1.0F) + (bias ? (*bias)[c] : 0.0F);
        });
    }
    void follow(const Activation& activation, const Operator& op, std::size_t index) {
        along(index, op, [&](double k, std::size_t) { return value_of(activation, k); });
    }
    void follow(const Binary& binary, const Operator& op, std::size_t index) {
        if (!binary.scalar) return;
        const double s = *binary.scalar;
        along(index, op, [&](double k, std::size_t) {
            switch (binary.kind) {
                case BinaryKind::add:
                    return k + s;
                case BinaryKind::subtract:
                    return k - s;
                case BinaryKind::multiply:
                    return k * s;
                case BinaryKind::divide:
                    return k / s;
                case BinaryKind::maximum:
                    return std::max(k, s);
                case BinaryKind::minimum:
                    return std::min(k, s);
                case BinaryKind::power:
                    return std::pow(k, s);
            }
            return kNaN;
        });
    }
    void follow(const Pool& pool, const Operator& op, std::size_t index) {
        const bool zeros = pool.kind == PoolKind::average && pool.count_padding;
        const bool padded =
            std::ranges::any_of(pool.padding, [](std::int64_t p) { return p != 0; }) ||
            pool.same != SamePadding::none || pool.ceil_mode;
        along(index, op,
              [&](double k, std::size_t) { return zeros && padded && k != 0 ? kNaN : k; });
    }
    void follow(const Reduce& reduce, const Operator& op, std::size_t index) {
        if (reduce.kind == ReduceKind::sum) return;
        unchanged(index, op);
    }
    void follow(const Pad& pad, const Operator& op, std::size_t index) {
        const bool other = pad.mode == PadMode::constant;
        along(index, op, [&](double k, std::size_t) { return other && k != pad.value ? kNaN : k; });
    }
    void follow(const Concat& /*concat*/, const Operator& op, std::size_t index) {
        const Shape& shape = site_.shape(op.output());
        std::int64_t extents = 0;
        for (const ValueId id : op.inputs) extents += site_.shape(id)[1];
        if (extents == shape[1]) unchanged(index, op);  // along the channels
    }
    void follow(const Reshape& /*reshape*/, const Operator& op, std::size_t index) {
        const auto shuffle = shuffle_at(site_, index);
        if (!shuffle) return unchanged(index, op);
        const ChannelRelation relation = relation_of(site_, index);
        const ChannelTie& moved = relation.ties.front();
        auto& to = made(moved.b);
        const auto& from = at(moved.a);
        for (std::size_t c = 0; c < from.size(); ++c) to[moved.of_a[c]] = from[c];
    }
    void follow(const AdaptivePool& /*op*/, const Operator& op, std::size_t i) { unchanged(i, op); }
    void follow(const Slice& /*op*/, const Operator& op, std::size_t i) { unchanged(i, op); }
    void follow(const Permute& /*op*/, const Operator& op, std::size_t i) { unchanged(i, op); }
    void follow(const Expand& /*op*/, const Operator& op, std::size_t i) { unchanged(i, op); }
    void follow(const Resize& resize, const Operator& op, std::size_t i) {
        if (resize.mode != ResizeMode::cubic) unchanged(i, op);
    }
    template <class Other>
    void follow(const Other& /*kind*/, const Operator& /*op*/, std::size_t /*index*/) {}

    const ScalingSite& site_;
    const StateDict& weights_;
    KnownConstants known_;
};

}  // namespace

double value_of(const Activation& activation, double x) {
    switch (activation.kind) {
        case ActivationKind::relu:
            return std::max(x, 0.0);
        case ActivationKind::leaky_relu:
            return x < 0 ? activation.a * x : x;
        case ActivationKind::clamp:
            return std::min(std::max(x, activation.a), activation.b);
        case ActivationKind::sigmoid:
            return sigmoid(x);
        case ActivationKind::hard_sigmoid:
            return std::clamp(activation.a * x + activation.b, 0.0, 1.0);
        case ActivationKind::tanh:
            return std::tanh(x);
        case ActivationKind::silu:
            return x * sigmoid(x);
        case ActivationKind::hard_swish:
            return x * std::clamp(x + 3, 0.0, 6.0) / 6;
        case ActivationKind::gelu:
            return x * std::erfc(-x / std::numbers::sqrt2) / 2;
        case ActivationKind::gelu_tanh:
            return x / 2 *
                   (1 + std::tanh(std::sqrt(2 / std::numbers::pi) * (x + 0.044715 * x * x * x)));
        case ActivationKind::elu:
            return x < 0 ? activation.a * std::expm1(x) : x;
        case ActivationKind::mish:
            return x * std::tanh(softplus(x));
        case ActivationKind::softplus:
            return softplus(x);
    }
    return kNaN;
}

KnownConstants constants_behind(const ScalingSite& site, const StateDict& weights,
                                std::span<const ConstantChannels> given) {
    return Constants(site, weights, given).result(given);
}

}  // namespace sescope::graph

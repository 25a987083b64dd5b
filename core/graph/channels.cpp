// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/channels.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/graph/channel_solver.h"
#include "core/graph/channel_weights.h"
#include "core/graph/pruning.h"
#include "core/graph/shape_rules.h"

namespace sescope::graph {
namespace {

std::size_t at(ValueId id) {
    return static_cast<std::size_t>(id);
}

std::size_t count(std::int64_t extent) {
    return static_cast<std::size_t>(extent);
}

/// Takes out what a solver has found, from a graph of its own.
class Thinning {
  public:
    Thinning(Graph& graph, StateDict& weights, const ScalingSite& site, const ChannelSolver& solver,
             const KnownConstants& constants)
        : graph_(graph), weights_(weights), site_(site), solver_(solver), constants_(constants) {}

    void run() {
        // Constants are folded in while rows and columns are those of before.
        for (std::size_t i = 0; i < solver_.relations().size(); ++i) fold(i);
        for (std::size_t i = 0; i < solver_.relations().size(); ++i) slice(i);
        for (std::size_t i = 0; i < solver_.relations().size(); ++i) refit(i);
    }

  private:
    const std::vector<bool>& going(ValueId id) const { return solver_.going()[at(id)]; }
    bool any(ValueId id) const { return std::ranges::count(going(id), true) > 0; }
    std::size_t kept(ValueId id) const { return count(std::ranges::count(going(id), false)); }

    void replace(ValueId weight, TensorEntry tensor) {
        graph_.values[at(weight)].shape = tensor.shape;
        weights_.add(std::move(tensor));
    }
    void add_to(ValueId weight, const std::vector<double>& terms, double sign) {
        const Value& value = graph_.value(weight);
        auto values = to_float32(tensor_of(weights_, value));
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] = static_cast<float>(double(values[i]) + sign * terms[i]);
        }
        weights_.add(StateDict::make_tensor(value.name, value.shape, values));
    }

    /// What the channels that go from what a layer reads gave to each of its outputs.
    std::vector<double> given(std::size_t index) const {
        const Operator& op = site_.graph.operators[index];
        const ValueId in = op.inputs[0];
        const Value& value = site_.graph.value(op.inputs[1]);
        const auto& constants = constants_[at(in)];
        std::vector<double> terms(count(site_.shape(op.output())[1]), 0.0);
        if (constants.empty()) return terms;
        const auto weight = to_float32(tensor_of(weights_, value));
        const auto* linear = std::get_if<Linear>(&op.kind);
        const auto* conv = std::get_if<Convolution>(&op.kind);
        const std::size_t groups = conv ? count(conv->groups) : 1;
        const std::size_t inputs = going(in).size() / groups;
        const std::size_t kernel = weight.size() / terms.size() / inputs;
        for (std::size_t o = 0; o < terms.size(); ++o) {
            const std::size_t first = o / (terms.size() / groups) * inputs;
            for (std::size_t c = 0; c < inputs; ++c) {
                const double k = going(in)[first + c] ? constants[first + c] : 0.0;
                if (k == 0 || std::isnan(k)) continue;  // of a group that goes as a whole
                const bool across = linear != nullptr && linear->transposed;
                const std::size_t from = across ? c * terms.size() + o : (o * inputs + c) * kernel;
                for (std::size_t j = 0; j < kernel; ++j) terms[o] += k * double(weight[from + j]);
            }
        }
        return terms;
    }

    void fold(std::size_t index) {
        const ChannelRelation& relation = solver_.relations()[index];
        if (relation.folded == kAbsent || !any(relation.folded)) return;
        const auto terms = given(index);
        if (std::ranges::all_of(terms, [](double term) { return term == 0; })) return;
        Operator& op = graph_.operators[index];
        if (op.input(2) != kAbsent) return add_to(op.inputs[2], terms, 1);
        const auto& readers = site_.readers_at(op.output());
        if (readers.size() == 1 && !site_.is_output(op.output())) {
            const Operator& norm = graph_.operators[readers.front()];
            const bool is_norm = std::holds_alternative<BatchNorm>(norm.kind);
            if (is_norm && site_.is_own_weight(norm.inputs[3])) {
                return add_to(norm.inputs[3], terms, -1);
            }
        }
        add_bias(op, terms);
    }
    void add_bias(Operator& op, const std::vector<double>& terms) {
        std::string key = graph_.value(op.inputs[1]).name;
        constexpr std::string_view kWeight = ".weight";
        if (key.ends_with(kWeight)) key.resize(key.size() - kWeight.size());
        const Shape shape{static_cast<std::int64_t>(terms.size())};
        const ValueId bias =
            graph_.add_value({key + ".bias", ValueKind::weight, shape});  // made unique
        const std::vector<float> values(terms.begin(), terms.end());
        weights_.add(StateDict::make_tensor(graph_.value(bias).name, shape, values));
        op.inputs.resize(3, kAbsent);
        op.inputs[2] = bias;
        added_.push_back({bias, 0, op.output()});
    }

    void slice(std::size_t index) {
        const ChannelRelation& relation = solver_.relations()[index];
        for (const ChannelSlicing& each : relation.slicings) {
            if (relation.grouped && each.weight == site_.graph.operators[index].inputs[1]) continue;
            slice(each);
        }
        if (relation.grouped) slice_groups(index);
        for (const ChannelSlicing& bias : std::exchange(added_, {})) slice(bias);
    }
    void slice(const ChannelSlicing& each) {
        if (!any(each.by)) return;
        const TensorEntry& tensor = tensor_of(weights_, graph_.value(each.weight));
        replace(each.weight, without(tensor, each.dimension, going(each.by)));
    }
    void slice_groups(std::size_t index) {
        Operator& op = graph_.operators[index];
        if (!any(op.inputs[0]) && !any(op.output())) return;
        const auto groups = count(std::get<Convolution>(op.kind).groups);
        const std::size_t inputs = going(op.inputs[0]).size() / groups;
        const std::size_t outputs = going(op.output()).size() / groups;
        std::vector<std::vector<std::size_t>> columns(groups * outputs);
        for (std::size_t row = 0; row < columns.size(); ++row) {
            for (std::size_t c = 0; c < inputs; ++c) {
                if (!going(op.inputs[0])[row / outputs * inputs + c]) columns[row].push_back(c);
            }
        }
        const TensorEntry& tensor = tensor_of(weights_, graph_.value(op.inputs[1]));
        replace(op.inputs[1], with_columns(tensor, going(op.output()), columns));
        const auto whole = solver_.whole_groups(index);
        std::get<Convolution>(op.kind).groups = std::ranges::count(whole, false);
    }

    /// Numbers of channels that stand in the operator itself.
    void refit(std::size_t index) {
        Operator& op = graph_.operators[index];
        if (auto* conv = std::get_if<Convolution>(&op.kind)) {
            const bool depthwise = !solver_.relations()[index].ties.empty();
            if (depthwise) conv->groups = static_cast<std::int64_t>(kept(op.inputs[0]));
        } else if (auto* slice = std::get_if<Slice>(&op.kind)) {
            refit(*slice, op);
        } else if (auto* reshape = std::get_if<Reshape>(&op.kind)) {
            refit(*reshape, op, index);
        } else if (auto* expand = std::get_if<Expand>(&op.kind)) {
            if (any(op.output()) && expand->extents.size() > 1 && expand->extents[1] > 0) {
                expand->extents[1] = static_cast<std::int64_t>(kept(op.output()));
            }
        }
    }
    void refit(Slice& slice, const Operator& op) const {
        const Shape& shape = site_.shape(op.inputs[0]);
        if (shape.size() < 2 || dimension_of(slice.dimension, shape.size()) != 1) return;
        if (!any(op.inputs[0])) return;
        const auto before = [&](std::int64_t end) {
            if (end < 0) end += shape[1];
            end = std::clamp(end, std::int64_t{0}, shape[1]);
            return std::int64_t(
                std::count(going(op.inputs[0]).begin(), going(op.inputs[0]).begin() + end, false));
        };
        slice.end = before(slice.end);
        slice.begin = before(slice.begin);
    }
    void refit(Reshape& reshape, const Operator& op, std::size_t index) {
        if (const auto shuffle = shuffle_at(site_, index)) {
            if (!any(op.inputs[0])) return;
            const auto channels = static_cast<std::int64_t>(kept(op.inputs[0]));
            auto& last = graph_.operators[shuffle->joining];
            auto& joined = std::get<Reshape>(last.kind).extents;
            if (reshape.extents[2] > 0) {
                reshape.extents[2] = channels / static_cast<std::int64_t>(shuffle->groups);
            }
            if (joined[1] > 0) joined[1] = channels;
            return;
        }
        if (op.outputs.size() != 1 || !any(op.output()) || reshape.extents.size() < 2) return;
        const bool tied = !solver_.relations()[index].ties.empty();
        if (tied && reshape.extents[1] > 0) {
            reshape.extents[1] = static_cast<std::int64_t>(kept(op.output()));
        }
    }

    Graph& graph_;
    StateDict& weights_;
    const ScalingSite& site_;
    const ChannelSolver& solver_;
    const KnownConstants& constants_;
    std::vector<ChannelSlicing> added_;  // biases
};

}  // namespace

ThinnedGraph without_channels(const Graph& graph, StateDict& weights,
                              std::span<const ConstantChannels> constants,
                              std::span<const Shape> inputs) {
    const ScalingSite site(graph, infer_shapes(graph, inputs));
    const KnownConstants known = constants_behind(site, weights, constants);
    const ChannelSolver solver(site, known);
    ThinnedGraph thinned{graph, {}};
    for (const ConstantChannels& each : constants) {
        ChannelsOutcome& outcome = thinned.outcomes.emplace_back();
        for (const std::size_t channel : each.channels) {
            if (solver.going()[at(each.value)][channel]) {
                outcome.gone.push_back(channel);
            } else {
                outcome.stay.push_back(solver.why(each.value, channel));
            }
        }
    }
    Thinning(thinned.graph, weights, site, solver, known).run();
    infer_shapes(thinned.graph, inputs);  // a misfit is ours: it must not reach a file
    return thinned;
}

}  // namespace sescope::graph

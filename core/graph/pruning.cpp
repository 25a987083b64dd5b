// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/pruning.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <set>
#include <utility>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/checkpoint/printable.h"
#include "core/graph/channel_weights.h"
#include "core/graph/scaling.h"

namespace sescope::graph {
namespace {

TensorEntry doubles(std::string key, Shape shape, std::span<const double> values) {
    auto kept = std::make_shared<std::vector<double>>(values.begin(), values.end());
    TensorEntry tensor;
    tensor.name = std::move(key);
    tensor.dtype = DType::f64;
    tensor.strides.assign(shape.size(), 1);
    for (std::size_t i = shape.size(); i-- > 1;) {
        tensor.strides[i - 1] = tensor.strides[i] * shape[i];
    }
    tensor.shape = std::move(shape);
    tensor.bytes = std::as_bytes(std::span(*kept));
    tensor.owner = std::move(kept);
    return tensor;
}

std::vector<double> values_of(const TensorEntry& tensor) {
    const auto bytes = to_contiguous_bytes(tensor);
    std::vector<double> values(bytes.size() / sizeof(double));
    if (!values.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
}

void scale_tensor(StateDict& weights, const Value& weight, const Scaling& scaling) {
    std::vector<float> values = to_float32(tensor_of(weights, weight));
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = static_cast<float>(double(values[i]) * scaling.factor(i));
    }
    weights.add(StateDict::make_tensor(weight.name, weight.shape, values));
}

// The multiplication by the constant of this key.
struct Held {
    ValueId constant = kAbsent;
    ValueId scaled = kAbsent;
    ValueId product = kAbsent;
    ChannelFactors channels;
};

std::optional<Held> find_held(Graph& graph, const StateDict& weights, const std::string& key,
                              const std::vector<Shape>& shapes) {
    const ValueId constant = graph.find(key);
    const TensorEntry* tensor = weights.find(key);
    if (constant == kAbsent || !tensor || tensor->dtype != DType::f64) return std::nullopt;
    for (const auto& op : graph.operators) {
        if (op.input(1) != constant || !std::holds_alternative<Binary>(op.kind)) continue;
        const auto rank = shapes[static_cast<std::size_t>(op.inputs[0])].size();
        return Held{constant,
                    op.inputs[0],
                    op.output(),
                    {values_of(*tensor), rank - graph.value(constant).shape.size()}};
    }
    return std::nullopt;
}

std::optional<std::vector<Scaling>> planned(const ScalingSite& site, const Held& held) {
    if (auto plan = scale_before(site, held.scaled, held.channels, true)) return plan;
    auto behind = scale_behind(site, held.product, held.channels);
    if (behind && behind->size() == 1) return behind;
    if (auto plan = scale_before(site, held.scaled, held.channels, false)) return plan;
    return behind;
}

}  // namespace

Graph drop(const Graph& graph, ValueId scaled, ValueId product) {
    return redirected(graph, product, scaled);
}

Graph hold(const Graph& graph, StateDict& weights, ValueId scaled, ValueId product,
           std::span<const double> constants, const std::string& key, ChannelLayout layout) {
    if (!std::ranges::all_of(constants, [](double c) { return std::isfinite(c); })) {
        throw Error(ErrorKind::usage,
                    text("{} would hold a gate that is not finite", printable(key)));
    }
    Graph held = graph;
    const auto by = producers_of(graph)[static_cast<std::size_t>(product)];
    if (by < 0 || held.find(key) != kAbsent || layout.dimension >= layout.rank) {
        throw Error(ErrorKind::internal, fmt::format("{} cannot be held", printable(key)));
    }
    Shape shape(layout.rank - layout.dimension, 1);
    shape.front() = static_cast<std::int64_t>(constants.size());
    weights.add(doubles(key, shape, constants));
    const ValueId constant = held.add_weight(key, std::move(shape));
    auto& op = held.operators[static_cast<std::size_t>(by)];
    op.kind = Binary{BinaryKind::multiply, {}};
    op.inputs = {scaled, constant};
    return held;
}

Graph fold_constants(const Graph& graph, StateDict& weights, std::span<const std::string> keys,
                     std::span<const Shape> inputs) {
    Graph folded = without_dead(graph);
    for (const auto& key : keys) {
        auto shapes = infer_shapes(folded, inputs);
        const auto held = find_held(folded, weights, key, shapes);
        if (!held) continue;
        const ScalingSite site(folded, std::move(shapes));
        if (const auto plan = planned(site, *held)) {
            for (const auto& scaling : *plan) {
                scale_tensor(weights, folded.value(scaling.weight), scaling);
            }
            folded = replaced(folded, held->product, held->scaled);
            weights.erase(key);
            continue;
        }
        const auto& constants = held->channels.factors;
        const std::vector<float> rounded(constants.begin(), constants.end());
        weights.add(StateDict::make_tensor(key, folded.value(held->constant).shape, rounded));
    }
    erase_dead(weights, graph, folded);
    return folded;
}

void erase_dead(StateDict& weights, const Graph& before, const Graph& after) {
    std::set<std::string_view> read;
    for (const auto& value : after.values) {
        if (value.kind == ValueKind::weight) read.insert(value.name);
    }
    for (const auto& value : before.values) {
        if (value.kind != ValueKind::weight || read.contains(value.name)) continue;
        weights.erase(value.name);
        constexpr std::string_view kMean = ".running_mean";
        if (value.name.ends_with(kMean)) {
            const auto norm = value.name.substr(0, value.name.size() - kMean.size());
            weights.erase(norm + ".num_batches_tracked");
        }
    }
}

}  // namespace sescope::graph

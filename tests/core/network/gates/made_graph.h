// SPDX-License-Identifier: GPL-3.0-or-later
// Small graphs by hand, to look for gates in.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/graph/graph.h"
#include "core/network/gates/find_gates.h"

namespace sescope::test {

using graph::ActivationKind;
using graph::BinaryKind;
using graph::ReduceKind;
using graph::ValueId;

/// Images [2, 8, 16, 16], and methods that append one operator each and give its output. Operators
/// stand in the module `module`.
struct MadeGraph {
    graph::Graph graph;
    std::string module;
    std::vector<graph::Shape> images;
    int weights = 0;

    explicit MadeGraph(graph::Shape shape = {2, 8, 16, 16}) : images{shape} {
        shape.front() = -1;
        graph.add_input("images", shape);
    }

    ValueId input() const { return graph.inputs.front(); }
    ValueId add(graph::OperatorKind kind, std::vector<ValueId> inputs, std::string name = {}) {
        return graph.add(std::move(kind), std::move(inputs), module, std::move(name));
    }
    ValueId weight(graph::Shape shape, const std::string& key = {}) {
        const auto number = std::to_string(weights++);
        return graph.add_weight(key.empty() ? module + ".w" + number : key, std::move(shape));
    }
    /// Over two dimensions, or one where `kernel` has one extent; padded so that extents stay.
    ValueId convolution(ValueId x, std::int64_t in, std::int64_t out,
                        std::vector<std::int64_t> kernel = {1, 1}, std::int64_t groups = 1,
                        std::int64_t stride = 1) {
        const auto rank = kernel.size();
        graph::Convolution op;
        op.stride.assign(rank, stride);
        op.dilation.assign(rank, 1);
        for (const int end : {0, 1}) {
            for (const auto extent : kernel) op.padding.push_back((extent - (end == 0)) / 2);
        }
        op.groups = groups;
        graph::Shape shape{out, in / groups};
        shape.insert(shape.end(), kernel.begin(), kernel.end());
        return add(op, {x, weight(shape), weight({out})});
    }
    ValueId linear(ValueId x, std::int64_t in, std::int64_t out) {
        return add(graph::Linear{}, {x, weight({out, in}), weight({out})});
    }
    ValueId norm(ValueId x, std::int64_t channels) {
        return add(graph::BatchNorm{}, {x, weight({channels}), weight({channels}),
                                        weight({channels}), weight({channels})});
    }
    ValueId activation(ActivationKind kind, ValueId x, double a = 0, double b = 0) {
        return add(graph::Activation{kind, a, b}, {x});
    }
    ValueId relu(ValueId x) { return activation(ActivationKind::relu, x); }
    ValueId sigmoid(ValueId x) { return activation(ActivationKind::sigmoid, x); }
    ValueId hard_sigmoid(ValueId x) {
        return activation(ActivationKind::hard_sigmoid, x, 1.0 / 6, 0.5);
    }
    ValueId clamp(ValueId x, double low, double high) {
        return activation(ActivationKind::clamp, x, low, high);
    }
    ValueId reduce(ReduceKind kind, ValueId x, std::vector<std::int64_t> dimensions = {2, 3},
                   bool keep = true) {
        return add(graph::Reduce{kind, std::move(dimensions), keep}, {x});
    }
    ValueId mean(ValueId x, std::vector<std::int64_t> dimensions = {2, 3}, bool keep = true) {
        return reduce(ReduceKind::mean, x, std::move(dimensions), keep);
    }
    ValueId with(BinaryKind kind, ValueId a, ValueId b, std::string name = {}) {
        return add(graph::Binary{kind, {}}, {a, b}, std::move(name));
    }
    ValueId by(BinaryKind kind, ValueId a, double scalar) {
        return add(graph::Binary{kind, scalar}, {a});
    }
    ValueId times(ValueId a, ValueId b, std::string name = {}) {
        return with(BinaryKind::multiply, a, b, std::move(name));
    }
    ValueId plus(ValueId a, ValueId b) { return with(BinaryKind::add, a, b); }
    ValueId reshape(ValueId x, std::vector<std::int64_t> extents) {
        return add(graph::Reshape{std::move(extents)}, {x});
    }
    ValueId permute(ValueId x, std::vector<std::int64_t> order) {
        return add(graph::Permute{std::move(order)}, {x});
    }
    ValueId softmax(ValueId x, std::int64_t dimension) {
        return add(graph::Softmax{dimension, false}, {x});
    }
    ValueId slice(ValueId x, std::int64_t dimension, std::int64_t begin, std::int64_t end) {
        return add(graph::Slice{dimension, begin, end, 1}, {x});
    }
    ValueId concat(std::vector<ValueId> inputs, std::int64_t dimension = 1) {
        return add(graph::Concat{dimension}, std::move(inputs));
    }
    /// C -> hidden -> C by 1 x 1 convolutions with a ReLU between.
    ValueId excitation(ValueId x, std::int64_t channels, std::int64_t hidden) {
        return convolution(relu(convolution(x, channels, hidden)), hidden, channels);
    }

    FoundGates found(ValueId output) {
        graph.outputs = {output};
        return find_gates(graph, images);
    }
};

}  // namespace sescope::test

// SPDX-License-Identifier: GPL-3.0-or-later
// Networks of a few operators, for tests.
#pragma once

#include <string>

#include "core/graph/graph.h"

namespace sescope::graph {

inline Convolution convolution(std::int64_t stride = 1, std::int64_t padding = 0,
                               std::int64_t groups = 1) {
    return {.stride = {stride, stride},
            .padding = {padding, padding, padding, padding},
            .dilation = {1, 1},
            .groups = groups};
}

inline Activation activation(ActivationKind kind, double a = 0, double b = 0) {
    return {.kind = kind, .a = a, .b = b};
}

/// conv -> batch norm -> SE (mean, two 1x1 convolutions, sigmoid, multiply) -> ReLU -> mean ->
/// linear; images [N, 3, H, W], 4 channels, 2 hidden, 5 classes.
struct SmallNetwork {
    Graph graph;
    ValueId image = kAbsent;
    ValueId scaled = kAbsent;
    ValueId gate = kAbsent;
    ValueId product = kAbsent;

    SmallNetwork() {
        using enum ActivationKind;
        auto& g = graph;
        image = g.add_input("x", {-1, 3, -1, -1});
        const auto w = [&](const std::string& key, Shape shape) {
            return g.add_weight(key, std::move(shape));
        };
        const auto conv = g.add(convolution(2, 1), {image, w("conv.weight", {4, 3, 3, 3})}, "conv");
        scaled = g.add(BatchNorm{},
                       {conv, w("bn.weight", {4}), w("bn.bias", {4}), w("bn.running_mean", {4}),
                        w("bn.running_var", {4})},
                       "bn");
        auto s = g.add(Reduce{ReduceKind::mean, {2, 3}, true}, {scaled}, "se");
        s = g.add(convolution(), {s, w("se.fc1.weight", {2, 4, 1, 1}), w("se.fc1.bias", {2})},
                  "se.fc1");
        s = g.add(activation(relu), {s}, "se.act");
        s = g.add(convolution(), {s, w("se.fc2.weight", {4, 2, 1, 1}), w("se.fc2.bias", {4})},
                  "se.fc2");
        gate = g.add(activation(sigmoid), {s}, "se.gate");
        product = g.add(Binary{BinaryKind::multiply, {}}, {scaled, gate}, "se");
        auto y = g.add(activation(relu), {product}, "act");
        y = g.add(Reduce{ReduceKind::mean, {2, 3}, false}, {y}, "pool");
        y = g.add(Linear{}, {y, w("fc.weight", {5, 4}), w("fc.bias", {5})}, "fc");
        g.outputs = {y};
    }
};

}  // namespace sescope::graph

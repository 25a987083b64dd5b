// SPDX-License-Identifier: GPL-3.0-or-later
// Networks for tests of passes: layers with keys, whose weights follow from those.
#pragma once

#include <string>
#include <vector>

#include "core/checkpoint/state_dict.h"
#include "core/graph/graph.h"
#include "tests/core/graph/small_graph.h"

namespace sescope::graph {

/// Weight i of the tensor of this key; the same for every test.
inline float weight_of(const std::string& key, std::size_t i) {
    std::size_t seed = 7;
    for (const char c : key) seed = (seed * 31 + static_cast<unsigned char>(c)) % 97;
    return static_cast<float>((seed + 31 * i) % 61) / 61.0F - 0.4F;
}

inline StateDict weights_of(const Graph& graph) {
    StateDict weights;
    for (const auto& value : graph.values) {
        if (value.kind != ValueKind::weight) continue;
        std::size_t count = 1;
        for (const auto extent : value.shape) count *= static_cast<std::size_t>(extent);
        std::vector<float> values;
        for (std::size_t i = 0; i < count; ++i) values.push_back(weight_of(value.name, i));
        weights.add(StateDict::make_tensor(value.name, value.shape, values));
    }
    return weights;
}

/// Of images of 2 channels, 6 x 6.
struct MadeNetwork {
    Graph g;
    ValueId image = g.add_input("x", {-1, 2, 6, 6});

    ValueId conv(const std::string& key, ValueId x, std::int64_t in, std::int64_t out,
                 std::int64_t kernel = 1, std::int64_t groups = 1, bool bias = false) {
        std::vector<ValueId> inputs{
            x, g.add_weight(key + ".weight", {out, in / groups, kernel, kernel})};
        if (bias) inputs.push_back(g.add_weight(key + ".bias", {out}));
        return g.add(convolution(1, kernel / 2, groups), inputs, key);
    }
    ValueId norm(const std::string& key, ValueId x, std::int64_t channels) {
        return g.add(
            BatchNorm{},
            {x, g.add_weight(key + ".weight", {channels}), g.add_weight(key + ".bias", {channels}),
             g.add_weight(key + ".running_mean", {channels}),
             g.add_weight(key + ".running_var", {channels})},
            key);
    }
    ValueId act(ActivationKind kind, ValueId x) {
        return g.add(activation(kind, kind == ActivationKind::hard_sigmoid ? 1.0 / 6 : 0,
                                kind == ActivationKind::hard_sigmoid ? 0.5 : 0),
                     {x});
    }
    ValueId sum(ValueId a, ValueId b) { return g.add(Binary{}, {a, b}, "", "sum"); }
    ValueId mean(ValueId x, bool keeps) {
        return g.add(Reduce{ReduceKind::mean, {2, 3}, keeps}, {x});
    }
    ValueId times(ValueId a, ValueId b) {
        return g.add(Binary{BinaryKind::multiply, {}}, {a, b}, "se");
    }
    /// A classifier of 3 classes behind the mean over positions.
    void end(ValueId x, std::int64_t channels) {
        g.outputs = {g.add(Linear{}, {mean(x, false), g.add_weight("fc.weight", {3, channels}),
                                      g.add_weight("fc.bias", {3})})};
    }
};

}  // namespace sescope::graph

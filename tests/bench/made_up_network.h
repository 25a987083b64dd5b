// SPDX-License-Identifier: GPL-3.0-or-later
// Networks with weights of the right shapes and plausible sizes, for benchmarks.
#pragma once

#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "core/base/resources.h"
#include "core/checkpoint/state_dict.h"
#include "core/network/architectures/catalogue_file.h"
#include "core/network/network.h"
#include "core/network/open_network.h"

namespace sescope {

/// Random weights for all that a graph reads and `weights` lacks. Scales and variances of norms are
/// near 1, and the sums of a layer are about as large as what they are made of.
inline void add_made_up_weights(const graph::Graph& graph, StateDict& weights) {
    std::mt19937 random(1);
    for (const graph::Value& value : graph.values) {
        if (value.kind != graph::ValueKind::weight || weights.find(value.name) != nullptr) continue;
        std::int64_t count = 1;
        for (const std::int64_t extent : value.shape) count *= extent;
        const bool is_vector = value.shape.size() < 2;
        const double fan_in = is_vector ? 1 : double(count) / double(value.shape.front());
        std::normal_distribution<float> weight(0.0F, float(1 / std::sqrt(fan_in)));
        std::uniform_real_distribution<float> scale(0.5F, 1.5F);
        std::vector<float> values(static_cast<std::size_t>(count));
        for (float& v : values) v = is_vector ? scale(random) : weight(random);
        weights.add(StateDict::make_tensor(value.name, value.shape, values));
    }
}

/// Weights of the right shapes for a network built by name.
inline StateDict made_up_weights(const Network& model) {
    StateDict weights;
    add_made_up_weights(model.graph, weights);
    return weights;
}

inline Network made_up_se_resnet50(int classes) {
    BuildOptions options;
    options.classes = classes;
    return build_network(options);
}

/// An architecture of the catalogue, by its name in timm.
inline ReadNetwork made_up_architecture(const std::string& name) {
    const CatalogueFile catalogue(resource_path("architectures/catalogue"));
    ReadNetwork result;
    SpecOverrides said;
    said.architecture = "timm/" + name;
    for (const CatalogueEntry& entry : catalogue.entries()) {
        if (entry.full_name() != *said.architecture) continue;
        const graph::Graph graph = graph::from_text(catalogue.graph(entry.graph).text);
        add_made_up_weights(graph, result.weights);
        for (const TensorEntry& constant : catalogue.graph(entry.graph).constants) {
            result.weights.erase(constant.name);
        }
    }
    result.model = read_network(result.weights, said);
    return result;
}

}  // namespace sescope

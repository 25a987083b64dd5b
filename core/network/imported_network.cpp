// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/imported_network.h"

#include <fmt/format.h>

#include <utility>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/network/conventions.h"
#include "core/network/gates/find_gates.h"

namespace sescope {
namespace {

/// Height and width of the images that the graph declares; 0 where it leaves them open.
std::pair<int, int> declared_size(const graph::Graph& graph) {
    const graph::Shape& shape = graph.value(graph.inputs.front()).shape;
    const auto extent = [&](std::size_t at) {
        return at < shape.size() && shape[at] > 0 ? static_cast<int>(shape[at]) : 0;
    };
    return {extent(2), extent(3)};
}

/// Of the input, where the graph declares it.
void take_declared_channels(Network& network) {
    const auto& shape = network.graph.value(network.graph.inputs.front()).shape;
    if (shape.size() == 4 && shape[1] > 0) {
        network.preprocessing.channels = static_cast<int>(shape[1]);
    }
}

void take_declared_size(Network& network, bool is_settled) {
    const auto [height, width] = declared_size(network.graph);
    if (height == 0 || width == 0) return;
    Preprocessing& images = network.preprocessing;
    const bool same = images.size == height && images.columns() == width;
    if (!same && is_settled && !network.only_this_size) return;
    images.size = height;
    images.width = width == height ? 0 : width;
}

/// The size that a program was exported for is an example, where its graph holds for others too.
void leave_size_open(graph::Graph& graph) {
    auto& shape = graph.values[static_cast<std::size_t>(graph.inputs.front())].shape;
    for (std::size_t d = 2; d < shape.size(); ++d) shape[d] = -1;
}

std::optional<Head> head_of(const graph::Graph& graph, const graph::Shape& output) {
    if (output.size() != 2 || output[1] < 2) return std::nullopt;
    const graph::ValueId logits = graph.outputs.front();
    for (auto op = graph.operators.rbegin(); op != graph.operators.rend(); ++op) {
        if (op->output() != logits) continue;
        std::string name = !op->module.empty() ? op->module : op->name;
        if (name.empty()) name = graph.value(logits).name;
        return Head{std::move(name), static_cast<int>(output[1])};
    }
    return std::nullopt;
}

/// Blocks by the parents of their gate units' modules.
std::vector<ModulePlace> places_of(const std::vector<GateSite>& sites) {
    std::vector<ModulePlace> places;
    for (const GateSite& site : sites) {
        const std::size_t dot = site.id.rfind('.');
        if (dot == std::string::npos) continue;
        places.push_back({site.id.substr(0, dot), site.label, site.stage});
    }
    return places;
}

void assume_preprocessing(Network& network, const ImportedAs& as, const SpecOverrides& said) {
    assume_channels(network.assumptions, network.preprocessing, said);
    if (as.preprocessing_from.empty()) return;
    const bool all_said = said.preset || (said.mean && said.std && said.interpolation);
    if (all_said) return;
    const Preprocessing& images = network.preprocessing;
    network.assumptions.push_back(
        {"preprocessing",
         fmt::format("{} ({} x {} px)", images.preset, images.size, images.columns()),
         as.preprocessing_from,
         text("{}, {}, {}, {}", Text::option("preset"), Text::option("mean"), Text::option("std"),
              Text::option("size"))});
    if (images.width != 0) {
        network.assumptions.push_back({"fitting of images", "stretched to the input's sides",
                                       "the input is not square", Text::option("size")});
    }
}

}  // namespace

Network network_of(const ImportedNetwork& imported, const ImportedAs& as,
                   const SpecOverrides& said) {
    Network network;
    network.architecture = as.architecture;
    network.source = as.source;
    network.graph = imported.graph;
    network.assumptions = imported.assumptions;
    network.only_this_size = imported.only_this_size;
    network.one_image_at_a_time = imported.one_image_at_a_time;
    network.label_names = imported.class_names;
    network.preprocessing = as.preprocessing;
    take_declared_channels(network);
    take_declared_size(network, !as.preprocessing_from.empty() ? false : true);
    if (imported.source == "torch.export" && !imported.only_this_size) {
        leave_size_open(network.graph);
    }
    apply_said(network.preprocessing, said);
    const std::vector<graph::Shape> input{network.input_shape(1)};
    const std::vector<graph::Shape> shapes = graph::infer_shapes(network.graph, input);
    const auto output = static_cast<std::size_t>(network.graph.outputs.front());
    if (as.has_head) network.head = head_of(network.graph, shapes[output]);
    if (network.label_names.size() != static_cast<std::size_t>(network.classes())) {
        network.label_names.clear();
    }
    FoundGates found = find_gates(network.graph, input);
    network.sites = std::move(found.sites);
    network.near_misses = std::move(found.near_misses);
    network.places = places_of(network.sites);
    assume_preprocessing(network, as, said);
    return network;
}

}  // namespace sescope

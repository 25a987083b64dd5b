// SPDX-License-Identifier: GPL-3.0-or-later
// write_onnx MODEL ARCHITECTURE HEIGHT[xWIDTH] IMAGES RESULT FILE [all]: writes a network as ONNX
// without some of its gates, and computes what it has to give (tools/check_written_onnx). Of three
// gates one is dropped, one held at constants that differ from channel to channel (some closed,
// some open) and one left alone; with "all", none is touched. MODEL, ARCHITECTURE and IMAGES as of
// forward_network. RESULT: safetensors with the outputs of the network whose gates are held and
// nothing folded ("outputs" [N, values]), and the constants of every site that does not stay
// ("held 0 blocks.0.se" [C]; ones where it is dropped).
#include <fmt/format.h>

#include <cstdio>
#include <span>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/engine/engine.h"
#include "core/graph/pruning.h"
#include "core/network/open_network.h"
#include "core/pruning/prune.h"
#include "core/pruning/pruned_onnx.h"
#include "tools/tool_input.h"

namespace {

using namespace sescope;

std::vector<double> constants_for(const GateSite& site) {
    std::vector<double> constants;
    for (int c = 0; c < site.channels; ++c) {
        const double between = 0.05 + 0.9 * double((c * 7 + 3) % 19) / 19;
        constants.push_back(c % 8 == 0 ? 0 : c % 8 == 1 ? 1 : between);
    }
    return constants;
}

struct Chosen {
    std::vector<BlockChoice> choices;
    MeanGates means;
};

Chosen choose(const Network& model, bool none) {
    Chosen chosen;
    for (const GateSite& site : model.sites) {
        if (none || site.competitive() || site.order % 3 == 2) continue;
        const bool held = site.order % 3 == 0;
        chosen.choices.push_back({site.label, held ? Replacement::mean : Replacement::identity});
        if (held) chosen.means[site.label] = constants_for(site);
    }
    return chosen;
}

std::vector<float> outputs_of(const Network& model, const StateDict& weights,
                              const std::vector<float>& values) {
    const ImageBatch batch = tools::batch_of(values, model.preprocessing);
    const Variant only{model, weights};
    return load_engine()
        .open_ensemble({&only, 1}, tools::settings_for(batch))
        ->forward(batch)
        .front();
}

/// The network whose gates are products with constants, and the constants.
ReadNetwork held_network(const ReadNetwork& network, const Chosen& chosen, StateDict& told) {
    ReadNetwork held = network;
    const std::vector<graph::Shape> input{network.model.input_shape(1)};
    const auto shapes = graph::infer_shapes(network.model.graph, input);
    for (const auto& choice : chosen.choices) {
        const GateSite& site = *network.model.find_site(choice.block);
        std::vector<double> constants(static_cast<std::size_t>(site.channels), 1);
        if (choice.replacement == Replacement::mean) constants = chosen.means.at(choice.block);
        const auto& scaled = shapes[static_cast<std::size_t>(site.place.scaled)];
        const auto dimension = static_cast<std::size_t>(site.place.channel_dimension);
        const std::string key = fmt::format("held {} {}", site.order, site.id);
        held.model.graph =
            graph::hold(held.model.graph, held.weights, site.place.scaled, site.place.product,
                        constants, key, {scaled.size(), dimension});
        const std::vector<float> rounded(constants.begin(), constants.end());
        held.weights.add(StateDict::make_tensor(key, held.weights.at(key).shape, rounded));
        told.add(StateDict::make_tensor(key, {site.channels}, rounded));
    }
    held.model.graph = graph::without_dead(held.model.graph);
    renew_sites(held.model);
    return held;
}

void run(std::span<char*> said) {
    const ReadNetwork network = open_network(said[1], tools::overrides_of(said[2], said[3]));
    const auto values = tools::values_in(said[4]);
    const Chosen chosen = choose(network.model, said.size() > 7);
    const auto pruned = prune(network.model, network.weights, chosen.choices, chosen.means);
    onnx::write(pruned_onnx(pruned, network.weights, said[6]), said[6]);

    StateDict found;
    const ReadNetwork held = held_network(network, chosen, found);
    const auto outputs = outputs_of(held.model, held.weights, values);
    const std::int64_t count = tools::batch_of(values, network.model.preprocessing).count;
    found.add(StateDict::make_tensor(
        "outputs", {count, static_cast<std::int64_t>(outputs.size()) / count}, outputs));
    write_safetensors(said[5], found, {});
    fmt::print("{} sites: {} without their gate, {} constants that nothing took up\n",
               network.model.sites.size(), chosen.choices.size(), pruned.held.size());
}

}  // namespace

int main(int count, char** said) {
    if (count != 7 && count != 8) {
        std::fputs("write_onnx MODEL ARCHITECTURE HEIGHT[xWIDTH] IMAGES RESULT FILE [all]\n",
                   stderr);
        return 2;
    }
    try {
        run({said, static_cast<std::size_t>(count)});
        return 0;
    } catch (const sescope::Error& error) {
        fmt::print(stderr, "{}\n{}\n", error.what(), error.hint());
        return exit_code(error.kind());
    }
}

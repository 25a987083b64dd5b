// SPDX-License-Identifier: GPL-3.0-or-later
// forward_network MODEL ARCHITECTURE HEIGHT[xWIDTH] IMAGES RESULT [SCRIPT]: runs a network once, as
// the programs do, so that its numbers can be held against another implementation's
// (tools/check_architectures, tools/check_onnx). MODEL: what open_network takes; ARCHITECTURE: a
// name of the catalogue, or "" where none is to be said; IMAGES: normalised values, float32,
// N x 3 x HEIGHT x WIDTH. RESULT: safetensors with the gates [N, channels] of each site under
// "0 blocks.0.0.se", "1 ..", and under "logits" [N, values] what the network gives, flattened where
// it has no classifier. SCRIPT: the network as TorchScript.
#include <fmt/format.h>

#include <cstdio>
#include <span>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/engine/engine.h"
#include "core/network/open_network.h"
#include "tools/tool_input.h"

namespace {

using namespace sescope;

std::vector<std::int64_t> rows(int count, std::size_t values) {
    return {count, static_cast<std::int64_t>(values) / count};
}

void run(std::span<char*> said) {
    const auto network = open_network(said[1], tools::overrides_of(said[2], said[3]));
    const auto values = tools::values_in(said[4]);
    const auto batch = tools::batch_of(values, network.model.preprocessing);
    const EngineSettings settings = tools::settings_for(batch);
    const auto running = load_engine().open(network.model, network.weights, settings);
    const auto result = running->forward(batch);

    StateDict found;
    auto output = result.logits;
    if (output.empty()) {
        const Variant only{network.model, network.weights};
        output = load_engine().open_ensemble({&only, 1}, settings)->forward(batch).front();
    }
    found.add(StateDict::make_tensor("logits", rows(batch.count, output.size()), output));
    for (const auto& site : network.model.sites) {
        const auto& gates = result.blocks[static_cast<std::size_t>(site.order)].gates;
        found.add(StateDict::make_tensor(fmt::format("{} {}", site.order, site.id),
                                         rows(batch.count, gates.size()), gates));
    }
    write_safetensors(said[5], found, {});
    if (said.size() > 6) load_engine().export_torchscript(network.model, network.weights, said[6]);
}

}  // namespace

int main(int count, char** said) {
    if (count != 6 && count != 7) {
        std::fputs("forward_network MODEL ARCHITECTURE HEIGHT[xWIDTH] IMAGES RESULT [SCRIPT]\n",
                   stderr);
        return 2;
    }
    try {
        run({said, static_cast<std::size_t>(count)});
        return 0;
    } catch (const sescope::Error& error) {
        fmt::print(stderr, "{}\n", error.what());
        return exit_code(error.kind());
    }
}

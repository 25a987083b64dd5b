// SPDX-License-Identifier: GPL-3.0-or-later
// What sharing a beginning saves: SE-ResNet-50 alone, and the family of all eight subsets of its
// last stage's SE units. The ratio of the two is what counts: run both in one run.
#include <benchmark/benchmark.h>

#include <vector>

#include "core/engine/engine.h"
#include "core/network/network.h"
#include "core/pruning/prune.h"
#include "tests/bench/made_up_network.h"

namespace sescope {
namespace {

constexpr int kImages = 16;

EngineSettings settings() {
    EngineSettings settings;
    settings.device = "cpu";
    settings.precision = Precision::fp32;
    settings.batch = kImages;
    return settings;
}

/// Argument: subsets of the last stage's three units, 1 (the whole network) or 8.
void evaluate_subsets(benchmark::State& state) {
    const Network model = made_up_se_resnet50(10);
    const StateDict weights = made_up_weights(model);
    const std::vector<std::string> last{"SE_5_1", "SE_5_2", "SE_5_3"};
    std::vector<PrunedNetwork> networks;
    for (unsigned subset = 0; subset < unsigned(state.range(0)); ++subset) {
        std::vector<std::string> blocks;
        for (std::size_t i = 0; i < last.size(); ++i) {
            if ((subset >> i & 1U) != 0) blocks.push_back(last[i]);
        }
        networks.push_back(prune(model, weights, choose_blocks(blocks, Replacement::identity)));
    }
    std::vector<Variant> members;
    for (const PrunedNetwork& network : networks) {
        members.push_back({network.model, network.weights});
    }
    const auto family = load_engine().open_ensemble(members, settings());
    const std::vector<std::uint8_t> pixels(std::size_t(kImages) * 224 * 224 * 3, 99);
    ImageBatch batch;
    batch.count = kImages;
    batch.side = 224;
    batch.pixels = pixels;
    for (auto _ : state) benchmark::DoNotOptimize(family->forward(batch));
    state.SetItemsProcessed(state.iterations() * kImages);
    state.counters["parts"] = double(family->parts());
}
BENCHMARK(evaluate_subsets)
    ->ArgName("subsets")
    ->Arg(1)
    ->Arg(8)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace sescope

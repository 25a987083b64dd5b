// SPDX-License-Identifier: GPL-3.0-or-later
// What the main job spends its time on: opening SE-ResNet-50, a batch through it, and counting the
// gates of a batch. Times are per batch; `items_per_second` is images per second.
#include <ATen/Context.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/rand.h>
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/engine/torch/gate_accumulator.h"
#include "core/engine/torch/native_engine.h"
#include "core/engine/torch/torch_errors.h"
#include "core/network/network.h"
#include "tests/bench/made_up_network.h"

namespace sescope {
namespace {

constexpr int kBatch = 16;
constexpr int kClasses = 10;

Network se_resnet50() {
    return made_up_se_resnet50(kClasses);
}

EngineSettings settings_for(int classes) {
    EngineSettings settings;
    settings.device = "cpu";
    settings.precision = Precision::fp32;
    settings.batch = kBatch;
    settings.classes = classes;
    return settings;
}

void open_network(benchmark::State& state) {
    const Network model = se_resnet50();
    const StateDict weights = made_up_weights(model);
    for (auto _ : state) {
        benchmark::DoNotOptimize(sescope_engine()->open(model, weights, settings_for(0)));
    }
}
BENCHMARK(open_network)->Unit(benchmark::kMillisecond)->UseRealTime();

/// Arguments: side, whether gates are counted, and which of named_precisions().
void run_batch(benchmark::State& state) {
    const auto side = static_cast<int>(state.range(0));
    const Network model = se_resnet50();
    EngineSettings settings = settings_for(state.range(1) != 0 ? kClasses : 0);
    settings.precision = named_precisions()[std::size_t(state.range(2))];
    std::unique_ptr<RunningNetwork> running;
    try {
        running = sescope_engine()->open(model, made_up_weights(model), settings);
    } catch (const Error& error) {
        return state.SkipWithError(error.what());
    }
    state.SetLabel(std::string(name_of(settings.precision)));
    const std::vector<std::uint8_t> pixels(static_cast<std::size_t>(kBatch * side * side * 3), 99);
    std::vector<std::int32_t> labels(kBatch);
    for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<int>(i % kClasses);
    ImageBatch batch;
    batch.count = kBatch;
    batch.side = side;
    batch.pixels = pixels;
    batch.labels = labels;
    for (auto _ : state) {
        running->accumulate(batch);
        benchmark::DoNotOptimize(running->finished(Waiting::for_all));
    }
    state.SetItemsProcessed(state.iterations() * kBatch);
}
BENCHMARK(run_batch)
    ->ArgNames({"side", "counted", "precision"})
    ->ArgsProduct({{112, 224}, {0, 1}, {0}})
    ->ArgsProduct({{224}, {1}, {1, 2}})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

/// Counting the gates of a batch in all 16 blocks, images of all classes in turn. Arguments: 0
/// operators, 1 loops; classes.
void count_gates(benchmark::State& state) {
    const Network model = se_resnet50();
    const auto method = state.range(0) == 0 ? CountingMethod::operators : CountingMethod::loops;
    const auto classes = static_cast<int>(state.range(1));
    translate_torch_errors([&] {
        GateAccumulator accumulator(model.sites, classes, {}, at::Device(at::kCPU), method);
        at::manual_seed(20);
        std::vector<at::Tensor> gates;
        for (const GateSite& site : model.sites) {
            gates.push_back(at::rand({kBatch, site.channels}));
        }
        std::vector<std::int32_t> labels(kBatch);
        int image = 0;
        for (auto _ : state) {
            for (auto& label : labels) label = image++ * 7 % classes;
            accumulator.begin(labels, kBatch);
            for (std::size_t i = 0; i < gates.size(); ++i) accumulator.take(i, gates[i], gates[i]);
        }
    });
    state.SetItemsProcessed(state.iterations() * kBatch);
}
BENCHMARK(count_gates)
    ->ArgNames({"loops", "classes"})
    ->ArgsProduct({{0, 1}, {10, 100, 1000}})
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace sescope

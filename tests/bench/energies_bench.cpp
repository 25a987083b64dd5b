// SPDX-License-Identifier: GPL-3.0-or-later
// What statistics cost of a run: SE-ResNet-50 at 224 pixels with its gates counted, and beside it,
// in turn, reading U of all blocks for squeeze and energies, and counting both. Counters are shares
// of the run, in %.
#include <ATen/Context.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randn.h>
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <vector>

#include "core/engine/torch/gate_accumulator.h"
#include "core/engine/torch/native_engine.h"
#include "core/engine/torch/squeeze.h"
#include "core/engine/torch/torch_errors.h"
#include "core/network/network.h"
#include "tests/bench/made_up_network.h"

namespace sescope {
namespace {

constexpr int kBatch = 16;
constexpr int kChunk = 4;
constexpr int kClasses = 10;
constexpr int kSide = 224;
constexpr double kPercent = 100;

template <class Work>
double seconds(const Work& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double median(std::vector<double> values) {
    std::ranges::nth_element(values, values.begin() + std::ptrdiff_t(values.size() / 2));
    return values[values.size() / 2];
}

/// U of a block, for a chunk of images: stage 2 has 256 channels of 56 x 56.
std::vector<at::Tensor> maps_of(const Network& model) {
    at::manual_seed(20);
    std::vector<at::Tensor> maps;
    for (const GateSite& site : model.sites) {
        const std::int64_t side = kSide >> site.stage;
        maps.push_back(at::randn({kChunk, site.channels, side, side})
                           .contiguous(at::MemoryFormat::ChannelsLast));
    }
    return maps;
}

void energies_share(benchmark::State& state) {
    const Network model = made_up_se_resnet50(kClasses);
    EngineSettings settings;
    settings.device = "cpu";
    settings.precision = Precision::fp32;
    settings.batch = kBatch;
    settings.classes = kClasses;
    const auto running = sescope_engine()->open(model, made_up_weights(model), settings);
    const std::vector<std::uint8_t> pixels(std::size_t(kBatch) * kSide * kSide * 3, 99);
    std::vector<std::int32_t> labels;
    for (int i = 0; i < kBatch; ++i) labels.push_back(i % kClasses);
    ImageBatch batch;
    batch.count = kBatch;
    batch.side = kSide;
    batch.pixels = pixels;
    batch.labels = labels;
    const auto pass = [&] {
        running->accumulate(batch);
        benchmark::DoNotOptimize(running->finished(Waiting::for_all));
    };
    pass();
    std::vector<double> reading, plain, counting;
    translate_torch_errors([&] {
        const auto maps = maps_of(model);
        GateAccumulator accumulator(model.sites, kClasses, {}, at::Device(at::kCPU),
                                    CountingMethod::loops);
        std::vector<at::Tensor> gates;
        for (const at::Tensor& u : maps) gates.push_back(at::rand({kBatch, u.size(1)}));
        const auto all_chunks = [&](const auto& read) {
            for (int chunk = 0; chunk < kBatch / kChunk; ++chunk) {
                for (const at::Tensor& u : maps) benchmark::DoNotOptimize(read(u));
            }
        };
        for (auto _ : state) {
            const double run = seconds(pass);
            state.SetIterationTime(run);
            reading.push_back(kPercent / run * seconds([&] {
                                  all_chunks([](const at::Tensor& u) {
                                      return squeezed(u, Squeeze::mean, true);
                                  });
                              }));
            plain.push_back(kPercent / run * seconds([&] {
                                all_chunks([](const at::Tensor& u) { return u.mean({2, 3}); });
                            }));
            counting.push_back(kPercent / run * seconds([&] {
                                   accumulator.begin(labels, kBatch);
                                   for (std::size_t i = 0; i < gates.size(); ++i) {
                                       accumulator.take(i, gates[i], gates[i]);
                                   }
                               }));
        }
    });
    state.SetItemsProcessed(state.iterations() * kBatch);
    state.counters["squeeze and energies %"] = median(reading);
    state.counters["mean alone by ATen %"] = median(plain);
    state.counters["counting %"] = median(counting);
}
BENCHMARK(energies_share)->Unit(benchmark::kMillisecond)->UseManualTime();

}  // namespace
}  // namespace sescope

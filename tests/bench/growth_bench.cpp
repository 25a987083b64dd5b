// SPDX-License-Identifier: GPL-3.0-or-later
// How the cost of a network grows: with the batch, the size of images, threads and depth. Random
// weights; gates are counted. `tools/growth.py` makes the table.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "core/engine/engine.h"
#include "core/network/network.h"
#include "tests/bench/made_up_network.h"

namespace sescope {
namespace {

constexpr int kClasses = 10;

/// Arguments: depth, side, batch, threads.
void growth(benchmark::State& state) {
    BuildOptions options;
    options.architecture = "se_resnet" + std::to_string(state.range(0));
    options.classes = kClasses;
    const Network model = build_network(options);
    const auto side = static_cast<int>(state.range(1));
    const auto count = static_cast<int>(state.range(2));
    EngineSettings settings;
    settings.device = "cpu";
    settings.precision = Precision::fp32;
    settings.batch = count;
    settings.classes = kClasses;
    settings.threads = static_cast<int>(state.range(3));
    Network sized = model;
    sized.preprocessing.size = side;
    const auto running = load_engine().open(sized, made_up_weights(model), settings);
    const std::vector<std::uint8_t> pixels(std::size_t(count) * side * side * 3, 99);
    std::vector<std::int32_t> labels;
    for (int i = 0; i < count; ++i) labels.push_back(i % kClasses);
    ImageBatch batch;
    batch.count = count;
    batch.side = side;
    batch.pixels = pixels;
    batch.labels = labels;
    const auto run = [&] {
        running->accumulate(batch);
        benchmark::DoNotOptimize(running->finished(Waiting::for_all));
    };
    run();
    std::vector<double> seconds;
    for (auto _ : state) {
        const auto begin = std::chrono::steady_clock::now();
        run();
        seconds.push_back(
            std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    }
    // The median batch: one that was disturbed says nothing of how cost grows.
    const auto middle = seconds.begin() + std::ptrdiff_t(seconds.size() / 2);
    std::ranges::nth_element(seconds, middle);
    state.counters["images_per_second"] = count / *middle;
}

/// About as many images in each row, so that one takes some seconds on two cores.
void add(int depth, int side, int batch, int threads) {
    constexpr int kImages = 48;
    ::benchmark::RegisterBenchmark("growth", growth)
        ->ArgNames({"depth", "side", "batch", "threads"})
        ->Args({depth, side, batch, threads})
        ->Iterations(std::max(3, kImages / batch))
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
}

const bool kRegistered = [] {
    for (const int batch : {1, 2, 4, 8, 16, 32, 64}) add(50, 224, batch, 2);
    for (const int side : {96, 128, 160, 192, 256, 288, 320}) add(50, side, 16, 2);
    add(50, 224, 16, 1);
    for (const int depth : {101, 152}) {
        for (const int threads : {1, 2}) add(depth, 224, 16, threads);
    }
    return true;
}();

}  // namespace
}  // namespace sescope

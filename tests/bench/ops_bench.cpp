// SPDX-License-Identifier: GPL-3.0-or-later
// The engine's own operators, each beside the plain ATen that it stands for, on the maps that a
// chunk of SE-ResNet-50 at 224 pixels has.
#include <ATen/Context.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/addcmul.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randn.h>
#include <benchmark/benchmark.h>

#include <utility>

#include "core/engine/torch/block_tail.h"
#include "core/engine/torch/convolution.h"
#include "core/engine/torch/squeeze.h"
#include "core/engine/torch/torch_errors.h"

namespace sescope {
namespace {

constexpr std::int64_t kImages = 4;

at::Tensor made_up_map(std::int64_t channels, std::int64_t side) {
    at::manual_seed(20);
    return at::randn({kImages, channels, side, side}).contiguous(at::MemoryFormat::ChannelsLast);
}

/// Channels and side of U in each stage.
void stages(benchmark::internal::Benchmark* bench) {
    bench->ArgNames({"channels", "side"});
    bench->Args({256, 56})->Args({512, 28})->Args({1024, 14})->Args({2048, 7});
    bench->Unit(benchmark::kMicrosecond)->UseRealTime();
}

void count_bytes(benchmark::State& state, std::int64_t maps) {
    const std::int64_t values = kImages * state.range(0) * state.range(1) * state.range(1);
    state.SetBytesProcessed(state.iterations() * maps * values * std::int64_t(sizeof(float)));
}

/// Mean and energies in one reading.
void squeeze(benchmark::State& state) {
    translate_torch_errors([&] {
        const at::Tensor u = made_up_map(state.range(0), state.range(1));
        for (auto _ : state) {
            benchmark::DoNotOptimize(squeezed(u, Squeeze::mean, true));
        }
    });
    count_bytes(state, 1);
}
BENCHMARK(squeeze)->Apply(stages);

/// The mean alone, by ATen.
void squeeze_plain(benchmark::State& state) {
    translate_torch_errors([&] {
        const at::Tensor u = made_up_map(state.range(0), state.range(1));
        for (auto _ : state) benchmark::DoNotOptimize(u.mean({2, 3}));
    });
    count_bytes(state, 1);
}
BENCHMARK(squeeze_plain)->Apply(stages);

/// relu(identity + gates * u)
void scale_add_relu(benchmark::State& state) {
    translate_torch_errors([&] {
        const at::Tensor u = made_up_map(state.range(0), state.range(1));
        const at::Tensor identity = made_up_map(state.range(0), state.range(1)).relu();
        const at::Tensor gates = at::rand({kImages, state.range(0), 1, 1});
        for (auto _ : state) benchmark::DoNotOptimize(scaled_sum_relu(identity, u, gates));
    });
    count_bytes(state, 3);
}
BENCHMARK(scale_add_relu)->Apply(stages);

void scale_add_relu_plain(benchmark::State& state) {
    translate_torch_errors([&] {
        const at::Tensor u = made_up_map(state.range(0), state.range(1));
        const at::Tensor identity = made_up_map(state.range(0), state.range(1)).relu();
        const at::Tensor gates = at::rand({kImages, state.range(0), 1, 1});
        for (auto _ : state) benchmark::DoNotOptimize(at::addcmul(identity, u, gates).relu_());
    });
    count_bytes(state, 3);
}
BENCHMARK(scale_add_relu_plain)->Apply(stages);

/// Arguments: in, out, kernel, side, stride; by: 0 ATen's plain operator, 1 what fp32 is packed
/// for, 2 bf16x3, 3 bf16. `GFLOP/s` counts two operations a multiply-accumulate.
void convolution(benchmark::State& state) {
    translate_torch_errors([&] {
        const std::int64_t in = state.range(0);
        const std::int64_t out = state.range(1);
        const std::int64_t kernel = state.range(2);
        const std::int64_t side = state.range(3);
        const std::int64_t stride = state.range(4);
        Convolution conv;
        conv.weight =
            at::randn({out, in, kernel, kernel}).contiguous(at::MemoryFormat::ChannelsLast);
        conv.bias = at::randn({out});
        conv.stride = {stride, stride};
        conv.padding = {kernel / 2, kernel / 2};
        const Shape shape{kImages, in, side, side};
        const Shape output = conv.output_shape(shape);
        if (state.range(5) != 0) {
            if (state.range(5) == 3) conv = conv.converted(at::kBFloat16);
            conv =
                conv.packed_for(shape, state.range(5) == 2 ? MatmulMode::bf16x3 : MatmulMode::fp32);
            if (!conv.packed && !conv.fused && !conv.winograd) {
                return state.SkipWithError("not packed by this LibTorch");
            }
        }
        const at::Tensor x =
            made_up_map(in, side).to(state.range(5) == 3 ? at::kBFloat16 : at::kFloat);
        for (auto _ : state) benchmark::DoNotOptimize(conv(x, Activation::relu));
        const double operations = 2.0 * double(kImages * in * kernel * kernel) *
                                  double(output[1] * output[2] * output[3]);
        state.counters["GFLOP/s"] =
            benchmark::Counter(operations * 1e-9, benchmark::Counter::kIsIterationInvariantRate);
    });
}

void shapes(benchmark::internal::Benchmark* bench) {
    bench->ArgNames({"in", "out", "kernel", "side", "stride", "by"});
    for (const std::int64_t by : {0, 1, 2, 3}) {
        bench->Args({3, 64, 7, 224, 2, by});
        for (const auto& [width, side] :
             {std::pair<std::int64_t, std::int64_t>{64, 56}, {128, 28}, {256, 14}, {512, 7}}) {
            bench->Args({4 * width, width, 1, side, 1, by});
            bench->Args({width, width, 3, side, 1, by});
            bench->Args({width, 4 * width, 1, side, 1, by});
        }
    }
    bench->Unit(benchmark::kMicrosecond)->UseRealTime();
}
BENCHMARK(convolution)->Apply(shapes);

}  // namespace
}  // namespace sescope

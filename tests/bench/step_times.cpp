// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/step_times.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/ops/randn.h>
#include <c10/core/InferenceMode.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ctime>
#include <string>
#include <vector>

#include "core/cost/cost.h"
#include "core/engine/torch/chunking.h"
#include "core/engine/torch/compile/steps.h"
#include "core/engine/torch/gate_collector.h"
#include "core/engine/torch/map_memory.h"

namespace sescope {
namespace {

constexpr const char* kKinds[] = {"stem", "residual", "inverted", "head", "operators"};

/// Multiply-accumulates of the convolutions of a step for one image.
double multiplications(const graph::Graph& graph, std::span<const graph::Shape> shapes,
                       const Range& range) {
    double total = 0;
    for (std::size_t at = range.begin; at < range.end; ++at) {
        const graph::Operator& op = graph.operators[at];
        if (!std::holds_alternative<graph::Convolution>(op.kind)) continue;
        const graph::Shape& weight = graph.value(op.inputs[1]).shape;
        double count = 1;
        for (const std::int64_t extent : weight) count *= double(extent);
        const graph::Shape& output = shapes[std::size_t(op.outputs[0])];
        for (std::size_t i = 2; i < output.size(); ++i) count *= double(output[i]);
        total += count;
    }
    return total;
}

/// Of the median pass. On one thread what the thread computed, which other programs do not change.
double median_seconds(const Step& step, const at::Tensor& x) {
    const auto now = [] {
        timespec time{};
        clock_gettime(at::get_num_threads() == 1 ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC,
                      &time);
        return double(time.tv_sec) + 1e-9 * double(time.tv_nsec);
    };
    std::vector<double> all;
    for (int pass = 0; pass < 9; ++pass) {
        GateCollector gates(true);
        const double begin = now();
        run_step(step, x, gates);
        all.push_back(now() - begin);
    }
    std::ranges::sort(all);
    return all[all.size() / 2];
}

}  // namespace

void print_step_times(const ReadNetwork& network, int batch, int threads, int size) {
    const c10::InferenceMode inference;
    const MapsInUse maps;
    if (threads > 0) at::set_num_threads(threads);
    const graph::Graph& graph = network.model.graph;
    const std::vector<graph::Shape> inputs{{batch, 3, size, size}};
    const std::vector<graph::Shape> shapes = graph::infer_shapes(graph, inputs);
    const NetworkIndex index(network.model);
    const auto planned = plan_steps(index, wanted_outputs(network.model));
    std::vector<Step> steps;
    std::vector<std::int64_t> bytes;
    for (const PlannedStep& step : planned) {
        steps.push_back(load_step(step, network.model, network.weights, at::kCPU));
        bytes.push_back(bytes_touched(steps.back(), shapes, step.range.input));
    }
    const auto segments = segments_of(bytes, batch);
    at::manual_seed(20);
    double total = 0;
    std::size_t segment = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        while (i >= segments[segment].end) ++segment;
        const std::int64_t images = network.model.one_image_at_a_time ? 1 : segments[segment].chunk;
        const Step packed =
            packed_for(steps[i], shapes, planned[i].range.input, images, MatmulMode::fp32);
        graph::Shape shape = shapes[std::size_t(planned[i].range.input)];
        shape[0] = images;
        at::Tensor x = at::randn(shape);
        if (shape.size() == 4) x = x.contiguous(at::MemoryFormat::ChannelsLast);
        const double seconds = median_seconds(packed, x);
        const double of_batch = seconds * double(batch) / double(images);
        total += of_batch;
        const double products = multiplications(graph, shapes, planned[i].range);
        const auto& first = graph.operators[planned[i].range.begin];
        fmt::print(
            "{:3} {:9} {:7.2f} ms {:6.1f} GFLOP/s {:6.1f} MMAC {:6.2f} MB, {} at a time, "
            "[{}] {} operators from {}\n",
            i, kKinds[planned[i].match.index()], of_batch * 1e3,
            2e-9 * products * double(images) / seconds, products * 1e-6, double(bytes[i]) * 1e-6,
            images, fmt::join(shape, ", "), planned[i].range.end - planned[i].range.begin,
            graph::described(first));
    }
    fmt::print("    {:.2f} ms in all, {:.1f} images a second\n", total * 1e3, batch / total);
}

}  // namespace sescope

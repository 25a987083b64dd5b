// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/chunking.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/split.h>

#include <algorithm>

#include "core/engine/torch/gate_collector.h"

namespace sescope {
namespace {

// On 32 MB of cache half of it was slower by some percent; twice as much was not measured.
constexpr std::int64_t kBytesATime = std::int64_t{40} << 20;

/// What the chunks of a batch told of each block, put together.
void hand_on(const std::vector<GateCollector>& chunks, GateSink& sink) {
    for (std::size_t block = 0; block < chunks.front().gates().size(); ++block) {
        if (!chunks.front().gates()[block].defined()) continue;  // told elsewhere
        std::vector<at::Tensor> gates;
        std::vector<at::Tensor> energies;
        for (const GateCollector& chunk : chunks) {
            gates.push_back(chunk.gates()[block]);
            if (chunk.energies()[block].defined()) energies.push_back(chunk.energies()[block]);
        }
        sink.take(block, at::cat(gates), energies.empty() ? at::Tensor() : at::cat(energies));
    }
}

}  // namespace

std::int64_t images_a_chunk(std::span<const std::int64_t> bytes, std::int64_t batch) {
    std::int64_t largest = 1;
    for (const std::int64_t part : bytes) largest = std::max(largest, part);
    std::int64_t images = std::clamp<std::int64_t>(kBytesATime / largest, 1, batch);
    while (batch % images != 0) --images;
    return images;
}

std::int64_t next_chunk(std::int64_t before, std::span<const std::int64_t> bytes,
                        std::int64_t batch) {
    const std::int64_t chunk = std::max(before, images_a_chunk(bytes, batch));
    return chunk % before == 0 ? chunk : before;
}

std::vector<MicroBatchSegment> segments_of(std::span<const std::int64_t> bytes,
                                           std::int64_t batch) {
    std::vector<MicroBatchSegment> segments;
    std::int64_t least = 1;
    for (std::size_t step = 0; step < bytes.size(); ++step) {
        // A stem goes with the first unit.
        const auto parts = step == 0 ? bytes.first(std::min<std::size_t>(2, bytes.size()))
                                     : bytes.subspan(step, 1);
        const std::int64_t chunk = step == 1 ? least : next_chunk(least, parts, batch);
        if (segments.empty() || segments.back().chunk != chunk) segments.push_back({step, chunk});
        segments.back().end = step + 1;
        least = chunk;
    }
    return segments;
}

std::vector<at::Tensor> run_in_chunks(const at::Tensor& input, std::int64_t chunk, GateSink& sink,
                                      const ChunkPass& pass) {
    if (chunk < 1 || input.size(0) <= chunk) return pass(input, sink);
    std::vector<std::vector<at::Tensor>> outputs;  // by output, then by chunk
    std::vector<GateCollector> gates;
    for (const at::Tensor& images : input.split(chunk)) {
        const auto given = pass(images, gates.emplace_back(sink.wants_energies()));
        outputs.resize(given.size());
        for (std::size_t i = 0; i < given.size(); ++i) outputs[i].push_back(given[i]);
    }
    hand_on(gates, sink);
    std::vector<at::Tensor> whole;
    for (const auto& chunks : outputs) whole.push_back(at::cat(chunks));
    return whole;
}

}  // namespace sescope

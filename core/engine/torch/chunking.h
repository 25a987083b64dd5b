// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/engine/torch/gate_sink.h"

namespace sescope {

/// How many images of a batch go through the network together on the CPU: as many as keep the maps
/// of the largest part near the last level of cache, rather than in memory that is slower than the
/// arithmetic (SE-ResNet-50 at 224 pixels: 4, at 96: 16). A divisor of `batch`, so that an image is
/// computed by the same kernels wherever in the batch it stands; the same on every machine.
/// `bytes`: what each part of the network reads and writes for one image.
std::int64_t images_a_chunk(std::span<const std::int64_t> bytes, std::int64_t batch);

/// As `images_a_chunk`, for parts behind others that `before` images go through together: a
/// multiple of that, so that whole chunks are put together.
std::int64_t next_chunk(std::int64_t before, std::span<const std::int64_t> bytes,
                        std::int64_t batch);

/// Neighbouring steps of a network that the same number of images goes through together.
struct MicroBatchSegment {
    std::size_t end;     ///< one past its last step
    std::int64_t chunk;  ///< images
};

/// Cuts a network into segments: maps shrink with depth, so that later steps take more images at a
/// time, which their weights are then read less often for. `bytes`: of each step; the first two go
/// together. A chunk is a multiple of the one before it. Empty where there is no step.
std::vector<MicroBatchSegment> segments_of(std::span<const std::int64_t> bytes, std::int64_t batch);

using ChunkPass = std::function<std::vector<at::Tensor>(const at::Tensor& chunk, GateSink& sink)>;

/// Runs `pass` over `chunk` images of `input` [N, ..] at a time and gives its outputs, one below
/// the other; `sink` is told the gates of the whole batch, of the blocks that `pass` told. 0: over
/// all at once.
std::vector<at::Tensor> run_in_chunks(const at::Tensor& input, std::int64_t chunk, GateSink& sink,
                                      const ChunkPass& pass);

}  // namespace sescope

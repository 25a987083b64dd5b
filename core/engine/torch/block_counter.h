// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "core/engine/torch/counted_block.h"

namespace sescope {

/// Where each image of a batch is counted: the same labels on the host and on the device.
struct BatchLabels {
    std::vector<std::int32_t> host;  ///< class of each image; -1: nowhere
    at::Tensor rows;                 ///< [N] int64 on the device; `classes` stands for nowhere
};

/// Counts the gates of one block per class and channel. Both implementations give the same bits.
class BlockCounter {
  public:
    virtual ~BlockCounter() = default;
    /// Gates and energies (see GateSink::take): [N, C], fp32, contiguous.
    virtual void add(const at::Tensor& gates, const at::Tensor& energies,
                     const BatchLabels& labels) = 0;
    virtual BlockTally tally() const = 0;
};

/// How to count: with ATen's operators, which run on every device, or with plain loops on the CPU,
/// where dispatching some thirty small operators a block would cost more than the counting.
enum class CountingMethod { operators, loops };

std::unique_ptr<BlockCounter> make_block_counter(CountingMethod method, const CountedBlock& block,
                                                 int classes, const TallySettings& settings,
                                                 at::Device device);

}  // namespace sescope

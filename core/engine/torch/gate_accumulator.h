// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/engine/torch/block_counter.h"
#include "core/engine/torch/gate_sink.h"

namespace sescope {

/// A GateSink that keeps per-class statistics of all SE blocks on the network's device, in tensors
/// that grow with classes x channels (1,000 classes of SE-ResNet-50: 0.5 GB), never with images. On
/// the CPU most of that is out of memory most of the time (PagedArray).
class GateAccumulator : public GateSink {
  public:
    GateAccumulator(std::span<const GateSite> sites, int classes, const TallySettings& settings,
                    at::Device device, CountingMethod method);

    /// Says whose gates come next: the class of each image, -1 for none. Images beyond the labels,
    /// up to `padded`, are padding. Throws Error{usage} for a label outside -1 .. classes - 1.
    void begin(std::span<const std::int32_t> labels, int padded);

    // The same in steps, for a device that works in the background.

    /// Where `begin` would have each image counted: a class, or `classes` for nowhere. Throws as it
    /// does.
    std::vector<std::int64_t> rows_of(std::span<const std::int32_t> labels, int padded) const;
    /// Says whose gates come next by these rows, on the device, [N] int64; for counting by
    /// operators. Counts no image.
    void begin(const at::Tensor& rows);
    void count_images(std::span<const std::int32_t> labels);

    void take(std::size_t block, const at::Tensor& gates, const at::Tensor& energies) override;

    /// What is counted so far; on the CPU it is copied only if more is counted while it is kept.
    GateTally tally() const;

  private:
    int classes_;
    TallySettings settings_;
    at::Device device_;
    BatchLabels labels_;
    std::vector<std::uint64_t> images_;
    std::vector<std::unique_ptr<BlockCounter>> counters_;
};

}  // namespace sescope

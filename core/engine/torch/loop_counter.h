// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/torch/block_counter.h"

namespace sescope {

/// Counts on the CPU, straight into the tally. Memory: 32 bytes a class and channel.
class LoopCounter : public BlockCounter {
  public:
    LoopCounter(const CountedBlock& block, int classes, const TallySettings& settings);
    void add(const at::Tensor& gates, const at::Tensor& energies,
             const BatchLabels& labels) override;
    BlockTally tally() const override { return tally_; }

  private:
    void add_image(const float* gates, std::size_t label);
    void add_energies(const float* gates, const float* energies);

    CountedBlock block_;
    TallySettings settings_;
    BlockTally tally_;
};

}  // namespace sescope

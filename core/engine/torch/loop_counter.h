// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/torch/block_counter.h"

namespace sescope {

/// Counts on the CPU, straight into the tally: 32 bytes a class and channel. A large one is let go
/// of after every few images: the next are of other classes, whose rows lie elsewhere.
class LoopCounter : public BlockCounter {
  public:
    LoopCounter(const CountedBlock& block, int classes, const TallySettings& settings);
    void add(const at::Tensor& gates, const at::Tensor& energies,
             const BatchLabels& labels) override;
    BlockTally tally() const override { return tally_; }

  private:
    void add_image(const float* gates, std::size_t label);
    void let_go_of_pieces(std::size_t channels);
    void add_energies(const float* gates, const float* energies);

    CountedBlock block_;
    TallySettings settings_;
    BlockTally tally_;
    std::size_t brought_in_ = 0;  ///< bytes of pages, since the last time they were let go of
};

}  // namespace sescope

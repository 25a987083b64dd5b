// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/torch/block_counter.h"

namespace sescope {

/// Counts with ATen's operators on any device, and without waiting for it: no value comes to the
/// host but by `tally`, and no number is brought to the device in memory of its own. Integer sums,
/// minima and maxima do not depend on the order in which a GPU's threads add them. Row `classes`
/// takes what is counted nowhere.
class OperatorCounter : public BlockCounter {
  public:
    OperatorCounter(const CountedBlock& block, int classes, const TallySettings& settings,
                    at::Device device);
    void add(const at::Tensor& gates, const at::Tensor& energies,
             const BatchLabels& labels) override;
    BlockTally tally() const override;

  private:
    void add_energies(const at::Tensor& gates, const at::Tensor& energies,
                      const BatchLabels& labels);

    CountedBlock block_;
    int classes_;
    TallySettings settings_;
    at::Tensor sum_;                  ///< [classes + 1, C] int64
    at::Tensor sum_of_squares_;       ///< [classes + 1, C] int64
    at::Tensor min_;                  ///< [classes + 1, C] fp32
    at::Tensor max_;                  ///< [classes + 1, C] fp32
    at::Tensor open_;                 ///< [classes + 1, C] int32
    at::Tensor closed_;               ///< [classes + 1, C] int32
    at::Tensor histogram_;            ///< [(classes + 1) * 256] int64
    at::Tensor not_finite_;           ///< [1] int64
    at::Tensor energy_;               ///< [C] int64
    at::Tensor gate_energy_;          ///< [C] int64
    at::Tensor squared_gate_energy_;  ///< [C] int64
    at::Tensor energy_not_finite_;    ///< [1] int64
};

}  // namespace sescope

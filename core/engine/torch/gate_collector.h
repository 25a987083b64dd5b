// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/engine/torch/gate_sink.h"

namespace sescope {

/// Keeps the gates of one batch, so that they are counted only when the whole pass has succeeded.
class GateCollector : public GateSink {
  public:
    explicit GateCollector(bool with_energies = false) : with_energies_(with_energies) {}

    void take(std::size_t block, const at::Tensor& gates, const at::Tensor& energies) override {
        if (gates_.size() <= block) {
            gates_.resize(block + 1);
            energies_.resize(block + 1);
        }
        gates_[block] = gates;
        energies_[block] = energies;
    }
    bool wants_energies() const override { return with_energies_; }
    /// By SE block: [N, C] each.
    const std::vector<at::Tensor>& gates() const { return gates_; }
    const std::vector<at::Tensor>& energies() const { return energies_; }

  private:
    bool with_energies_;
    std::vector<at::Tensor> gates_;
    std::vector<at::Tensor> energies_;
};

}  // namespace sescope

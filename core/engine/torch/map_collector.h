// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/torch/gate_collector.h"

namespace sescope {

/// Keeps the gates of a batch, and the position maps of one block.
class MapCollector : public GateCollector {
  public:
    explicit MapCollector(std::size_t block)
        : GateCollector(/*with_energies=*/false), block_(block) {}

    bool wants_maps(std::size_t block) const override { return block == block_; }
    void take_maps(const at::Tensor& u, const at::Tensor& gates) override {
        const at::Tensor magnitude = u.to(at::kFloat).abs();
        before_ = magnitude.mean(1);
        after_ = magnitude.mul(gates.abs()).mean(1);
    }
    const at::Tensor& before() const { return before_; }  ///< [N, H, W]
    const at::Tensor& after() const { return after_; }

  private:
    std::size_t block_;
    at::Tensor before_;
    at::Tensor after_;
};

}  // namespace sescope

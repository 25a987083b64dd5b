// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/engine/torch/gate_sink.h"

namespace sescope {

/// Keeps the gates of one batch, so that they are counted only when the whole pass has succeeded.
class GateCollector : public GateSink {
  public:
    void take(std::size_t block, const at::Tensor& gates) override {
        if (gates_.size() <= block) gates_.resize(block + 1);
        gates_[block] = gates;
    }
    /// By SE block: [N, C] each.
    const std::vector<at::Tensor>& gates() const { return gates_; }

  private:
    std::vector<at::Tensor> gates_;
};

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/checkpoint/state_dict.h"

namespace sescope {

/// Reads the tensors of a state dict as fp32 and insists on their shapes.
class WeightReader {
  public:
    /// Keeps a reference to `weights`.
    explicit WeightReader(const StateDict& weights) : weights_(weights) {}

    /// Values in row-major order. Throws Error{model} naming the key when it is missing or has
    /// another shape.
    std::vector<float> read(const std::string& key, const std::vector<std::int64_t>& shape) const;

  private:
    const StateDict& weights_;
};

}  // namespace sescope

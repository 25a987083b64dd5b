// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>

namespace sescope {

/// Receives the gates of each SE block during a forward pass, in the order of the network. This is
/// the hook that a C++ module of LibTorch has not.
class GateSink {
  public:
    virtual ~GateSink() = default;

    /// `block` counts SE blocks from 0; `gates` are [N, C], fp32, contiguous, on the network's own
    /// device. Without squeeze they are the means over the positions of the map.
    virtual void take(std::size_t block, const at::Tensor& gates) = 0;
};

}  // namespace sescope

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
    /// device. Without squeeze they are the means over the positions of the map. `energies` are of
    /// the same shape and type: the mean over positions of u^2 per image and channel, where u is
    /// what the gates multiply (before they do), whatever the place of the unit; a pass that never
    /// writes u may give the mean of (s u)^2 over s^2. Undefined unless `wants_energies()`.
    virtual void take(std::size_t block, const at::Tensor& gates, const at::Tensor& energies) = 0;
    /// Asked before each unit: energies that nobody wants need not be computed.
    virtual bool wants_energies() const { return true; }
    /// Asked before each unit: whether its maps are to be told. A pass that never writes u must
    /// write it then.
    virtual bool wants_maps([[maybe_unused]] std::size_t block) const { return false; }
    /// u [N, C, H, W], what the gates multiply, and the gates [N, C, 1, 1] or [N, C, H, W].
    virtual void take_maps([[maybe_unused]] const at::Tensor& u,
                           [[maybe_unused]] const at::Tensor& gates) {}
};

}  // namespace sescope

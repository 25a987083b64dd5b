// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <optional>

#include "core/engine/torch/instructions.h"
#include "core/engine/torch/packed_convolution.h"

namespace sescope {

/// A 3 x 3 convolution of stride 1 on the CPU by Winograd's F(4 x 4, 3 x 3), with a quarter of the
/// multiplications; fp32; in groups of 16 channels and more, too. About twice as fast as oneDNN's
/// direct kernels (docs/speed.md).
/// An image's outputs are the same to the bit wherever in a batch it stands, and for any number of
/// threads.
class WinogradConvolution {
  public:
    /// Null where `conv` is of another kind, or where there are no instructions for it.
    static std::shared_ptr<const WinogradConvolution> make(
        const Convolution& conv, std::optional<Instructions> instructions = widest_instructions());

    /// x [N, in, H, W], channels-last -> [N, out, H, W], channels-last.
    at::Tensor operator()(const at::Tensor& x, Activation activation) const;

  private:
    struct Call;

    WinogradConvolution(const Convolution& conv, Instructions instructions);
    void run_block(const Call& call, std::int64_t first_tile, std::int64_t tiles,
                   std::int64_t first_group, float* points, float* products) const;

    Instructions instructions_;
    std::int64_t groups_;
    std::int64_t together_;  ///< groups that a task computes
    std::int64_t inputs_;    ///< of a group
    std::int64_t outputs_;   ///< likewise
    at::Tensor weight_;      ///< [group, point, out / panel, rounded up; in, panel]
    at::Tensor bias_;
};

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>

#include "core/engine/torch/gate_sink.h"
#include "core/network/gate_site.h"

namespace sescope {

/// Reads the gates of one site off the values around its product. This is the hook.
struct GateTap {
    std::size_t order = 0;  ///< of the site in the network
    std::int64_t channels = 0;
    int branch = -1;
    bool squeezes = true;  ///< one gate a channel, rather than one a pixel

    /// Hands gates [N, C] and mean squares of U to the sink. `u`, what is scaled: [N, C, H, W],
    /// [N, H, W, C], or [N, branches, C, H, W]; `gate`, the output of the bounding function, and
    /// `factor`, the gate as it multiplies u. `mean_squares` may be undefined: it is computed then,
    /// where the sink wants it.
    void take(const at::Tensor& u, const at::Tensor& gate, const at::Tensor& factor,
              const at::Tensor& mean_squares, GateSink& sink) const;
};

GateTap tap_of(const GateSite& site);

}  // namespace sescope

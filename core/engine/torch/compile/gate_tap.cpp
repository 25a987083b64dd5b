// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/compile/gate_tap.h"

#include <ATen/TensorOperators.h>

#include <vector>

#include "core/base/error.h"
#include "core/engine/torch/squeeze.h"

namespace sescope {
namespace {

/// U of one branch as [N, C, H, W], whatever its layout.
at::Tensor as_map(const at::Tensor& u, std::int64_t channels, int branch) {
    at::Tensor map = u;
    if (branch >= 0 && u.dim() == 5) map = u.select(1, branch);
    if (map.dim() == 4 && map.size(1) != channels && map.size(3) == channels) {
        map = map.permute({0, 3, 1, 2});
    }
    return map;
}

/// [N, C, 1, 1] or, of one gate a pixel, [N, C, H, W].
at::Tensor as_gates(const GateTap& tap, const at::Tensor& gate, const at::Tensor& factor) {
    const std::int64_t images = factor.size(0);
    const std::int64_t one_each = images * tap.channels;
    if (tap.branch >= 0 && factor.dim() == 5) {
        return factor.select(1, tap.branch).reshape({images, tap.channels, 1, 1});
    }
    if (tap.squeezes && gate.defined() && gate.numel() == one_each) {
        return gate.reshape({images, tap.channels, 1, 1});
    }
    if (factor.numel() == one_each) return factor.reshape({images, tap.channels, 1, 1});
    const at::Tensor map = as_map(factor, tap.channels, -1);
    if (map.dim() == 4 && map.size(1) == tap.channels) return map;
    throw Error(ErrorKind::internal, "a gate has another shape than its site says");
}

}  // namespace

void GateTap::take(const at::Tensor& u, const at::Tensor& gate, const at::Tensor& factor,
                   const at::Tensor& mean_squares, GateSink& sink) const {
    const at::Tensor gates = as_gates(*this, gate, factor).to(at::kFloat);
    const bool is_single = gates.size(2) == 1 && gates.size(3) == 1;
    const at::Tensor per_image =
        is_single ? gates.flatten(1).contiguous() : gates.mean({2, 3}).contiguous();
    at::Tensor squares = mean_squares;
    if (!squares.defined() && sink.wants_energies()) {
        squares =
            squeezed(as_map(u, channels, branch), Squeeze::none, /*with_energies=*/true).energies;
    }
    sink.take(order, per_image, squares);
    if (sink.wants_maps(order)) sink.take_maps(as_map(u, channels, branch), gates);
}

GateTap tap_of(const GateSite& site) {
    return {static_cast<std::size_t>(site.order), site.channels, site.branch,
            site.squeeze != Squeeze::none};
}

}  // namespace sescope

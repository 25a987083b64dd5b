// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include "core/engine/torch/activation.h"
#include "core/graph/operators.h"
#include "core/network/gate_site.h"

namespace sescope {

/// What an SE unit says of U.
struct Excitation {
    at::Tensor gates;
    at::Tensor energies;  ///< [N, C], fp32: see GateSink; undefined where not wanted
};

/// One SE unit: squeeze, two fully connected layers, gate (SENet, section 3). Always in fp32,
/// whatever the precision of the network, because the gates are what is measured.
struct ExcitationOp {
    Squeeze squeeze = Squeeze::mean;
    graph::Activation gate{graph::ActivationKind::sigmoid, 0, 0};
    Activation hidden = Activation::relu;  ///< between the layers
    at::Tensor weight1;                    ///< [C / r, C]
    at::Tensor bias1;                      ///< [C / r], or undefined
    at::Tensor weight2;                    ///< [C, C / r]
    at::Tensor bias2;                      ///< [C], or undefined

    /// u [N, C, H, W] -> gates [N, C, 1, 1], or [N, C, H, W] without squeeze; fp32. Energies are
    /// read off in the same pass over u as the squeeze, where they are wanted.
    Excitation operator()(const at::Tensor& u, bool with_energies) const;
    /// What follows the squeeze: z [N, C] -> gates [N, C].
    at::Tensor gates_of(const at::Tensor& z) const;
};

/// Gates as a sink takes them: [N, C], contiguous; means over positions where there are several.
at::Tensor gates_per_image(const at::Tensor& gates);

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include "core/network/gate_site.h"

namespace sescope {

/// What one reading of U gives, [N, C] each, in fp32.
struct Squeezed {
    at::Tensor value;     ///< mean or maximum over positions; undefined for Squeeze::none
    at::Tensor energies;  ///< mean over positions of u^2; undefined where not asked for
};

/// u [N, C, H, W]. A mean of a channels-last fp32 map on the CPU and its energies come from one
/// pass over memory, which costs what the mean alone costs; elsewhere energies are a reduction of
/// their own. In that pass, what an image gives depends neither on its batch nor on the number of
/// threads.
Squeezed squeezed(const at::Tensor& u, Squeeze squeeze, bool with_energies);

}  // namespace sescope

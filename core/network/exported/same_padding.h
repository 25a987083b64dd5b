// SPDX-License-Identifier: GPL-3.0-or-later
// Padding that timm computes from the size of the input, as TensorFlow does.
#pragma once

#include "core/network/exported/import.h"

namespace sescope {

/// Where the module pads its input as much as `x`'s size asks for (Conv2dSame, AvgPool2dSame,
/// MaxPool2dSame of timm), the window becomes one with SamePadding::upper, and `x` what stood
/// before the padding. Anything else stays as it is; where such a module pads otherwise, the graph
/// is for this size only.
void use_same_padding(Call& call, graph::ValueId& x, graph::Convolution& convolution,
                      graph::ValueId weight);
void use_same_padding(Call& call, graph::ValueId& x, graph::Pool& pool);

/// Whether a module of this class pads by what its input's size asks for.
bool pads_by_size(std::string_view module_class) noexcept;

}  // namespace sescope

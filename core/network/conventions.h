// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>

#include "core/checkpoint/state_dict.h"
#include "core/network/network.h"

namespace sescope {

/// A name for what was read: "SE-ResNet-50", "SE-ResNeXt-101 32x4d", "SENet-154", "ResNet-50-D".
std::string architecture_name(const ResNetSpec& spec);

/// Sets the strides of stem and stages: `stages` are those of stages 2..5, `stride_in` says which
/// convolution of a bottleneck has it (1 or 2; basic blocks have it in conv1), `stem` is that of
/// the stem's first convolution.
void set_strides(ResNetSpec& spec, const std::array<int, 4>& stages, int stride_in, int stem = 2);

/// Fills in what keys and shapes do not tell (strides, pooling, BN's epsilon, the gate) by the
/// layout's convention or the overrides, and lists what was assumed. Throws Error{usage} for an
/// override that makes no sense, Error{model} for SE units that stand in different places.
void assume_conventions(ResNetSpec& spec, const LayoutRow& layout, const StateDict& weights,
                        const SpecOverrides& overrides);

/// Says what becomes of images and arrays where the network's input is not of three channels.
void assume_channels(std::vector<Assumption>& assumptions, const Preprocessing& images,
                     const SpecOverrides& said);

/// Fills in preprocessing and labels: overrides before config.json before the preset of the
/// layout. Throws Error{usage} for an unknown preset, Error{model} for a config.json that is no
/// JSON.
void choose_preprocessing(ResNetSpec& spec, const LayoutRow& layout, const StateDict& weights,
                          const SpecOverrides& overrides);

/// What keys and shapes do not tell, as JSON: see Network::conventions.
std::string conventions_text(const ResNetSpec& spec);

}  // namespace sescope

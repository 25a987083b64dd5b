// SPDX-License-Identifier: GPL-3.0-or-later
// What the figures of a profile have in common.
#pragma once

#include <vector>

#include "core/figures/figure.h"

namespace sescope {

/// "SE-ResNet-50 on imagenette-val": network and images.
std::string subject_of(const ExcitationProfile& profile);

/// Three columns as in the paper, four where there are many panels.
int columns_for(std::size_t panels);

/// Gates of a sigmoid lie in 0 .. 1; all panels share that axis so that blocks compare at a
/// glance. Those of tanh and ReLU (senet.md, "excitation operator") widen it.
void share_gate_axis(Figure& figure, const Text& label);

/// An axis of classes, one a row, the first one at the top.
Axis class_axis(const ExcitationProfile& profile, const std::vector<int>& classes);

/// An axis of blocks, all of them.
Axis block_axis(const ExcitationProfile& profile);

/// A value of each block, in their order.
Series block_series(const Text& name, int colour, std::vector<double> values);

/// "all 10 classes", or "all images" where there is one class.
Text all_classes_text(const ExcitationProfile& profile);

/// "1,250".
std::string with_separators(std::uint64_t number);
/// Three significant digits: "0.830".
std::string three_digits(double value);

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace sescope {

/// Which images of the embedded demo are drawn. No image of one split is ever drawn for the other,
/// whatever the seeds: each split has random number streams of its own.
enum class DemoSplit { train, validation };

/// The ten classes of the embedded demo, in head order, which is the alphabetical order.
std::span<const std::string_view> demo_class_names();

/// Draws image `index` of class `label`: side x side x 3 RGB bytes, row-major.
///
/// The same arguments give the same bytes on every machine, and the same scene at every `side`
/// (only the sensor noise differs). Throws Error{usage} for a label outside the ten
/// classes, a negative index or a side outside 8..4096.
std::vector<std::uint8_t> draw_demo_image(int label, DemoSplit split, std::uint64_t seed, int index,
                                          int side = 64);

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/dataset/dataset.h"

namespace sescope {

/// Keeps `count` of the files, in their order; all of them where count is 0 or there are no more.
///
/// Each file draws a lot from its own name and the seed, and the lowest lots stay. So a sample is
/// the same on every machine, does not depend on other classes or on the order in which a file
/// system lists files, and a larger sample contains the smaller one.
void sample_files(std::vector<std::string>& files, int count, std::uint64_t seed);

/// Keeps the half of the files that `split` names, in their order; the two halves share none.
void keep_half(std::vector<std::string>& files, Split split, std::uint64_t seed);

/// The images of each class in the order of their lots. Each class keeps the places that it has, so
/// that classes which take turns go on doing so.
void order_by_lots(std::vector<LabelledImage>& images, std::uint64_t seed);

}  // namespace sescope

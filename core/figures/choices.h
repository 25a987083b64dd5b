// SPDX-License-Identifier: GPL-3.0-or-later
// What a figure of a profile shows: which blocks, which classes. Shared by the rows of the table.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/figures/figure.h"

namespace sescope {

/// Those of `names` that someone who typed `wanted` may have meant, nearest first, at most `count`:
/// a few letters differ, or one contains the other. Case does not matter.
std::vector<std::string> near_names(const std::vector<std::string>& names, std::string_view wanted,
                                    std::size_t count = 3);

/// Panels of the paper's figures (senet.md, "Role of excitation"), for networks of any depth:
/// the last SE block of every stage before the fifth, and the last three of stage 5. Indices into
/// gates.blocks, in the order of the network.
std::vector<int> paper_blocks(const GateTally& gates);

/// The blocks of `options`, as indices into gates.blocks. Throws as FigureRow::build.
std::vector<int> choose_blocks(const ExcitationProfile& profile, const FigureOptions& options);

/// The classes of `options`, as indices; `count` most different ones where none is named, in the
/// order of the profile. Throws as FigureRow::build.
std::vector<int> choose_classes(const ExcitationProfile& profile, const FigureOptions& options,
                                int count);

/// The classes that have images, as indices.
std::vector<int> classes_with_images(const GateTally& gates);

/// The readable name of a class; with its name where two classes share the readable one.
std::string shown_name(const ExcitationProfile& profile, int cls);

}  // namespace sescope

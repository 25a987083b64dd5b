// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace sescope {

/// A point of the pattern's own plane, in which one repeat of the pattern is about 1 wide.
struct PatternPoint {
    double x = 0.0;
    double y = 0.0;
};

/// The random choices that shape one image's pattern.
struct PatternShape {
    double fill = 0.5;       ///< 0..1: thin or thick bricks, dots, lines
    double variety = 0.5;    ///< 0..1: how far cells differ from each other, or waves swing
    double softness = 0.05;  ///< width of an edge in pattern units: about one sample
    std::uint64_t salt = 0;  ///< makes the cells of two images differ
};

/// What a pattern says of one point.
struct PatternSample {
    double ink = 0.0;    ///< 0: background colour, 1: foreground colour
    double shade = 1.0;  ///< brightness of the surface
    double cell = 0.5;   ///< a uniform number of the cell that the point lies in, for its tint
};

using Pattern = PatternSample (*)(PatternPoint, const PatternShape&);

/// One class of the demo: how to draw it, and how wide a repeat may be as a share of the image.
struct PatternClass {
    Pattern draw;
    double smallest_repeat;
    double largest_repeat;
    bool centred;  ///< its middle must stay on the image
};

/// The pattern of a class, 0..9 in head order.
const PatternClass& demo_pattern(int label);

/// Smooth noise in 0..1 whose bumps are about 1 wide, with `octaves` finer layers.
double smooth_noise(PatternPoint point, int octaves, std::uint64_t salt);

}  // namespace sescope

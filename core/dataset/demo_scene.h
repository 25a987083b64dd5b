// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/dataset/demo_patterns.h"
#include "core/dataset/demo_random.h"

namespace sescope {

/// Red, green and blue, 0..1 each.
using Color = std::array<double, 3>;

/// The colours of one image.
struct Palette {
    Color background;
    Color ink;
    Color accent;  ///< some cells take this colour in place of the ink's
    double accent_share = 0.0;
    double tint = 0.0;  ///< how much the brightness of the cells varies
};

/// Where the pattern lies on the image. Image coordinates run from -0.5 to 0.5.
struct Placement {
    double xx = 1.0, xy = 0.0, yx = 0.0, yy = 1.0;  ///< image to pattern, linear part
    PatternPoint origin;                            ///< of the pattern, on the image
    PatternPoint shift;                             ///< of the pattern, in its own plane
    double bend = 0.0;                              ///< a slow curve, in image widths
    double bend_phase = 0.0;
};

/// What the light does to the even colours.
struct Lighting {
    double exposure = 1.0;
    PatternPoint slope;     ///< brightness gained per image width
    double vignette = 0.0;  ///< brightness lost in the corners
    double mottle = 0.0;    ///< large soft spots
    std::uint64_t salt = 0;
};

/// A small flat thing that lies over the pattern.
struct Occluder {
    PatternPoint centre;
    double sine = 0.0, cosine = 1.0;
    double half_width = 0.0, half_height = 0.0;
    bool round = false;
    Color color{};
};

/// Everything that one image shows, but for the pattern of its class.
struct Scene {
    Palette palette;
    Placement placement;
    PatternShape shape;
    Lighting lighting;
    std::vector<Occluder> occluders;
    double noise = 0.0;  ///< standard deviation of the sensor noise
};

/// Makes the random choices of one image that is `side` pixels wide.
Scene random_scene(DemoRandom& random, const PatternClass& pattern, int side);

}  // namespace sescope

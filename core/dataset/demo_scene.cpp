// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/demo_scene.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

// Values that are drawn in one expression stand in braces, which fixes their order; the order of
// function arguments would be the compiler's choice.

namespace sescope {
namespace {

Color hue_color(double hue, double saturation, double value) {
    Color color;
    for (std::size_t channel = 0; channel < 3; ++channel) {
        const double turn = hue + static_cast<double>(channel) / 3.0;
        const double distance = std::abs((turn - std::floor(turn)) * 6.0 - 3.0);
        color[channel] = value * (1.0 - saturation * (1.0 - std::clamp(distance - 1.0, 0.0, 1.0)));
    }
    return color;
}

Color random_color(DemoRandom& random) {
    const double hue = random.uniform(0.0, 1.0);
    const double saturation = random.uniform(0.05, 0.9);
    return hue_color(hue, saturation, random.uniform(0.12, 1.0));
}

double brightness(const Color& color) {
    return 0.299 * color[0] + 0.587 * color[1] + 0.114 * color[2];
}

Palette random_palette(DemoRandom& random) {
    // The hues say nothing of the class; only the contrast in brightness is held up.
    constexpr double least_contrast = 0.22;
    Palette palette{random_color(random), random_color(random), random_color(random), 0.0, 0.0};
    while (std::abs(brightness(palette.ink) - brightness(palette.background)) < least_contrast) {
        palette.ink = random_color(random);
    }
    while (std::abs(brightness(palette.accent) - brightness(palette.background)) < least_contrast) {
        palette.accent = random_color(random);
    }
    palette.accent_share = random.chance(0.5) ? random.uniform(0.15, 0.5) : 0.0;
    palette.tint = random.uniform(0.0, 0.35);
    return palette;
}

Placement random_placement(DemoRandom& random, const PatternClass& pattern) {
    const double repeat = random.uniform(pattern.smallest_repeat, pattern.largest_repeat);
    const double turn = random.uniform(0.0, 1.0);
    const double sine = sine_of_turns(turn) / repeat;
    const double cosine = cosine_of_turns(turn) / repeat;
    const double stretch = random.uniform(0.86, 1.16);
    Placement placement{stretch * cosine, -stretch * sine, sine, cosine, {}, {}, 0.0, 0.0};
    placement.origin = {random.uniform(-0.28, 0.28), random.uniform(-0.28, 0.28)};
    if (!pattern.centred) {
        placement.shift = {random.uniform(-50.0, 50.0), random.uniform(-50.0, 50.0)};
    }
    placement.bend = random.uniform(0.0, 0.018);
    placement.bend_phase = random.uniform(0.0, 1.0);
    return placement;
}

Lighting random_lighting(DemoRandom& random) {
    Lighting lighting;
    const double turn = random.uniform(0.0, 1.0);
    const double strength = random.uniform(0.0, 0.55);
    lighting.exposure = random.uniform(0.8, 1.2);
    lighting.slope = {strength * cosine_of_turns(turn), strength * sine_of_turns(turn)};
    lighting.vignette = random.uniform(0.0, 0.4);
    lighting.mottle = random.uniform(0.0, 0.3);
    lighting.salt = random.bits();
    return lighting;
}

Occluder random_occluder(DemoRandom& random) {
    Occluder occluder;
    const double turn = random.uniform(0.0, 1.0);
    occluder.centre = {random.uniform(-0.5, 0.5), random.uniform(-0.5, 0.5)};
    occluder.sine = sine_of_turns(turn);
    occluder.cosine = cosine_of_turns(turn);
    occluder.half_width = random.uniform(0.04, 0.15);
    occluder.half_height = random.uniform(0.03, 0.08);
    occluder.round = random.chance(0.5);
    occluder.color = random_color(random);
    return occluder;
}

}  // namespace

Scene random_scene(DemoRandom& random, const PatternClass& pattern, int side) {
    Scene scene;
    scene.palette = random_palette(random);
    scene.placement = random_placement(random, pattern);
    scene.lighting = random_lighting(random);
    scene.shape.fill = random.uniform(0.0, 1.0);
    scene.shape.variety = random.uniform(0.0, 1.0);
    scene.shape.salt = random.bits();
    const Placement& placement = scene.placement;
    const double zoom = std::sqrt(placement.yx * placement.yx + placement.yy * placement.yy);
    scene.shape.softness = 0.7 * zoom / side;
    scene.noise = random.uniform(0.0, 0.07);
    for (int tries = 0; tries < 3; ++tries) {
        if (random.chance(0.3)) {
            scene.occluders.push_back(random_occluder(random));
        }
    }
    return scene;
}

}  // namespace sescope

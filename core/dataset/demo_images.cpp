// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/demo_images.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/dataset/demo_patterns.h"
#include "core/dataset/demo_random.h"
#include "core/dataset/demo_scene.h"

// The bytes are the same on every machine as long as the compiler does not fuse a multiplication
// with an addition: the demo_*.cpp files are compiled with -ffp-contract=off, without -ffast-math.

namespace sescope {
namespace {

constexpr std::array<std::string_view, 10> class_names{"bricks",   "checker", "clouds", "dots",
                                                       "hexagons", "rings",   "scales", "stars",
                                                       "stripes",  "waves"};

Color mixed(const Color& from, const Color& to, double share) {
    Color result;
    for (std::size_t channel = 0; channel < 3; ++channel) {
        result[channel] = from[channel] + (to[channel] - from[channel]) * share;
    }
    return result;
}

bool covers(const Occluder& occluder, PatternPoint p) {
    const double dx = p.x - occluder.centre.x;
    const double dy = p.y - occluder.centre.y;
    const double x = (occluder.cosine * dx + occluder.sine * dy) / occluder.half_width;
    const double y = (occluder.cosine * dy - occluder.sine * dx) / occluder.half_height;
    return occluder.round ? x * x + y * y < 1.0 : std::max(std::abs(x), std::abs(y)) < 1.0;
}

PatternPoint to_pattern(const Placement& placement, PatternPoint p) {
    const double bent_x = p.x + placement.bend * sine_of_turns(0.8 * p.y + placement.bend_phase);
    const double bent_y = p.y + placement.bend * sine_of_turns(0.7 * p.x - placement.bend_phase);
    const double x = bent_x - placement.origin.x;
    const double y = bent_y - placement.origin.y;
    return {placement.xx * x + placement.xy * y + placement.shift.x,
            placement.yx * x + placement.yy * y + placement.shift.y};
}

// The colour of one point under even light.
Color surface_color(const Scene& scene, Pattern draw, PatternPoint p) {
    for (const Occluder& occluder : scene.occluders) {
        if (covers(occluder, p)) {
            return occluder.color;
        }
    }
    const Palette& palette = scene.palette;
    const PatternSample sample = draw(to_pattern(scene.placement, p), scene.shape);
    const bool is_accent = sample.cell < palette.accent_share;
    Color ink = is_accent ? palette.accent : palette.ink;
    const double spread = sample.cell * 8.0 - std::floor(sample.cell * 8.0);
    const double shade = sample.shade * (1.0 + palette.tint * (spread - 0.5));
    for (double& channel : ink) {
        channel *= shade;
    }
    return mixed(palette.background, ink, sample.ink);
}

double light_at(const Lighting& lighting, PatternPoint p) {
    const double gradient = 1.0 + lighting.slope.x * p.x + lighting.slope.y * p.y;
    const double corner = 1.0 - lighting.vignette * 2.0 * (p.x * p.x + p.y * p.y);
    const double spots = smooth_noise({3.0 * p.x, 3.0 * p.y}, 2, lighting.salt) - 0.5;
    return lighting.exposure * gradient * corner * (1.0 + lighting.mottle * spots);
}

std::uint8_t to_byte(double value) {
    return static_cast<std::uint8_t>(std::floor(255.0 * std::clamp(value, 0.0, 1.0) + 0.5));
}

// The mean colour of a pixel's four sample points.
Color pixel_color(const Scene& scene, Pattern draw, int column, int row, double side) {
    Color sum{};
    for (const double down : {0.25, 0.75}) {
        for (const double right : {0.25, 0.75}) {
            const PatternPoint p{(column + right) / side - 0.5, (row + down) / side - 0.5};
            const Color color = surface_color(scene, draw, p);
            for (std::size_t channel = 0; channel < 3; ++channel) {
                sum[channel] += 0.25 * color[channel];
            }
        }
    }
    return sum;
}

}  // namespace

std::span<const std::string_view> demo_class_names() {
    return class_names;
}

std::vector<std::uint8_t> draw_demo_image(int label, DemoSplit split, std::uint64_t seed, int index,
                                          int side) {
    if (label < 0 || label >= static_cast<int>(class_names.size()) || index < 0 || side < 8 ||
        side > 4096) {
        throw Error(ErrorKind::usage,
                    text("no demo image with label {}, index {}, side {}", label, index, side));
    }
    const PatternClass& pattern = demo_pattern(label);
    const auto number = static_cast<std::uint64_t>(index) << 4 | static_cast<std::uint64_t>(label);
    DemoRandom random(scramble(number ^ scramble(seed)), split == DemoSplit::train ? 1 : 2);
    const Scene scene = random_scene(random, pattern, side);

    std::vector<std::uint8_t> bytes;
    bytes.reserve(static_cast<std::size_t>(side) * static_cast<std::size_t>(side) * 3);
    for (int row = 0; row < side; ++row) {
        for (int column = 0; column < side; ++column) {
            const PatternPoint middle{(column + 0.5) / side - 0.5, (row + 0.5) / side - 0.5};
            const Color color = pixel_color(scene, pattern.draw, column, row, side);
            const double light = light_at(scene.lighting, middle);
            for (const double channel : color) {
                bytes.push_back(to_byte(channel * light + scene.noise * random.bell()));
            }
        }
    }
    return bytes;
}

}  // namespace sescope

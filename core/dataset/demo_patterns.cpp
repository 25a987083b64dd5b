// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/demo_patterns.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "core/dataset/demo_random.h"

namespace sescope {
namespace {

constexpr double root3 = 1.7320508075688772;

double fraction(double value) {
    return value - std::floor(value);
}

double between(double low, double high, double share) {
    return low + (high - low) * share;
}

double length(PatternPoint p) {
    return std::sqrt(p.x * p.x + p.y * p.y);
}

std::int64_t cell_index(double value) {
    return static_cast<std::int64_t>(std::floor(value));
}

// 1 where `depth` (the distance inside an edge) is positive, 0 where negative, soft in between.
double inside(double depth, const PatternShape& shape) {
    return std::clamp(depth / shape.softness + 0.5, 0.0, 1.0);
}

// Bands of period 1 along `t`, as a depth: positive within a band that fills `duty` of the period.
double band_depth(double t, double duty) {
    return 0.5 * duty - std::abs(fraction(t) - 0.5);
}

PatternSample bricks(PatternPoint p, const PatternShape& shape) {
    const double height = between(0.40, 0.58, shape.variety);
    const double row = std::floor(p.y / height);
    const double along = p.x + fraction(0.5 * row);  // every second row lies half a brick on
    const double mortar = between(0.10, 0.05, shape.fill);
    const double depth_x = 0.5 - mortar - std::abs(fraction(along) - 0.5);
    const double depth_y = (0.5 - std::abs(fraction(p.y / height) - 0.5)) * height - mortar;
    const double cell = cell_value(cell_index(along), static_cast<std::int64_t>(row), shape.salt);
    return {inside(std::min(depth_x, depth_y), shape), 1.0, cell};
}

PatternSample checker(PatternPoint p, const PatternShape& shape) {
    const double depth_x = 0.25 - std::abs(fraction(0.5 * p.x) - 0.5);
    const double depth_y = 0.25 - std::abs(fraction(0.5 * p.y) - 0.5);
    const double across_x = 2.0 * inside(2.0 * depth_x, shape) - 1.0;
    const double across_y = 2.0 * inside(2.0 * depth_y, shape) - 1.0;
    const double cell = cell_value(cell_index(p.x + 0.5), cell_index(p.y + 0.5), shape.salt);
    return {0.5 + 0.5 * across_x * across_y, 1.0, cell};
}

PatternSample clouds(PatternPoint p, const PatternShape& shape) {
    const double noise = smooth_noise(p, 4, shape.salt);
    const double level = between(0.58, 0.42, shape.fill);
    const double width = between(0.12, 0.24, shape.variety);
    const double rise = std::clamp((noise - level) / width + 0.5, 0.0, 1.0);
    return {rise * rise * (3.0 - 2.0 * rise), between(0.92, 1.08, noise), 0.5};
}

// Where the cell of a lattice puts its dot or star: at its middle, moved a little at random.
PatternPoint offset_in_cell(PatternPoint p, std::int64_t column, std::int64_t row, double freedom,
                            std::uint64_t salt) {
    const double dx = (cell_value(column, row, salt + 1) - 0.5) * freedom;
    const double dy = (cell_value(column, row, salt + 2) - 0.5) * freedom;
    return {fraction(p.x) - 0.5 - dx, fraction(p.y) - 0.5 - dy};
}

PatternSample dots(PatternPoint p, const PatternShape& shape) {
    p.x += fraction(0.5 * std::floor(p.y));  // every second row lies half a cell on
    const std::int64_t column = cell_index(p.x);
    const std::int64_t row = cell_index(p.y);
    const PatternPoint q = offset_in_cell(p, column, row, 0.22 * shape.variety, shape.salt);
    const double shrink = 1.0 - 0.3 * shape.variety * cell_value(column, row, shape.salt + 3);
    const double radius = between(0.27, 0.38, shape.fill) * shrink;
    return {inside(radius - length(q), shape), 1.0, cell_value(column, row, shape.salt)};
}

PatternSample hexagons(PatternPoint p, const PatternShape& shape) {
    // The centres form two rectangular lattices; the nearer centre owns the point.
    const PatternPoint a{fraction(p.x) - 0.5, (fraction(p.y / root3) - 0.5) * root3};
    const PatternPoint b{fraction(p.x + 0.5) - 0.5, (fraction(p.y / root3 + 0.5) - 0.5) * root3};
    const PatternPoint q = length(a) < length(b) ? a : b;
    const double reach = std::max(std::abs(q.x), 0.5 * std::abs(q.x) + 0.5 * root3 * std::abs(q.y));
    const double line = between(0.11, 0.05, shape.fill);
    const double cell = cell_value(cell_index(2.0 * (p.x - q.x) + 0.5),
                                   cell_index((p.y - q.y) / root3 * 2.0 + 0.5), shape.salt);
    return {inside(0.5 - line - reach, shape), 1.0, cell};
}

PatternSample rings(PatternPoint p, const PatternShape& shape) {
    const double radius = length(p);
    const double depth = band_depth(radius, between(0.35, 0.65, shape.fill));
    return {inside(depth, shape), 1.0, cell_value(cell_index(radius), 0, shape.salt)};
}

PatternSample scales(PatternPoint p, const PatternShape& shape) {
    // Rows of discs half a width apart, each row lying over the next: of the discs that hold the
    // point, that of the first row is seen.
    constexpr double radius = 0.56;
    const double line = between(0.13, 0.06, shape.fill);
    const auto first_row = cell_index(p.y / 0.5) - 1;
    for (std::int64_t row = first_row; row < first_row + 4; ++row) {
        const double shift = fraction(0.5 * static_cast<double>(row));
        const double column = std::floor(p.x - shift);
        const double centre_y = 0.5 * static_cast<double>(row) + 0.25;
        const PatternPoint q{p.x - shift - column - 0.5, p.y - centre_y};
        const double depth = radius - length(q);
        if (depth <= 0.0) {
            continue;
        }
        const double cell = cell_value(static_cast<std::int64_t>(column), row, shape.salt);
        const double bulge = between(1.0, 0.62 + 0.7 * depth / radius, 0.3 + 0.7 * shape.variety);
        return {inside(depth - line, shape), bulge, cell};
    }
    return {0.0, 1.0, 0.5};
}

// How deep a point lies inside a five-pointed star of radius 1 (negative outside). The plane is
// folded along the star's mirrors until one half of one point is left: no angle is computed.
double star_depth(PatternPoint p) {
    constexpr double cos36 = 0.8090169943749475;
    constexpr double sin36 = 0.5877852522924731;
    constexpr double waist = 0.46;  // radius of the notch between two points
    p.x = std::abs(p.x);
    for (const double side : {1.0, -1.0}) {
        const double beyond = std::max(p.x * cos36 * side - p.y * sin36, 0.0) * 2.0;
        p.x -= beyond * cos36 * side;
        p.y += beyond * sin36;
    }
    p.x = std::abs(p.x);
    // The edge runs from the tip (0, 1) to the notch, which lies 36 degrees away from the tip.
    constexpr double edge_x = waist * sin36;
    constexpr double edge_y = waist * cos36 - 1.0;
    const double edge_length = std::sqrt(edge_x * edge_x + edge_y * edge_y);
    return (edge_x * (1.0 - p.y) + edge_y * p.x) / edge_length;
}

PatternSample stars(PatternPoint p, const PatternShape& shape) {
    p.x += fraction(0.5 * std::floor(p.y));  // every second row lies half a cell on
    const std::int64_t column = cell_index(p.x);
    const std::int64_t row = cell_index(p.y);
    const PatternPoint q = offset_in_cell(p, column, row, 0.10 * shape.variety, shape.salt);
    const double turn = cell_value(column, row, shape.salt + 3);
    const double sine = sine_of_turns(turn);
    const double cosine = cosine_of_turns(turn);
    const double radius = between(0.37, 0.45, shape.fill);
    const PatternPoint r{(cosine * q.x - sine * q.y) / radius,
                         (sine * q.x + cosine * q.y) / radius};
    const double cell = cell_value(column, row, shape.salt);
    return {inside(star_depth(r) * radius, shape), 1.0, cell};
}

PatternSample stripes(PatternPoint p, const PatternShape& shape) {
    const double depth = band_depth(p.y, between(0.3, 0.7, shape.fill));
    return {inside(depth, shape), 1.0, cell_value(0, cell_index(p.y), shape.salt)};
}

PatternSample waves(PatternPoint p, const PatternShape& shape) {
    const double wavelength = between(1.5, 2.6, cell_value(0, 0, shape.salt + 1));
    const double swing = between(0.28, 0.5, shape.variety);
    const double height = p.y + swing * sine_of_turns(p.x / wavelength);
    const double depth = band_depth(height, between(0.35, 0.65, shape.fill));
    return {inside(depth, shape), 1.0, cell_value(0, cell_index(height), shape.salt)};
}

}  // namespace

const PatternClass& demo_pattern(int label) {
    static constexpr std::array<PatternClass, 10> classes{{{bricks, 0.24, 0.44, false},
                                                           {checker, 0.11, 0.24, false},
                                                           {clouds, 0.22, 0.44, false},
                                                           {dots, 0.15, 0.30, false},
                                                           {hexagons, 0.18, 0.34, false},
                                                           {rings, 0.10, 0.20, true},
                                                           {scales, 0.22, 0.38, false},
                                                           {stars, 0.28, 0.46, false},
                                                           {stripes, 0.10, 0.22, false},
                                                           {waves, 0.14, 0.24, false}}};
    return classes.at(static_cast<std::size_t>(label));
}

double smooth_noise(PatternPoint point, int octaves, std::uint64_t salt) {
    double sum = 0.0;
    double weight = 1.0;
    double total = 0.0;
    for (int octave = 0; octave < octaves; ++octave) {
        const std::int64_t column = cell_index(point.x);
        const std::int64_t row = cell_index(point.y);
        const double fx = fraction(point.x);
        const double fy = fraction(point.y);
        const double sx = fx * fx * (3.0 - 2.0 * fx);
        const double sy = fy * fy * (3.0 - 2.0 * fy);
        const std::uint64_t key = salt + static_cast<std::uint64_t>(octave) * 977U;
        const double upper =
            between(cell_value(column, row, key), cell_value(column + 1, row, key), sx);
        const double lower =
            between(cell_value(column, row + 1, key), cell_value(column + 1, row + 1, key), sx);
        sum += weight * between(upper, lower, sy);
        total += weight;
        weight *= 0.5;
        point = {2.0 * point.x + 17.3, 2.0 * point.y + 5.9};
    }
    return sum / total;
}

}  // namespace sescope

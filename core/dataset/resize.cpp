// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "core/dataset/dataset.h"

// The arithmetic is that of Pillow's src/libImaging/Resample.c, so that the results are equal to
// the bit; what differs is that only the part of the result that is asked for is computed.

namespace sescope {
namespace {

constexpr int fraction_bits = 22;  // of a weight: 32 less 8 for the pixel, less 2 for overshoot

double bilinear_filter(double x) {
    x = std::abs(x);
    return x < 1.0 ? 1.0 - x : 0.0;
}

double bicubic_filter(double x) {
    constexpr double a = -0.5;
    x = std::abs(x);
    if (x < 1.0) return ((a + 2.0) * x - (a + 3.0)) * x * x + 1;
    if (x < 2.0) return (((x - 5) * x + 8) * x - 4) * a;
    return 0.0;
}

// The input positions that make up one output position, and where their weights are.
struct Window {
    std::int64_t first = 0;
    std::int64_t count = 0;
};

// The windows of output positions begin .. begin + windows.size() along one axis.
struct AxisWeights {
    std::vector<Window> windows;
    std::vector<std::int32_t> weights;  ///< windows.size() x stride
    std::int64_t stride = 0;

    const std::int32_t* of(std::size_t position) const {
        return weights.data() + static_cast<std::int64_t>(position) * stride;
    }
    std::int64_t first_input() const { return windows.front().first; }
    std::int64_t end_input() const { return windows.back().first + windows.back().count; }
};

struct Range {
    std::int64_t begin = 0;
    std::int64_t count = 0;
};

std::int32_t to_fixed(double weight) {
    const double scaled = weight * (1 << fraction_bits);
    return static_cast<std::int32_t>(weight < 0 ? scaled - 0.5 : scaled + 0.5);
}

AxisWeights axis_weights(std::int64_t in, std::int64_t out, Range range, Interpolation kind) {
    const auto filter = kind == Interpolation::bicubic ? bicubic_filter : bilinear_filter;
    const double scale = static_cast<double>(in) / static_cast<double>(out);
    const double filter_scale = std::max(scale, 1.0);
    const double support = filter_scale * (kind == Interpolation::bicubic ? 2.0 : 1.0);
    const double inverse = 1.0 / filter_scale;
    AxisWeights axis;
    axis.stride = static_cast<std::int64_t>(std::ceil(support)) * 2 + 1;
    axis.windows.resize(static_cast<std::size_t>(range.count));
    axis.weights.resize(static_cast<std::size_t>(range.count * axis.stride));
    std::vector<double> exact(static_cast<std::size_t>(axis.stride));
    for (std::int64_t i = 0; i < range.count; ++i) {
        const double center = (static_cast<double>(range.begin + i) + 0.5) * scale;
        // Truncated, not rounded: as Pillow does.  NOLINTBEGIN(bugprone-incorrect-roundings)
        const auto first =
            std::max<std::int64_t>(0, static_cast<std::int64_t>(center - support + 0.5));
        const auto end = std::min(in, static_cast<std::int64_t>(center + support + 0.5));
        // NOLINTEND(bugprone-incorrect-roundings)
        double sum = 0.0;
        for (std::int64_t j = 0; j < end - first; ++j) {
            const double weight = filter((static_cast<double>(j + first) - center + 0.5) * inverse);
            exact[static_cast<std::size_t>(j)] = weight;
            sum += weight;
        }
        axis.windows[static_cast<std::size_t>(i)] = {first, end - first};
        std::int32_t* weights = axis.weights.data() + i * axis.stride;
        for (std::int64_t j = 0; j < end - first; ++j) {
            const double weight = exact[static_cast<std::size_t>(j)];
            weights[j] = to_fixed(sum != 0.0 ? weight / sum : weight);
        }
    }
    return axis;
}

std::uint8_t to_byte(std::int32_t sum) {
    return static_cast<std::uint8_t>(std::clamp(sum >> fraction_bits, 0, 255));
}

constexpr std::int32_t half = 1 << (fraction_bits - 1);

// A piece of the image that windows speak of: its first pixel is (left, top) of the whole.
struct Piece {
    const RgbImage& pixels;
    std::int64_t left = 0;
    std::int64_t top = 0;

    const std::uint8_t* at(std::int64_t x, std::int64_t y) const {
        return pixels.pixels.data() + ((y - top) * pixels.width + (x - left)) * 3;
    }
};

RgbImage blank(std::int64_t width, std::int64_t height) {
    return {static_cast<int>(width), static_cast<int>(height),
            std::vector<std::uint8_t>(static_cast<std::size_t>(width * height) * 3)};
}

// The rows of the piece with their columns resampled.
RgbImage resample_columns(const Piece& piece, Range rows, const AxisWeights& axis) {
    RgbImage result = blank(static_cast<std::int64_t>(axis.windows.size()), rows.count);
    std::uint8_t* out = result.pixels.data();
    for (std::int64_t y = rows.begin; y < rows.begin + rows.count; ++y) {
        for (std::size_t x = 0; x < axis.windows.size(); ++x) {
            const Window window = axis.windows[x];
            const std::int32_t* weights = axis.of(x);
            const std::uint8_t* in = piece.at(window.first, y);
            std::int32_t red = half;
            std::int32_t green = half;
            std::int32_t blue = half;
            for (std::int64_t j = 0; j < window.count; ++j, in += 3) {
                red += in[0] * weights[j];
                green += in[1] * weights[j];
                blue += in[2] * weights[j];
            }
            *out++ = to_byte(red);
            *out++ = to_byte(green);
            *out++ = to_byte(blue);
        }
    }
    return result;
}

// The columns of the piece with their rows resampled.
RgbImage resample_rows(const Piece& piece, Range columns, const AxisWeights& axis) {
    RgbImage result = blank(columns.count, static_cast<std::int64_t>(axis.windows.size()));
    const auto row_bytes = static_cast<std::size_t>(columns.count) * 3;
    std::vector<std::int32_t> sums(row_bytes);
    for (std::size_t y = 0; y < axis.windows.size(); ++y) {
        const Window window = axis.windows[y];
        std::fill(sums.begin(), sums.end(), half);
        for (std::int64_t j = 0; j < window.count; ++j) {
            const std::int32_t weight = axis.of(y)[j];
            const std::uint8_t* in = piece.at(columns.begin, window.first + j);
            for (std::size_t i = 0; i < row_bytes; ++i) sums[i] += in[i] * weight;
        }
        std::uint8_t* out = result.pixels.data() + y * row_bytes;
        for (std::size_t i = 0; i < row_bytes; ++i) out[i] = to_byte(sums[i]);
    }
    return result;
}

RgbImage cut(const Piece& piece, Range columns, Range rows) {
    RgbImage result = blank(columns.count, rows.count);
    std::uint8_t* out = result.pixels.data();
    for (std::int64_t y = rows.begin; y < rows.begin + rows.count; ++y) {
        out = std::copy_n(piece.at(columns.begin, y), columns.count * 3, out);
    }
    return result;
}

// One direction of a resize. As in Pillow it is not filtered where its size stays.
struct Direction {
    Range wanted;  ///< of the output
    Range needed;  ///< of the input
    std::optional<AxisWeights> axis;

    Direction(std::int64_t in, std::int64_t out, Range range, Interpolation kind)
        : wanted(range), needed(range) {
        if (in == out) return;
        axis = axis_weights(in, out, range, kind);
        needed = {axis->first_input(), axis->end_input() - axis->first_input()};
    }
};

// The columns and rows asked for of the image resized to width x height.
RgbImage resize_part(const RgbImage& image, std::int64_t width, std::int64_t height, Range columns,
                     Range rows, Interpolation kind) {
    const Direction across(image.width, width, columns, kind);
    const Direction down(image.height, height, rows, kind);
    const Piece whole{image};
    if (!across.axis && !down.axis) return cut(whole, columns, rows);
    if (!across.axis) return resample_rows(whole, columns, *down.axis);
    if (!down.axis) return resample_columns(whole, rows, *across.axis);
    // The order shows in the last bit, since what lies between is rounded to bytes. This is the
    // rule of Pillow 13; earlier ones always began with the columns. It concerns images that are
    // more than twice as high as wide.
    const std::int64_t rows_lost = image.height - height;
    const bool rows_first = rows_lost > 0 && rows_lost > 2 * (image.width - width);
    if (rows_first) {
        const RgbImage flat = resample_rows(whole, across.needed, *down.axis);
        return resample_columns({flat, across.needed.begin, rows.begin}, rows, *across.axis);
    }
    const RgbImage narrow = resample_columns(whole, down.needed, *across.axis);
    return resample_rows({narrow, columns.begin, down.needed.begin}, columns, *down.axis);
}

void require_pixels(const RgbImage& image) {
    if (image.width <= 0 || image.height <= 0 ||
        image.pixels.size() !=
            static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height) * 3) {
        throw Error(ErrorKind::data, "an image without pixels cannot be resized");
    }
}

// Where a crop of `size` lies on a side of `length`: what is there of it, and how much is padded
// before it (torchvision's center_crop).
struct CropSide {
    Range range;
    std::int64_t padding = 0;
};

CropSide crop_side(std::int64_t length, std::int64_t size) {
    if (length < size) return {{0, length}, (size - length) / 2};
    // nearbyint rounds halves to even, as Python's round does.
    const double begin = std::nearbyint(static_cast<double>(length - size) / 2.0);
    return {{static_cast<std::int64_t>(begin), size}, 0};
}

}  // namespace

RgbImage resize_like_pillow(const RgbImage& image, int width, int height, Interpolation kind) {
    require_pixels(image);
    if (width <= 0 || height <= 0) {
        throw Error(ErrorKind::usage, "an image cannot be resized to " + std::to_string(width) +
                                          " x " + std::to_string(height));
    }
    return resize_part(image, width, height, {0, width}, {0, height}, kind);
}

RgbImage resize_and_crop(const RgbImage& image, const Preprocessing& preprocessing) {
    require_pixels(image);
    const std::int64_t size = preprocessing.size;
    const auto side =
        static_cast<std::int64_t>(std::floor(static_cast<double>(size) / preprocessing.crop_pct));
    if (size <= 0 || side <= 0) {
        throw Error(ErrorKind::usage, "the input size and the crop share must be positive", {},
                    "see --size and --crop-pct");
    }
    const std::int64_t short_side = std::min(image.width, image.height);
    const auto scaled = [&](std::int64_t length) {
        return length == short_side ? side
                                    : static_cast<std::int64_t>(static_cast<double>(side * length) /
                                                                static_cast<double>(short_side));
    };
    const std::int64_t width = scaled(image.width);
    const std::int64_t height = scaled(image.height);
    const CropSide columns = crop_side(width, size);
    const CropSide rows = crop_side(height, size);
    RgbImage part =
        resize_part(image, width, height, columns.range, rows.range, preprocessing.interpolation);
    if (part.width == size && part.height == size) return part;
    RgbImage padded{preprocessing.size, preprocessing.size,
                    std::vector<std::uint8_t>(static_cast<std::size_t>(size * size) * 3)};
    for (int y = 0; y < part.height; ++y) {
        const auto row = part.pixels.begin() + std::int64_t{y} * part.width * 3;
        std::copy(row, row + std::int64_t{part.width} * 3,
                  padded.pixels.begin() + ((y + rows.padding) * size + columns.padding) * 3);
    }
    return padded;
}

}  // namespace sescope

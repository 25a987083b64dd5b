// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "core/base/message.h"
#include "core/dataset/dataset.h"
#include "core/dataset/reduction.h"
#include "core/dataset/resample.h"

// The arithmetic is that of Pillow's src/libImaging/Resample.c, so that the results are equal to
// the bit; what differs is that only the part of the result that is asked for is computed.

namespace sescope {
namespace {

RgbImage cut(const Piece& piece, Range columns, Range rows) {
    RgbImage result = blank_image(columns.count, rows.count);
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

    Direction(std::int64_t in, double extent, std::int64_t out, Range range, Interpolation kind)
        : wanted(range), needed(range) {
        if (in == out && extent == static_cast<double>(in)) return;
        axis = axis_weights(in, extent, out, range, kind);
        needed = {axis->first_input(), axis->end_input() - axis->first_input()};
    }
};

// How far an image reaches: its size, or less where its last column and row are not whole.
struct Extent {
    double width = 0;
    double height = 0;
};

Extent extent_of(const RgbImage& image) {
    return {static_cast<double>(image.width), static_cast<double>(image.height)};
}

// The columns and rows asked for of the image resized to width x height.
RgbImage resize_part(const RgbImage& image, Extent extent, std::int64_t width, std::int64_t height,
                     Range columns, Range rows, Interpolation kind) {
    const Direction across(image.width, extent.width, width, columns, kind);
    const Direction down(image.height, extent.height, height, rows, kind);
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

std::int64_t resized_side(const Preprocessing& preprocessing) {
    return static_cast<std::int64_t>(
        std::floor(static_cast<double>(preprocessing.size) / preprocessing.crop_pct));
}

int reduction_for(std::int64_t width, std::int64_t height, const Preprocessing& preprocessing) {
    if (!preprocessing.fast_decode) return 1;
    const std::int64_t least = 2 * resized_side(preprocessing);
    const std::int64_t short_side = std::min(width, height);
    for (const int reduction : {8, 4, 2}) {
        if (short_side / reduction >= least) return reduction;
    }
    return 1;
}

RgbImage resize_like_pillow(const RgbImage& image, int width, int height, Interpolation kind) {
    require_pixels(image);
    if (width <= 0 || height <= 0) {
        throw Error(ErrorKind::usage, text("an image cannot be resized to {} x {}", width, height));
    }
    return resize_part(image, extent_of(image), width, height, {0, width}, {0, height}, kind);
}

RgbImage resize_and_crop(const RgbImage& image, const Preprocessing& preprocessing) {
    return resize_and_crop_reduced(image, image.width, image.height, 1, preprocessing);
}

RgbImage resize_and_crop_reduced(const RgbImage& image, std::int64_t whole_width,
                                 std::int64_t whole_height, int reduction,
                                 const Preprocessing& preprocessing) {
    require_pixels(image);
    const std::int64_t size = preprocessing.size;
    const std::int64_t side = resized_side(preprocessing);
    if (size <= 0 || side <= 0) {
        throw Error(ErrorKind::usage, "the input size and the crop share must be positive", {},
                    text("see {} and {}", Text::option("size"), Text::option("crop-pct")));
    }
    const Extent extent{static_cast<double>(whole_width) / reduction,
                        static_cast<double>(whole_height) / reduction};
    if (!preprocessing.is_square()) {
        return resize_part(image, extent, preprocessing.columns(), size,
                           {0, preprocessing.columns()}, {0, size}, preprocessing.interpolation);
    }
    const std::int64_t short_side = std::min(whole_width, whole_height);
    const auto scaled = [&](std::int64_t length) {
        return length == short_side ? side
                                    : static_cast<std::int64_t>(static_cast<double>(side * length) /
                                                                static_cast<double>(short_side));
    };
    const std::int64_t width = scaled(whole_width);
    const std::int64_t height = scaled(whole_height);
    const CropSide columns = crop_side(width, size);
    const CropSide rows = crop_side(height, size);
    RgbImage part = resize_part(image, extent, width, height, columns.range, rows.range,
                                preprocessing.interpolation);
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

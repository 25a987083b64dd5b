// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/network/exported/operator_table.h"

namespace sescope {
namespace {

using graph::ResizeCoordinates;
using graph::ResizeMode;

// By factors where they are given, else to a size.
void give_resize(Call& call, graph::Resize resize) {
    const auto x = call.tensor(call.has("self") ? "self" : "input");
    const auto spatial = call.rank(x) - std::min<std::size_t>(call.rank(x), 2);
    if (call.has("scale_factors")) resize.scales = call.reals("scale_factors");
    if (resize.scales.empty() && call.has("output_size")) {
        const bool has_scales = call.has("scales_h") && call.has("scales_w");
        if (has_scales && spatial == 2) {
            resize.scales = {call.real("scales_h"), call.real("scales_w")};
        } else {
            resize.sizes = call.integers("output_size");
        }
    }
    if (resize.scales.size() + resize.sizes.size() != spatial || spatial == 0) {
        throw call.refused("resizes another number of dimensions than its input has");
    }
    // A size may have been computed from the images'.
    if (!resize.sizes.empty()) call.only_this_size();
    call.give(std::move(resize), {x});
}

template <bool exact>
void read_nearest(Call& call) {
    graph::Resize resize;
    resize.mode = ResizeMode::nearest;
    resize.coordinates = exact ? ResizeCoordinates::half_pixel : ResizeCoordinates::asymmetric;
    resize.rounding = exact ? graph::ResizeRounding::prefer_ceil : graph::ResizeRounding::floor;
    give_resize(call, std::move(resize));
}

template <ResizeMode mode>
void read_interpolation(Call& call) {
    graph::Resize resize;
    resize.mode = mode;
    resize.coordinates = call.boolean("align_corners") ? ResizeCoordinates::align_corners
                                                       : ResizeCoordinates::half_pixel;
    give_resize(call, std::move(resize));
}

constexpr OperatorRow kRows[]{
    {"upsample_nearest1d", read_nearest<false>},
    {"upsample_nearest2d", read_nearest<false>},
    {"upsample_nearest3d", read_nearest<false>},
    {"_upsample_nearest_exact2d", read_nearest<true>},
    {"upsample_linear1d", read_interpolation<ResizeMode::linear>},
    {"upsample_bilinear2d", read_interpolation<ResizeMode::linear>},
    {"upsample_bicubic2d", read_interpolation<ResizeMode::cubic>},
};

}  // namespace

std::span<const OperatorRow> resize_rows() {
    return kRows;
}

}  // namespace sescope

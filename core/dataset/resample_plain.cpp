// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/resample_lines.h"

namespace sescope {
namespace {

void resample_row(const RowToResample& row, std::uint8_t* out) {
    for (std::size_t x = 0; x < row.axis.windows.size(); ++x, out += 3) {
        const Window window = row.axis.windows[x];
        resample_pixel(row.pixels + (window.first - row.left) * 3, row.axis.of(x), window.count,
                       out);
    }
}

// Row by row, so that memory is read in its order.
void mix_rows(const RowsToMix& rows, std::uint8_t* out) {
    thread_local std::vector<std::int32_t> sums;
    sums.assign(static_cast<std::size_t>(rows.bytes), kHalf);
    const std::uint8_t* in = rows.pixels;
    for (std::int64_t j = 0; j < rows.count; ++j, in += rows.stride) {
        const std::int32_t weight = rows.weights[j];
        for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += in[i] * weight;
    }
    for (std::size_t i = 0; i < sums.size(); ++i) out[i] = to_byte(sums[i]);
}

}  // namespace

const LineResampler& plain_lines() {
    static const LineResampler lines{resample_row, mix_rows};
    return lines;
}

}  // namespace sescope

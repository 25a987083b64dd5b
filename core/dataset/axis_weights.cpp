// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/dataset/resample.h"
#include "core/dataset/resample_lines.h"

namespace sescope {
namespace {

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

std::int32_t to_fixed(double weight) {
    const double scaled = weight * (1 << kFractionBits);
    return static_cast<std::int32_t>(weight < 0 ? scaled - 0.5 : scaled + 0.5);
}

}  // namespace

AxisWeights axis_weights(std::int64_t in, double extent, std::int64_t out, Range range,
                         Interpolation kind) {
    const auto filter = kind == Interpolation::bicubic ? bicubic_filter : bilinear_filter;
    const double scale = extent / static_cast<double>(out);
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

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
// Shapes of what moves over a feature map.
#include <fmt/format.h>

#include <cmath>

#include "core/graph/shape_rules.h"

namespace sescope::graph {
namespace {

std::int64_t checked(std::int64_t a, std::int64_t b,
                     bool (*overflows)(std::int64_t, std::int64_t, std::int64_t*)) {
    std::int64_t result = 0;
    if (overflows(a, b, &result)) throw Misfit("its extents are beyond counting");
    return result;
}
std::int64_t times(std::int64_t a, std::int64_t b) {
    return checked(a, b, [](std::int64_t x, std::int64_t y, std::int64_t* r) {
        return __builtin_mul_overflow(x, y, r);
    });
}
std::int64_t plus(std::int64_t a, std::int64_t b) {
    return checked(a, b, [](std::int64_t x, std::int64_t y, std::int64_t* r) {
        return __builtin_add_overflow(x, y, r);
    });
}

const Shape& spatial_input(InputShapes in, std::size_t spatial) {
    const Shape& x = *in[0];
    if (x.size() != spatial + 2) {
        throw Misfit(fmt::format("it wants {} spatial dimensions", spatial));
    }
    return x;
}

// Weights of convolutions: [rows, columns, kernel..].
const Shape& kernel_weight(InputShapes in, std::size_t spatial, std::int64_t groups) {
    const Shape& weight = *in[1];
    if (weight.size() != spatial + 2) throw Misfit("its weight has other dimensions");
    if (elements(weight) == 0) throw Misfit("its weight is empty");
    if (weight[0] % groups != 0) {
        throw Misfit(fmt::format("{} channels cannot be in {} groups", weight[0], groups));
    }
    return weight;
}

}  // namespace

std::int64_t outputs_of(const Window& window, std::int64_t extent) {
    if (window.same != SamePadding::none) {
        return extent / window.stride + (extent % window.stride != 0 ? 1 : 0);
    }
    const auto reach = plus(times(window.dilation, window.kernel - 1), 1);
    const auto padded = plus(extent, plus(window.before, window.after));
    if (padded < reach) {
        throw Misfit(fmt::format("its window of {} does not fit in {}", reach, padded));
    }
    const auto steps = padded - reach;
    std::int64_t count = steps / window.stride + 1;
    if (window.ceil_mode && steps % window.stride != 0) {
        ++count;
        if ((count - 1) * window.stride >= extent + window.before) --count;
    }
    return count;
}

Shape shape_of(const Convolution& op, InputShapes in) {
    const std::size_t spatial = op.stride.size();
    const Shape& x = spatial_input(in, spatial);
    const Shape& weight = kernel_weight(in, spatial, op.groups);
    if (x[1] != times(weight[1], op.groups)) {
        throw Misfit(fmt::format("its weight is for {} channels", weight[1] * op.groups));
    }
    require_shape(in[2], {weight[0]}, "bias");
    Shape out{x[0], weight[0]};
    for (std::size_t i = 0; i < spatial; ++i) {
        out.push_back(outputs_of({.kernel = weight[i + 2],
                                  .stride = op.stride[i],
                                  .before = op.padding[i],
                                  .after = op.padding[i + spatial],
                                  .dilation = op.dilation[i],
                                  .same = op.same},
                                 x[i + 2]));
    }
    return out;
}

Shape shape_of(const TransposedConvolution& op, InputShapes in) {
    const std::size_t spatial = op.stride.size();
    const Shape& x = spatial_input(in, spatial);
    const Shape& weight = kernel_weight(in, spatial, op.groups);
    if (x[1] != weight[0]) throw Misfit(fmt::format("its weight is for {} channels", weight[0]));
    const auto channels = times(weight[1], op.groups);
    require_shape(in[2], {channels}, "bias");
    Shape out{x[0], channels};
    for (std::size_t i = 0; i < spatial; ++i) {
        const auto kernel = plus(times(op.dilation[i], weight[i + 2] - 1), 1);
        const auto whole =
            plus(plus(times(x[i + 2] - 1, op.stride[i]), kernel), op.output_padding[i]);
        const auto extent = whole - op.padding[i] - op.padding[i + spatial];
        if (extent < 1) throw Misfit("nothing is left within its padding");
        out.push_back(extent);
    }
    return out;
}

Shape shape_of(const Pool& op, InputShapes in) {
    const std::size_t spatial = op.stride.size();
    const Shape& x = spatial_input(in, spatial);
    Shape out{x[0], x[1]};
    for (std::size_t i = 0; i < spatial; ++i) {
        out.push_back(outputs_of({.kernel = op.kernel[i],
                                  .stride = op.stride[i],
                                  .before = op.padding[i],
                                  .after = op.padding[i + spatial],
                                  .dilation = op.kind == PoolKind::max ? op.dilation[i] : 1,
                                  .same = op.same,
                                  .ceil_mode = op.ceil_mode},
                                 x[i + 2]));
    }
    return out;
}

Shape shape_of(const AdaptivePool& op, InputShapes in) {
    const Shape& x = spatial_input(in, op.output.size());
    Shape out{x[0], x[1]};
    out.insert(out.end(), op.output.begin(), op.output.end());
    return out;
}

Shape shape_of(const Resize& op, InputShapes in) {
    const std::size_t spatial = op.sizes.empty() ? op.scales.size() : op.sizes.size();
    const Shape& x = spatial_input(in, spatial);
    Shape out{x[0], x[1]};
    for (std::size_t i = 0; i < spatial; ++i) {
        if (!op.sizes.empty()) {
            out.push_back(op.sizes[i]);
            continue;
        }
        const double extent = std::floor(static_cast<double>(x[i + 2]) * op.scales[i]);
        if (extent < 1 || extent > 1e15) throw Misfit("its scale leaves no pixel, or too many");
        out.push_back(static_cast<std::int64_t>(extent));
    }
    return out;
}

}  // namespace sescope::graph

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/compile/pools.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/avg_pool1d.h>
#include <ATen/ops/avg_pool2d.h>
#include <ATen/ops/avg_pool3d.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/max_pool1d.h>
#include <ATen/ops/max_pool2d.h>
#include <ATen/ops/max_pool3d.h>
#include <ATen/ops/ones.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "core/engine/torch/compile/map_convolution.h"

namespace sescope {
namespace {

using Extents = std::vector<std::int64_t>;

at::Tensor max_pool(const graph::Pool& pool, const at::Tensor& x, const Extents& padding) {
    switch (pool.kernel.size()) {
        case 1:
            return at::max_pool1d(x, pool.kernel, pool.stride, padding, pool.dilation,
                                  pool.ceil_mode);
        case 2:
            return at::max_pool2d(x, pool.kernel, pool.stride, padding, pool.dilation,
                                  pool.ceil_mode);
        default:
            return at::max_pool3d(x, pool.kernel, pool.stride, padding, pool.dilation,
                                  pool.ceil_mode);
    }
}

at::Tensor average_pool(const graph::Pool& pool, const at::Tensor& x, const Extents& padding) {
    switch (pool.kernel.size()) {
        case 1:
            return at::avg_pool1d(x, pool.kernel, pool.stride, padding, pool.ceil_mode,
                                  pool.count_padding);
        case 2:
            return at::avg_pool2d(x, pool.kernel, pool.stride, padding, pool.ceil_mode,
                                  pool.count_padding);
        default:
            return at::avg_pool3d(x, pool.kernel, pool.stride, padding, pool.ceil_mode,
                                  pool.count_padding);
    }
}

at::Tensor padded(const at::Tensor& x, const Extents& padding, double value) {
    const std::size_t sides = padding.size() / 2;
    Extents from_the_last;
    for (std::size_t i = sides; i-- > 0;) {
        from_the_last.push_back(padding[i]);
        from_the_last.push_back(padding[sides + i]);
    }
    return at::constant_pad_nd(x, from_the_last, value);
}

}  // namespace

at::Tensor pooled(const graph::Pool& pool, const at::Tensor& x) {
    const std::size_t sides = pool.kernel.size();
    Extents padding = pool.padding;
    if (pool.same != graph::SamePadding::none) {
        const Extents holes = pool.dilation.empty() ? Extents(sides, 1) : pool.dilation;
        padding = same_padding(pool.same, x.sizes().slice(2), pool.kernel, pool.stride, holes);
    }
    const Extents begin(padding.begin(), padding.begin() + static_cast<std::ptrdiff_t>(sides));
    const Extents end(padding.begin() + static_cast<std::ptrdiff_t>(sides), padding.end());
    // ATen pads both sides alike, and by half a kernel at most.
    bool as_aten = begin == end;
    for (std::size_t i = 0; i < sides; ++i) as_aten = as_aten && 2 * begin[i] <= pool.kernel[i];
    if (pool.kind == graph::PoolKind::max) {
        if (as_aten) return max_pool(pool, x, begin);
        const double least = -std::numeric_limits<double>::infinity();
        return max_pool(pool, padded(x, padding, least), Extents(sides, 0));
    }
    if (as_aten) return average_pool(pool, x, begin);
    const Extents none(sides, 0);
    const at::Tensor sum = average_pool(pool, padded(x, padding, 0), none);
    if (pool.count_padding) return sum;
    // The mean over real pixels: the mean with zeros, over the share of pixels that are real.
    Extents one_map = x.sizes().vec();
    one_map[0] = one_map[1] = 1;
    const at::Tensor real = average_pool(
        pool,
        padded(at::ones(one_map, x.options().memory_format(at::MemoryFormat::Contiguous)), padding,
               0),
        none);
    return sum / real;
}

}  // namespace sescope

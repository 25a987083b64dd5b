// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <numeric>

#include "core/network/exported/operator_table.h"
#include "core/network/exported/same_padding.h"

namespace sescope {
namespace {

using graph::ValueId;
using Numbers = std::vector<std::int64_t>;

// "max_pool2d" -> 2
std::size_t spatial_of(const Call& call) {
    const auto digit = call.name().find_first_of("123");
    if (digit == std::string_view::npos) throw call.refused("is not read");
    const auto spatial = static_cast<std::size_t>(call.name()[digit] - '0');
    if (call.rank(call.tensor("self")) != spatial + 2) {
        throw call.refused("takes an input without a batch");
    }
    return spatial;
}

// A pool over the whole map, whose window may have been the map's size.
bool is_as_large(const graph::Pool& pool, const Extents& shape) {
    for (std::size_t d = 0; d < pool.kernel.size(); ++d) {
        if (pool.kernel[d] == 1 || pool.kernel[d] != shape[d + 2].example()) return false;
    }
    return true;
}

// Windows of pool modules are made with them.
bool is_of_a_module(const Call& call) {
    return call.node().module_class.starts_with("torch.nn.modules.pooling.");
}

template <graph::PoolKind kind>
void read_pool(Call& call) {
    const auto spatial = spatial_of(call);
    graph::Pool pool;
    pool.kind = kind;
    pool.kernel = call.integers("kernel_size", {}, spatial);
    // An empty stride is the kernel's size.
    const auto stride = call.integers("stride", Numbers{});
    pool.stride = stride.empty() ? pool.kernel : call.integers("stride", {}, spatial);
    const auto padding = call.integers("padding", Numbers{0}, spatial);
    pool.padding = padding;
    pool.padding.insert(pool.padding.end(), padding.begin(), padding.end());
    pool.ceil_mode = call.boolean("ceil_mode", false);
    pool.dilation = call.integers("dilation", Numbers{1}, spatial);
    pool.count_padding = kind == graph::PoolKind::max || call.boolean("count_include_pad", true);
    if (call.has("divisor_override")) throw call.refused("divides by a number of its own");
    std::vector inputs{call.tensor("self")};
    if (is_as_large(pool, call.shape(inputs[0])) && !is_of_a_module(call)) call.only_this_size();
    use_same_padding(call, inputs[0], pool);
    call.give(std::move(pool), std::move(inputs));
}

// Pools to one pixel are reductions, whatever the size.
template <graph::PoolKind kind>
void read_adaptive_pool(Call& call) {
    const auto spatial = spatial_of(call);
    const auto output = call.integers("output_size", {}, spatial);
    if (std::ranges::all_of(output, [](auto n) { return n == 1; })) {
        Numbers dimensions(spatial);
        std::iota(dimensions.begin(), dimensions.end(), 2);
        const auto reduce =
            kind == graph::PoolKind::max ? graph::ReduceKind::max : graph::ReduceKind::mean;
        return call.give(graph::Reduce{reduce, dimensions, true}, {call.tensor("self")});
    }
    if (spatial != 2) throw call.refused("is not read for more than one pixel");
    call.give(graph::AdaptivePool{kind, output}, {call.tensor("self")});
}

// One or several dimensions; all where there are none.
template <graph::ReduceKind kind>
void read_reduce(Call& call) {
    const auto x = call.tensor("self");
    const auto rank = call.rank(x);
    Numbers dimensions;
    if (call.has("dim")) {
        for (const auto d : call.integers("dim")) {
            dimensions.push_back(static_cast<std::int64_t>(call.dimension_at(d, rank)));
        }
    }
    if (dimensions.empty()) {
        dimensions.resize(rank);
        std::iota(dimensions.begin(), dimensions.end(), 0);
    }
    std::ranges::sort(dimensions);
    call.give(graph::Reduce{kind, dimensions, call.boolean("keepdim", false)}, {x});
}

// max.dim and max.default reduce; max.other compares two tensors.
template <graph::ReduceKind kind>
void read_extremum(Call& call) {
    if (!call.is_tensor("other")) return read_reduce<kind>(call);
    const auto compares =
        kind == graph::ReduceKind::max ? graph::BinaryKind::maximum : graph::BinaryKind::minimum;
    call.give(graph::Binary{compares, {}}, {call.tensor("self"), call.tensor("other")});
}

constexpr auto kMax = graph::PoolKind::max;
constexpr auto kAverage = graph::PoolKind::average;
constexpr OperatorRow kRows[]{
    {"max_pool1d", read_pool<kMax>},
    {"max_pool2d", read_pool<kMax>},
    {"max_pool3d", read_pool<kMax>},
    {"max_pool2d_with_indices", read_pool<kMax>},
    {"max_pool3d_with_indices", read_pool<kMax>},
    {"avg_pool1d", read_pool<kAverage>},
    {"avg_pool2d", read_pool<kAverage>},
    {"avg_pool3d", read_pool<kAverage>},
    {"adaptive_avg_pool1d", read_adaptive_pool<kAverage>},
    {"adaptive_avg_pool2d", read_adaptive_pool<kAverage>},
    {"_adaptive_avg_pool2d", read_adaptive_pool<kAverage>},
    {"adaptive_max_pool1d", read_adaptive_pool<kMax>},
    {"adaptive_max_pool2d", read_adaptive_pool<kMax>},
    {"mean", read_reduce<graph::ReduceKind::mean>},
    {"sum", read_reduce<graph::ReduceKind::sum>},
    {"amax", read_reduce<graph::ReduceKind::max>},
    {"amin", read_reduce<graph::ReduceKind::min>},
    {"max", read_extremum<graph::ReduceKind::max>},
    {"min", read_extremum<graph::ReduceKind::min>},
};

}  // namespace

std::span<const OperatorRow> pool_rows() {
    return kRows;
}

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/gates/strides.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace sescope::gates {
namespace {

// Along each position by this much; `up`: the map grows.
MapStride strided(MapStride from, std::span<const std::int64_t> strides, bool up) {
    if (strides.size() > from.log2.size()) return {};
    for (std::size_t i = 0; i < strides.size(); ++i) {
        const auto step = std::log2(static_cast<float>(strides[i]));
        from.log2[i] += up ? -step : step;
    }
    return from;
}

// [N, C, positions..] to [N, positions.., C], and back.
bool moves_channels_only(const graph::Permute& permute) {
    const auto rank = static_cast<std::int64_t>(permute.order.size());
    std::vector<std::int64_t> last{0};
    for (std::int64_t i = 2; i < rank; ++i) last.push_back(i);
    last.push_back(1);
    std::vector<std::int64_t> first{0, rank - 1};
    for (std::int64_t i = 1; i + 1 < rank; ++i) first.push_back(i);
    return rank > 2 && (permute.order == last || permute.order == first);
}

// Grows by whole numbers alone, else nothing is known.
MapStride resized(const SearchedGraph& g, const Operator& op, const MapStride& from) {
    const auto& before = g.shape(op.inputs.front());
    const auto& behind = g.shape(op.outputs.front());
    std::vector<std::int64_t> factors;
    for (std::size_t i = 2; i < before.size(); ++i) {
        if (before[i] < 1 || behind[i] % before[i] != 0) return {};
        factors.push_back(behind[i] / before[i]);
    }
    return strided(from, factors, true);
}

// Of an operator whose output has as many positions as an input of it.
MapStride kept(const SearchedGraph& g, const Operator& op, const std::vector<MapStride>& strides) {
    const auto& shape = g.shape(op.outputs.front());
    for (const auto id : op.inputs) {
        if (id != graph::kAbsent && g.hangs_on_images(id) && g.shape(id) == shape) {
            return strides[static_cast<std::size_t>(id)];
        }
    }
    return {};
}

MapStride stride_behind(const SearchedGraph& g, const Operator& op,
                        const std::vector<MapStride>& strides) {
    if (op.inputs.empty() || op.inputs.front() == graph::kAbsent) return {};
    const auto& from = strides[static_cast<std::size_t>(op.inputs.front())];
    if (const auto* convolution = std::get_if<graph::Convolution>(&op.kind)) {
        return strided(from, convolution->stride, false);
    }
    if (const auto* up = std::get_if<graph::TransposedConvolution>(&op.kind)) {
        return strided(from, up->stride, true);
    }
    if (const auto* pool = std::get_if<graph::Pool>(&op.kind)) {
        return strided(from, pool->stride, false);
    }
    if (const auto* permute = std::get_if<graph::Permute>(&op.kind)) {
        return moves_channels_only(*permute) ? from : MapStride{};
    }
    if (std::holds_alternative<graph::Resize>(op.kind)) return resized(g, op, from);
    if (const auto* slice = std::get_if<graph::Slice>(&op.kind)) {
        return slice->dimension == 1 ? from : MapStride{};
    }
    if (const auto* concat = std::get_if<graph::Concat>(&op.kind)) {
        return concat->dimension == 1 ? from : MapStride{};
    }
    if (std::holds_alternative<graph::Pad>(op.kind)) return from;
    if (std::holds_alternative<graph::Linear>(op.kind)) return from;
    return kept(g, op, strides);
}

}  // namespace

double MapStride::largest() const {
    return *std::ranges::max_element(log2);
}

std::vector<MapStride> strides_of(const SearchedGraph& g) {
    std::vector<MapStride> strides(g.graph.values.size());
    for (const auto id : g.graph.inputs) {
        strides[static_cast<std::size_t>(id)].known = g.shape(id).size() > 2;
    }
    for (const auto& op : g.graph.operators) {
        if (op.outputs.size() != 1 || !g.hangs_on_images(op.outputs.front())) continue;
        auto stride = stride_behind(g, op, strides);
        if (stride.known) strides[static_cast<std::size_t>(op.outputs.front())] = stride;
    }
    return strides;
}

}  // namespace sescope::gates

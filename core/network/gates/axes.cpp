// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/gates/axes.h"

#include <algorithm>

namespace sescope::gates {
namespace {

// Takes parts off the front of `rest` (major first) until they make `extent`; a part that is longer
// is cut.
std::optional<std::vector<AxisPart>> taken(std::vector<AxisPart>& rest, std::int64_t extent) {
    std::vector<AxisPart> dimension;
    while (extent > 1) {
        if (rest.empty()) return std::nullopt;
        auto& part = rest.front();
        if (extent % part.extent == 0) {
            extent /= part.extent;
            dimension.push_back(part);
            rest.erase(rest.begin());
        } else if (part.extent % extent == 0) {
            const auto minor = part.extent / extent;
            dimension.push_back({part.dimension, part.stride * minor, extent});
            part.extent = minor;
            extent = 1;
        } else {
            return std::nullopt;
        }
    }
    return dimension;
}

std::optional<Axes> reshaped(const Axes& axes, const Shape& shape) {
    std::vector<AxisPart> rest;
    for (const auto& dimension : axes) {
        std::ranges::copy_if(dimension, std::back_inserter(rest),
                             [](const AxisPart& part) { return part.extent > 1; });
    }
    Axes result;
    for (const auto extent : shape) {
        auto dimension = taken(rest, extent);
        if (!dimension) return std::nullopt;
        result.push_back(std::move(*dimension));
    }
    if (!rest.empty()) return std::nullopt;
    return result;
}

Axes repeated(const Axes& axes, const Shape& from, const Shape& to) {
    Axes result(to.size());
    const auto added = to.size() - std::min(from.size(), to.size());
    for (std::size_t i = 0; i < to.size(); ++i) {
        const bool same = i >= added && from[i - added] == to[i];
        if (same) {
            result[i] = axes[i - added];
        } else if (to[i] > 1) {
            result[i] = {{-1, 1, to[i]}};
        }
    }
    return result;
}

Axes without(const Axes& axes, const std::vector<std::int64_t>& dimensions, bool keep) {
    Axes result;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const bool pooled =
            std::ranges::find(dimensions, static_cast<std::int64_t>(i)) != dimensions.end();
        if (!pooled) result.push_back(axes[i]);
        if (pooled && keep) result.emplace_back();
    }
    return result;
}

template <typename Values>
bool all_are(const Values& values, std::int64_t wanted) {
    return std::ranges::all_of(values, [&](std::int64_t value) { return value == wanted; });
}

bool covers_the_map(const graph::Pool& pool, const Shape& shape) {
    if (pool.same != graph::SamePadding::none || !all_are(pool.padding, 0)) return false;
    if (!all_are(pool.dilation, 1) || shape.size() != pool.kernel.size() + 2) return false;
    return std::equal(pool.kernel.begin(), pool.kernel.end(), shape.begin() + 2);
}

std::vector<std::int64_t> all_positions(const Shape& shape) {
    std::vector<std::int64_t> dimensions;
    for (std::size_t i = 2; i < shape.size(); ++i) {
        dimensions.push_back(static_cast<std::int64_t>(i));
    }
    return dimensions;
}

}  // namespace

Axes axes_of(const Shape& shape) {
    Axes axes;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        axes.push_back({{static_cast<int>(i), 1, shape[i]}});
    }
    return axes;
}

std::vector<std::int64_t> pooled_dimensions(const SearchedGraph& g, const Operator& op) {
    if (const auto* reduce = std::get_if<graph::Reduce>(&op.kind)) return reduce->dimensions;
    if (op.inputs.empty() || op.inputs.front() == graph::kAbsent) return {};
    const auto& shape = g.shape(op.inputs.front());
    if (const auto* pool = std::get_if<graph::Pool>(&op.kind)) {
        return covers_the_map(*pool, shape) ? all_positions(shape) : std::vector<std::int64_t>{};
    }
    if (const auto* pool = std::get_if<graph::AdaptivePool>(&op.kind)) {
        return all_are(pool->output, 1) ? all_positions(shape) : std::vector<std::int64_t>{};
    }
    return {};
}

std::optional<Axes> through(const SearchedGraph& g, const Operator& op, const Axes& axes) {
    const auto& to = g.shape(op.outputs.front());
    if (std::holds_alternative<graph::Reshape>(op.kind)) return reshaped(axes, to);
    if (const auto* permute = std::get_if<graph::Permute>(&op.kind)) {
        Axes result;
        for (const auto from : permute->order) {
            result.push_back(axes[static_cast<std::size_t>(from)]);
        }
        return result;
    }
    if (only_reshapes(op)) return axes;
    if (only_repeats(g, op)) return repeated(axes, g.shape(op.inputs.front()), to);
    const auto pooled = pooled_dimensions(g, op);
    if (pooled.empty()) return std::nullopt;
    const auto* reduce = std::get_if<graph::Reduce>(&op.kind);
    return without(axes, pooled, reduce == nullptr || reduce->keep);
}

std::optional<Axes> traced(const SearchedGraph& g, ValueId from, ValueId to) {
    std::vector<const Operator*> path;
    for (auto id = to; id != from; id = path.back()->inputs.front()) {
        const auto* op = g.computing(id);
        if (op == nullptr || path.size() >= kLongestWalk) return std::nullopt;
        if (!only_reshapes(*op) && !only_repeats(g, *op)) return std::nullopt;
        path.push_back(op);
    }
    auto axes = axes_of(g.shape(from));
    std::ranges::reverse(path);
    for (const auto* op : path) {
        auto next = through(g, *op, axes);
        if (!next) return std::nullopt;
        axes = std::move(*next);
    }
    return axes;
}

std::vector<AxisPart> coverage(std::vector<AxisPart> parts) {
    std::erase_if(parts, [](const AxisPart& p) { return p.dimension <= 0 || p.extent == 1; });
    std::ranges::sort(parts, [](const AxisPart& a, const AxisPart& b) {
        return a.dimension != b.dimension ? a.dimension < b.dimension : a.stride < b.stride;
    });
    std::vector<AxisPart> merged;
    for (const auto& part : parts) {
        if (!merged.empty() && merged.back().dimension == part.dimension &&
            merged.back().stride * merged.back().extent == part.stride) {
            merged.back().extent *= part.extent;
        } else {
            merged.push_back(part);
        }
    }
    return merged;
}

std::vector<AxisPart> coverage(const Axes& axes) {
    std::vector<AxisPart> parts;
    for (const auto& dimension : axes)
        parts.insert(parts.end(), dimension.begin(), dimension.end());
    return coverage(std::move(parts));
}

std::int64_t elements_of(std::span<const AxisPart> parts) {
    std::int64_t product = 1;
    for (const auto& part : parts) product *= part.extent;
    return product;
}

bool varies(const std::vector<AxisPart>& dimension) {
    return std::ranges::any_of(
        dimension, [](const AxisPart& part) { return part.dimension >= 0 && part.extent > 1; });
}

}  // namespace sescope::gates

// SPDX-License-Identifier: GPL-3.0-or-later
// Shapes of what moves elements about, and of reductions.
#include <fmt/format.h>

#include <algorithm>

#include "core/graph/shape_rules.h"

namespace sescope::graph {

std::int64_t elements(std::span<const std::int64_t> extents) {
    constexpr std::int64_t kMost = 1LL << 62;
    std::int64_t count = 1;
    // What is empty is empty, however large its other extents are.
    if (std::ranges::find(extents, 0) != extents.end()) return 0;
    for (const auto extent : extents) {
        if (__builtin_mul_overflow(count, extent, &count) || count > kMost) {
            throw Misfit("its elements are beyond counting");
        }
    }
    return count;
}

std::size_t dimension_of(std::int64_t dimension, std::size_t rank) {
    const auto dimensions = static_cast<std::int64_t>(rank);
    if (dimension < -dimensions || dimension >= dimensions) {
        throw Misfit(fmt::format("it has no dimension {}", dimension));
    }
    return static_cast<std::size_t>(dimension < 0 ? dimension + dimensions : dimension);
}

Shape broadcast(const Shape& a, const Shape& b) {
    const Shape& longer = a.size() >= b.size() ? a : b;
    const Shape& shorter = a.size() >= b.size() ? b : a;
    Shape out = longer;
    const std::size_t lead = longer.size() - shorter.size();
    for (std::size_t i = 0; i < shorter.size(); ++i) {
        auto& extent = out[lead + i];
        if (extent == 1) extent = shorter[i];
        if (shorter[i] != 1 && shorter[i] != extent) throw Misfit("these do not broadcast");
    }
    return out;
}

void require_shape(const Shape* weight, const Shape& wanted, const char* what) {
    if (!weight || *weight == wanted) return;
    throw Misfit(fmt::format("its {} would have to be {}", what, described(wanted)));
}

Shape shape_of(const Reduce& op, InputShapes in) {
    const Shape& x = *in[0];
    if (op.dimensions.back() >= static_cast<std::int64_t>(x.size())) {
        throw Misfit(fmt::format("it has no dimension {}", op.dimensions.back()));
    }
    Shape out;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const bool reduced =
            std::ranges::binary_search(op.dimensions, static_cast<std::int64_t>(i));
        if (!reduced) out.push_back(x[i]);
        if (reduced && op.keep) out.push_back(1);
    }
    return out;
}

Shape shape_of(const Concat& op, InputShapes in) {
    Shape out = *in[0];
    const auto along = dimension_of(op.dimension, out.size());
    for (const Shape* next : in.subspan(1)) {
        Shape other = *next;
        if (other.size() != out.size()) throw Misfit("the numbers of dimensions differ");
        const auto extent = other[along];
        other[along] = out[along];
        if (other != out) throw Misfit(fmt::format("they differ beside dimension {}", along));
        if (__builtin_add_overflow(out[along], extent, &out[along])) {
            throw Misfit("its elements are beyond counting");
        }
    }
    return out;
}

std::int64_t slice_length(const Slice& slice, std::int64_t extent) {
    const auto within = [&](std::int64_t at) {
        return std::clamp<std::int64_t>(at < 0 ? at + extent : at, 0, extent);
    };
    const auto begin = within(slice.begin);
    const auto span = within(slice.end) - begin;
    return span <= 0 ? 0 : (span - 1) / slice.step + 1;
}

Shape shape_of(const Slice& op, InputShapes in) {
    Shape out = *in[0];
    auto& extent = out[dimension_of(op.dimension, out.size())];
    extent = slice_length(op, extent);
    if (extent == 0) throw Misfit("nothing is left");
    return out;
}

Shape shape_of(const Pad& op, InputShapes in) {
    Shape out = *in[0];
    if (op.begin.size() != out.size()) {
        throw Misfit(fmt::format("it is for {} dimensions", op.begin.size()));
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto most = std::max(op.begin[i], op.end[i]);
        if ((op.mode == PadMode::reflect && most >= out[i]) ||
            (op.mode == PadMode::circular && most > out[i])) {
            throw Misfit(fmt::format("its padding of {} is larger than what it mirrors", most));
        }
        if (__builtin_add_overflow(out[i], op.begin[i] + op.end[i], &out[i])) {
            throw Misfit("its elements are beyond counting");
        }
        if (out[i] < 1) throw Misfit("nothing is left");
    }
    return out;
}

Shape shape_of(const Reshape& op, InputShapes in) {
    const Shape& x = *in[0];
    Shape out = op.extents;
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (out[i] != 0) continue;
        if (i >= x.size()) throw Misfit(fmt::format("there is no dimension {} to keep", i));
        out[i] = x[i];
    }
    const auto all = elements(x);
    const auto open = std::ranges::find(out, -1);
    if (open != out.end()) {
        *open = 1;
        const auto known = elements(out);
        if (known == 0 || all % known != 0) throw Misfit("these elements do not fit its extents");
        *open = all / known;
    }
    if (elements(out) != all) {
        throw Misfit(fmt::format("these elements do not fit {}", described(out)));
    }
    return out;
}

Shape shape_of(const Permute& op, InputShapes in) {
    const Shape& x = *in[0];
    if (op.order.size() != x.size()) {
        throw Misfit(fmt::format("it is for {} dimensions", op.order.size()));
    }
    Shape out;
    for (const auto from : op.order) out.push_back(x[static_cast<std::size_t>(from)]);
    return out;
}

Shape shape_of(const Expand& op, InputShapes in) {
    const Shape& x = *in[0];
    if (op.extents.size() < x.size()) throw Misfit("it is for more dimensions");
    const std::size_t lead = op.extents.size() - x.size();
    Shape out = op.extents;
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (out[i] == -1 && i < lead) throw Misfit("a new dimension is left open");
        if (i < lead) continue;
        const auto extent = x[i - lead];
        if (out[i] == -1) out[i] = extent;
        if (extent != 1 && extent != out[i]) throw Misfit("these do not expand so");
    }
    return out;
}

}  // namespace sescope::graph

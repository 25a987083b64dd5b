// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/exported/size_literals.h"

#include <algorithm>
#include <limits>

namespace sescope {
namespace {

using graph::Shape;

struct Sizes {
    const Shape& from;
    const Shape& other;
    bool varies(std::size_t dimension) const { return from[dimension] != other[dimension]; }
};

// How many dimensions from the left (or right, from the end) that do not vary make up `product`.
std::optional<std::size_t> fixed_run(const Sizes& sizes, std::size_t begin, std::int64_t product,
                                     bool from_end) {
    const auto count = sizes.from.size();
    std::int64_t made = 1;
    std::size_t run = 0;
    while (made != product) {
        if (begin + run >= count) return std::nullopt;
        const auto at = from_end ? count - 1 - run : begin + run;
        if (sizes.varies(at) || sizes.from[at] < 1) return std::nullopt;
        if (__builtin_mul_overflow(made, sizes.from[at], &made) || made > product) {
            return std::nullopt;
        }
        ++run;
    }
    return run;
}

// Whether all that varies goes into the dimension that is left open, and nothing else does.
bool leaves_open_what_varies(const graph::Reshape& reshape, const Sizes& sizes) {
    const auto& to = reshape.extents;
    std::size_t kept = 0;
    while (kept < to.size() && to[kept] == 0) ++kept;
    bool any = false;
    for (std::size_t d = kept; d < sizes.from.size(); ++d) any = any || sizes.varies(d);
    if (!any) return true;
    const auto open = std::ranges::find(to, -1);
    if (open == to.end()) return false;
    std::int64_t left = 1;
    std::int64_t right = 1;
    for (auto it = to.begin() + static_cast<std::ptrdiff_t>(kept); it != to.end(); ++it) {
        if (it == open) continue;
        if (__builtin_mul_overflow(it < open ? left : right, *it, it < open ? &left : &right)) {
            return false;
        }
    }
    const auto before = fixed_run(sizes, kept, left, false);
    const auto behind = fixed_run(sizes, kept, right, true);
    if (!before || !behind || kept + *before + *behind > sizes.from.size()) return false;
    // Between them only what varies, or it would be divided anew.
    for (auto d = kept + *before; d < sizes.from.size() - *behind; ++d) {
        if (!sizes.varies(d) && sizes.from[d] != 1) return false;
    }
    return true;
}

struct HoldsLiteral {
    Sizes sizes;
    bool operator()(const graph::Slice& slice) const {
        // Small numbers of the code ([1:], [:-1], [::2]) are none; a long way from either end is.
        constexpr std::int64_t far = 8;
        const bool open = slice.end == std::numeric_limits<std::int64_t>::max();
        const bool near =
            slice.begin >= 0 && slice.begin < far && (open || (slice.end < 0 && slice.end > -far));
        return sizes.varies(static_cast<std::size_t>(slice.dimension)) && !near;
    }
    bool operator()(const graph::Reshape& reshape) const {
        return !leaves_open_what_varies(reshape, sizes);
    }
    bool operator()(const graph::Expand& expand) const {
        return std::ranges::any_of(expand.extents, [](std::int64_t n) { return n > 1; });
    }
    template <class Other>
    bool operator()(const Other& /*kind*/) const {
        return false;
    }
};

}  // namespace

bool holds_size_literals(const graph::Graph& graph, std::span<const Shape> shapes,
                         std::span<const Shape> others) {
    return std::ranges::any_of(graph.operators, [&](const graph::Operator& op) {
        if (op.inputs.empty()) {
            const auto out = static_cast<std::size_t>(op.outputs[0]);
            return !shapes[out].empty();  // made of a literal shape
        }
        const auto in = static_cast<std::size_t>(op.inputs[0]);
        if (op.inputs[0] == graph::kAbsent || shapes[in].size() != others[in].size()) return true;
        return std::visit(HoldsLiteral{{shapes[in], others[in]}}, op.kind);
    });
}

}  // namespace sescope

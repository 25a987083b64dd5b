// SPDX-License-Identifier: GPL-3.0-or-later
// Operators that give the same elements in another shape.
#include <algorithm>
#include <numeric>

#include "core/network/exported/operator_table.h"
#include "core/network/exported/reshaped.h"

namespace sescope {
namespace {

using graph::ValueId;
using Numbers = std::vector<std::int64_t>;

// To the shape that the program states. `open`: the dimension that the source leaves open.
void give_reshape(Call& call, std::optional<std::size_t> open = std::nullopt) {
    const auto x = call.tensor("self");
    const auto to = call.stated_shape();
    if (call.shape(x) == to) return call.give(x, Sharing::part);
    call.give(call.add(graph::Reshape{reshape_extents(call, call.shape(x), to, open)}, {x}, to),
              Sharing::part);
}

void read_view(Call& call) {
    if (call.has("dtype")) throw call.refused("takes bytes for another type, which is not read");
    const auto size = call.extents(call.has("size") ? "size" : "shape");
    std::optional<std::size_t> open;
    for (std::size_t i = 0; i < size.size(); ++i) {
        if (size[i] == Extent::fixed(-1)) open = i;
    }
    if (size.size() != call.stated_shape().size()) throw call.refused("gives another shape");
    give_reshape(call, open);
}

void read_by_shape(Call& call) {
    give_reshape(call);
}

// What is flattened into one dimension is left open.
void read_flatten(Call& call) {
    const auto x = call.tensor("self");
    const auto rank = std::max<std::size_t>(call.rank(x), 1);
    const auto begin = call.dimension("start_dim", rank, 0);
    const auto end = call.dimension("end_dim", rank, -1);
    if (begin == end && call.rank(x) > 0) return call.give(x, Sharing::alias);
    give_reshape(call, begin);
}

void read_unflatten(Call& call) {
    const auto sizes = call.extents("sizes");
    const auto at = call.dimension("dim", call.rank(call.tensor("self")));
    std::optional<std::size_t> open;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        if (sizes[i] == Extent::fixed(-1)) open = at + i;
    }
    give_reshape(call, open);
}

void give_permute(Call& call, Numbers order) {
    call.give(graph::Permute{std::move(order)}, {call.tensor("self")}, Sharing::part);
}

Numbers identity(std::size_t rank) {
    Numbers order(rank);
    std::iota(order.begin(), order.end(), 0);
    return order;
}

void read_permute(Call& call) {
    const auto rank = call.rank(call.tensor("self"));
    Numbers order;
    for (const auto d : call.integers("dims")) {
        order.push_back(static_cast<std::int64_t>(call.dimension_at(d, rank)));
    }
    if (order.size() != rank) throw call.refused("orders another number of dimensions");
    give_permute(call, std::move(order));
}

void read_transpose(Call& call) {
    const auto rank = call.rank(call.tensor("self"));
    auto order = identity(rank);
    std::swap(order[call.dimension("dim0", rank)], order[call.dimension("dim1", rank)]);
    give_permute(call, std::move(order));
}

void read_t(Call& call) {
    auto order = identity(call.rank(call.tensor("self")));
    if (order.size() > 2) throw call.refused("takes no matrix");
    if (order.size() < 2) return call.give(call.tensor("self"), Sharing::alias);
    std::ranges::reverse(order);
    give_permute(call, std::move(order));
}

void read_movedim(Call& call) {
    const auto rank = call.rank(call.tensor("self"));
    const auto from = call.integers("source");
    const auto to = call.integers("destination");
    if (from.size() != to.size()) throw call.refused("moves dimensions to too few places");
    Numbers order(rank, -1);
    auto left = identity(rank);
    for (std::size_t i = 0; i < from.size(); ++i) {
        const auto source = static_cast<std::int64_t>(call.dimension_at(from[i], rank));
        order[call.dimension_at(to[i], rank)] = source;
        std::erase(left, source);
    }
    std::size_t next = 0;
    for (auto& place : order) {
        if (place < 0 && next < left.size()) place = left[next++];
    }
    give_permute(call, std::move(order));
}

// expand, expand_as, broadcast_to: to the shape that the program states.
void read_expand(Call& call) {
    const auto x = call.tensor("self");
    const auto from = call.shape(x);
    const auto to = call.stated_shape();
    if (to.size() < from.size()) throw call.refused("expands to fewer dimensions");
    if (from == to) return call.give(x, Sharing::alias);
    const auto added = to.size() - from.size();
    Numbers extents;
    for (std::size_t i = 0; i < to.size(); ++i) {
        const bool kept = i >= added && from[i - added] == to[i];
        extents.push_back(kept ? -1 : to[i].example());
    }
    const auto expanded = call.add(graph::Expand{extents}, {x}, to);
    call.remember_expanded(x, expanded);
    call.give(expanded, Sharing::part);
}

constexpr std::int64_t kMostCopies = 256;

// As concatenations of the input with itself.
void read_repeat(Call& call) {
    auto x = call.tensor("self");
    const auto repeats = call.integers("repeats");
    auto shape = call.shape(x);
    if (repeats.size() < shape.size())
        throw call.refused("repeats fewer dimensions than there are");
    if (repeats.size() > shape.size()) {
        const auto from = shape;
        shape.insert(shape.begin(), repeats.size() - from.size(), Extent::fixed(1));
        x = call.add_step(graph::Reshape{reshape_extents(call, from, shape, {})}, {x}, shape);
    }
    for (std::size_t d = 0; d < repeats.size(); ++d) {
        if (repeats[d] == 1) continue;
        const auto extent =
            combined(ExtentOperation::multiply, shape[d], Extent::fixed(repeats[d]));
        if (repeats[d] < 1 || repeats[d] > kMostCopies || !extent) {
            throw call.refused("repeats its input too often");
        }
        shape[d] = *extent;
        const std::vector copies(static_cast<std::size_t>(repeats[d]), x);
        x = call.add_step(graph::Concat{static_cast<std::int64_t>(d)}, copies, shape);
    }
    call.give(x);
}

constexpr OperatorRow kRows[]{
    {"view", read_view},
    {"_unsafe_view", read_view},
    {"reshape", read_view},
    {"_reshape_copy", read_view},
    {"view_as", read_by_shape},
    {"reshape_as", read_by_shape},
    {"squeeze", read_by_shape},
    {"squeeze_copy", read_by_shape},
    {"unsqueeze", read_by_shape},
    {"unsqueeze_copy", read_by_shape},
    {"view_copy", read_view},
    {"flatten", read_flatten},
    {"unflatten", read_unflatten},
    {"permute", read_permute},
    {"permute_copy", read_permute},
    {"transpose", read_transpose},
    {"transpose_copy", read_transpose},
    {"swapaxes", read_transpose},
    {"t", read_t},
    {"t_copy", read_t},
    {"numpy_T", read_t},
    {"movedim", read_movedim},
    {"expand", read_expand},
    {"expand_copy", read_expand},
    {"expand_as", read_expand},
    {"broadcast_to", read_expand},
    {"repeat", read_repeat},
};

}  // namespace

std::span<const OperatorRow> shape_rows() {
    return kRows;
}

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
// Follows the batch dimension through a graph. What is not known to keep it apart does not.
#include "core/network/exported/image_batches.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace sescope {
namespace {

using graph::Operator;
using graph::Shape;
using graph::ValueId;

// Where the batch is in a value: in none of its dimensions (it does not depend on the images), in
// one, or who knows.
struct Place {
    enum Kind { nowhere, at, unknown } kind = nowhere;
    std::size_t dimension = 0;
    bool operator==(const Place&) const = default;
};
constexpr Place kUnknown{Place::unknown, 0};

Place at(std::size_t dimension) {
    return {Place::at, dimension};
}

// Operators of ATen that take each element by itself.
bool is_elementwise(std::string_view name) {
    constexpr std::string_view names[]{
        "aten::abs",   "aten::ceil",        "aten::celu",       "aten::cos",      "aten::erf",
        "aten::exp",   "aten::expm1",       "aten::floor",      "aten::log",      "aten::log1p",
        "aten::log2",  "aten::log_sigmoid", "aten::reciprocal", "aten::round",    "aten::rsqrt",
        "aten::selu",  "aten::sign",        "aten::sin",        "aten::softplus", "aten::sqrt",
        "aten::square"};
    return std::ranges::find(names, name) != std::end(names);
}

class BatchFollower {
  public:
    BatchFollower(const graph::Graph& graph, std::span<const Shape> shapes)
        : graph_(graph), shapes_(shapes), places_(graph.values.size()) {}

    bool run() {
        for (const ValueId id : graph_.inputs) place(id) = at(0);
        for (const auto& op : graph_.operators) {
            const Place found = follow(op);
            if (found.kind == Place::unknown) return false;
            for (const ValueId id : op.outputs) place(id) = found;
        }
        return std::ranges::all_of(graph_.outputs, [&](ValueId id) { return place(id) == at(0); });
    }

  private:
    Place& place(ValueId id) { return places_[static_cast<std::size_t>(id)]; }
    const Shape& shape(ValueId id) const { return shapes_[static_cast<std::size_t>(id)]; }

    Place follow(const Operator& op) {
        bool any = false;
        for (const ValueId id : op.inputs) {
            any = any || (id != graph::kAbsent && place(id).kind == Place::at);
        }
        if (!any) return {};
        return std::visit([&](const auto& kind) { return through(kind, op); }, op.kind);
    }

    // Only the first input depends on the images.
    bool only_first(const Operator& op) {
        return place(op.inputs[0]).kind == Place::at &&
               std::all_of(op.inputs.begin() + 1, op.inputs.end(), [&](ValueId id) {
                   return id == graph::kAbsent || place(id).kind == Place::nowhere;
               });
    }
    std::optional<std::size_t> first_place(const Operator& op) {
        return only_first(op) ? std::optional(place(op.inputs[0]).dimension) : std::nullopt;
    }

    // Windows, norms of channels and resizes have the batch first.
    Place where_first(const Operator& op) {
        return first_place(op) == std::size_t{0} ? at(0) : kUnknown;
    }
    Place through(const graph::Convolution&, const Operator& op) { return where_first(op); }
    Place through(const graph::TransposedConvolution&, const Operator& op) {
        return where_first(op);
    }
    Place through(const graph::BatchNorm&, const Operator& op) { return where_first(op); }
    Place through(const graph::GroupNorm&, const Operator& op) { return where_first(op); }
    Place through(const graph::Pool&, const Operator& op) { return where_first(op); }
    Place through(const graph::AdaptivePool&, const Operator& op) { return where_first(op); }
    Place through(const graph::Resize&, const Operator& op) { return where_first(op); }

    Place through(const graph::Activation&, const Operator& op) { return place(op.inputs[0]); }

    Place unless(const Operator& op, std::size_t dimension) {
        const auto found = first_place(op);
        return found && *found != dimension ? at(*found) : kUnknown;
    }
    Place through(const graph::LayerNorm& norm, const Operator& op) {
        const auto found = first_place(op);
        const auto kept = shape(op.inputs[0]).size() - static_cast<std::size_t>(norm.dimensions);
        return found && *found < kept ? at(*found) : kUnknown;
    }
    Place through(const graph::Linear&, const Operator& op) {
        return unless(op, shape(op.inputs[0]).size() - 1);
    }
    Place through(const graph::Softmax& softmax, const Operator& op) {
        const auto rank = static_cast<std::int64_t>(shape(op.inputs[0]).size());
        return unless(op, static_cast<std::size_t>((softmax.dimension + rank) % rank));
    }
    Place through(const graph::Slice& slice, const Operator& op) {
        return unless(op, static_cast<std::size_t>(slice.dimension));
    }
    Place through(const graph::Pad& pad, const Operator& op) {
        const auto found = first_place(op);
        return found && pad.begin[*found] == 0 && pad.end[*found] == 0 ? at(*found) : kUnknown;
    }

    // Dimensions count from the end; the other side has the batch there too, or nothing.
    Place through(const graph::Binary&, const Operator& op) {
        const auto rank = shape(op.outputs[0]).size();
        std::optional<std::size_t> found;
        for (const ValueId id : op.inputs) {
            if (place(id).kind != Place::at) continue;
            const auto here = place(id).dimension + rank - shape(id).size();
            if (found && *found != here) return kUnknown;
            found = here;
        }
        for (const ValueId id : op.inputs) {
            const auto added = rank - shape(id).size();
            if (place(id).kind == Place::at || *found < added) continue;
            if (shape(id)[*found - added] != 1) return kUnknown;
        }
        return at(*found);
    }

    Place through(const graph::MatMul&, const Operator& op) {
        const auto left = op.inputs[0];
        const auto right = op.inputs[1];
        const auto rank = shape(op.outputs[0]).size();
        const auto from_left = place(left).kind == Place::at;
        const auto from_right = place(right).kind == Place::at;
        // The rows of the left side may be images; else both have the batch before the matrices.
        const auto before = [&](ValueId id, std::size_t matrix) -> std::optional<std::size_t> {
            const auto dimension = place(id).dimension;
            if (dimension + matrix >= shape(id).size()) return std::nullopt;
            return dimension + rank - shape(id).size();
        };
        const auto l = from_left ? before(left, from_right ? 2 : 1) : std::nullopt;
        const auto r = from_right ? before(right, 2) : std::nullopt;
        if ((from_left && !l) || (from_right && !r) || (l && r && *l != *r)) return kUnknown;
        return at(l ? *l : *r);
    }

    Place through(const graph::Reduce& reduce, const Operator& op) {
        const auto found = first_place(op);
        if (!found) return kUnknown;
        std::size_t before = 0;
        for (const auto dimension : reduce.dimensions) {
            const auto d = static_cast<std::size_t>(dimension);
            if (d == *found) return kUnknown;
            before += d < *found ? 1 : 0;
        }
        return at(reduce.keep ? *found : *found - before);
    }

    Place through(const graph::Concat& concat, const Operator& op) {
        const Place first = place(op.inputs[0]);
        const bool same =
            std::ranges::all_of(op.inputs, [&](ValueId id) { return place(id) == first; });
        const bool beside = first.dimension != static_cast<std::size_t>(concat.dimension);
        return first.kind == Place::at && same && beside ? first : kUnknown;
    }

    // The batch and all before it stay as they are.
    Place through(const graph::Reshape& reshape, const Operator& op) {
        const auto found = first_place(op);
        if (!found || reshape.extents.size() <= *found) return kUnknown;
        const auto* end = reshape.extents.data() + *found + 1;
        const bool stays =
            std::all_of(reshape.extents.data(), end, [](std::int64_t n) { return n == 0; });
        return stays ? at(*found) : kUnknown;
    }

    Place through(const graph::Permute& permute, const Operator& op) {
        const auto found = first_place(op);
        for (std::size_t i = 0; found && i < permute.order.size(); ++i) {
            if (static_cast<std::size_t>(permute.order[i]) == *found) return at(i);
        }
        return kUnknown;
    }

    Place through(const graph::Expand& expand, const Operator& op) {
        const auto found = first_place(op);
        if (!found) return kUnknown;
        const auto here = *found + expand.extents.size() - shape(op.inputs[0]).size();
        return here < expand.extents.size() && expand.extents[here] == -1 ? at(here) : kUnknown;
    }

    Place through(const graph::AtenCall& call, const Operator& op) {
        if (is_elementwise(call.name)) return place(op.inputs[0]);
        if (call.name != "aten::scaled_dot_product_attention" || op.inputs.size() != 3 ||
            shape(op.inputs[0]).size() < 3) {
            return kUnknown;
        }
        const bool first =
            std::ranges::all_of(op.inputs, [&](ValueId id) { return place(id) == at(0); });
        return first ? at(0) : kUnknown;
    }

    const graph::Graph& graph_;
    std::span<const Shape> shapes_;
    std::vector<Place> places_;
};

}  // namespace

bool takes_any_batch(const graph::Graph& graph, std::span<const Shape> shapes) {
    return BatchFollower(graph, shapes).run();
}

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of every kind of operator, by name and with what they usually are: what the text form
// writes, reads and hashes. Fields that the kind's name tells ("max_pool") are not among them.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "core/graph/operators.h"

namespace sescope::graph {

template <class Enum>
struct EnumNames;
template <>
struct EnumNames<SamePadding> {
    static constexpr std::array<std::string_view, 3> names{"none", "upper", "lower"};
};
template <>
struct EnumNames<PadMode> {
    static constexpr std::array<std::string_view, 4> names{"constant", "reflect", "replicate",
                                                           "circular"};
};
template <>
struct EnumNames<ResizeMode> {
    static constexpr std::array<std::string_view, 3> names{"nearest", "linear", "cubic"};
};
template <>
struct EnumNames<ResizeCoordinates> {
    static constexpr std::array<std::string_view, 4> names{"half_pixel", "pytorch_half_pixel",
                                                           "align_corners", "asymmetric"};
};
template <>
struct EnumNames<ResizeRounding> {
    static constexpr std::array<std::string_view, 4> names{"prefer_floor", "prefer_ceil", "floor",
                                                           "ceil"};
};

/// Calls `visitor(name, field, usual)` for each field, in order. An AtenCall's arguments are no
/// fields.
template <class Visitor>
struct FieldVisit {
    Visitor& visitor;
    using Numbers = std::vector<std::int64_t>;

    void operator()(Convolution& op) const {
        visitor("stride", op.stride, Numbers{1, 1});
        visitor("padding", op.padding, Numbers{0, 0, 0, 0});
        visitor("dilation", op.dilation, Numbers{1, 1});
        visitor("groups", op.groups, std::int64_t{1});
        visitor("same", op.same, SamePadding::none);
    }
    void operator()(TransposedConvolution& op) const {
        visitor("stride", op.stride, Numbers{1, 1});
        visitor("padding", op.padding, Numbers{0, 0, 0, 0});
        visitor("output_padding", op.output_padding, Numbers{0, 0});
        visitor("dilation", op.dilation, Numbers{1, 1});
        visitor("groups", op.groups, std::int64_t{1});
    }
    void operator()(BatchNorm& op) const { visitor("eps", op.eps, 1e-5); }
    void operator()(LayerNorm& op) const {
        visitor("dimensions", op.dimensions, std::int64_t{1});
        visitor("eps", op.eps, 1e-5);
    }
    void operator()(GroupNorm& op) const {
        visitor("groups", op.groups, std::int64_t{1});
        visitor("eps", op.eps, 1e-5);
    }
    void operator()(Linear& op) const { visitor("transposed", op.transposed, false); }
    void operator()(MatMul& /*op*/) const {}
    void operator()(Activation& op) const {
        visitor("a", op.a, 0.0);
        visitor("b", op.b, 0.0);
    }
    void operator()(Binary& op) const { visitor("scalar", op.scalar, std::optional<double>()); }
    void operator()(Pool& op) const {
        visitor("kernel", op.kernel, Numbers{2, 2});
        visitor("stride", op.stride, Numbers{2, 2});
        visitor("padding", op.padding, Numbers{0, 0, 0, 0});
        visitor("dilation", op.dilation, Numbers{1, 1});
        visitor("ceil_mode", op.ceil_mode, false);
        visitor("count_padding", op.count_padding, true);
        visitor("same", op.same, SamePadding::none);
    }
    void operator()(AdaptivePool& op) const { visitor("output", op.output, Numbers{}); }
    void operator()(Reduce& op) const {
        visitor("dimensions", op.dimensions, Numbers{2, 3});
        visitor("keep", op.keep, true);
    }
    void operator()(Concat& op) const { visitor("dimension", op.dimension, std::int64_t{1}); }
    void operator()(Slice& op) const {
        visitor("dimension", op.dimension, std::int64_t{1});
        visitor("begin", op.begin, std::int64_t{0});
        visitor("end", op.end, std::numeric_limits<std::int64_t>::max());
        visitor("step", op.step, std::int64_t{1});
    }
    void operator()(Pad& op) const {
        visitor("begin", op.begin, Numbers{});
        visitor("end", op.end, Numbers{});
        visitor("mode", op.mode, PadMode::constant);
        visitor("value", op.value, 0.0);
    }
    void operator()(Reshape& op) const { visitor("extents", op.extents, Numbers{}); }
    void operator()(Permute& op) const { visitor("order", op.order, Numbers{}); }
    void operator()(Expand& op) const { visitor("extents", op.extents, Numbers{}); }
    void operator()(Resize& op) const {
        visitor("mode", op.mode, ResizeMode::nearest);
        visitor("coordinates", op.coordinates, ResizeCoordinates::half_pixel);
        visitor("rounding", op.rounding, ResizeRounding::floor);
        visitor("cubic_a", op.cubic_a, -0.75);
        visitor("scales", op.scales, std::vector<double>{});
        visitor("sizes", op.sizes, Numbers{});
    }
    void operator()(Softmax& op) const { visitor("dimension", op.dimension, std::int64_t{-1}); }
    void operator()(AtenCall& /*op*/) const {}
};

template <class Visitor>
void visit_fields(OperatorKind& kind, Visitor& visitor) {
    std::visit(FieldVisit<Visitor>{visitor}, kind);
}

}  // namespace sescope::graph

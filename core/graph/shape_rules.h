// SPDX-License-Identifier: GPL-3.0-or-later
// What shape inference is made of: each rule gives the shape of an operator's output, or throws
// Misfit, which says why there is none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/graph/graph.h"

namespace sescope::graph {

/// Why an operator cannot take what it is given: "its weight is for 4 channels".
struct Misfit : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Shapes of the inputs; null where one is absent.
using InputShapes = std::span<const Shape* const>;

/// Extents multiplied; throws Misfit beyond 2^62.
std::int64_t elements(std::span<const std::int64_t> extents);
/// 0 .. rank - 1 for a dimension that may count from the end.
std::size_t dimension_of(std::int64_t dimension, std::size_t rank);
Shape broadcast(const Shape& a, const Shape& b);
/// Throws Misfit naming `what` where a weight that is there is not of this shape.
void require_shape(const Shape* weight, const Shape& wanted, const char* what);

/// Outputs of a window over one dimension, as torch counts them. `before` and `after`: padding.
struct Window {
    std::int64_t kernel = 1;
    std::int64_t stride = 1;
    std::int64_t before = 0;
    std::int64_t after = 0;
    std::int64_t dilation = 1;
    SamePadding same = SamePadding::none;
    bool ceil_mode = false;  ///< but the last window begins in the input or the padding before it
};
std::int64_t outputs_of(const Window& window, std::int64_t extent);

Shape shape_of(const Convolution& op, InputShapes in);
Shape shape_of(const TransposedConvolution& op, InputShapes in);
Shape shape_of(const Pool& op, InputShapes in);
Shape shape_of(const AdaptivePool& op, InputShapes in);
Shape shape_of(const Resize& op, InputShapes in);

Shape shape_of(const Reduce& op, InputShapes in);
Shape shape_of(const Concat& op, InputShapes in);
Shape shape_of(const Slice& op, InputShapes in);
Shape shape_of(const Pad& op, InputShapes in);
Shape shape_of(const Reshape& op, InputShapes in);
Shape shape_of(const Permute& op, InputShapes in);
Shape shape_of(const Expand& op, InputShapes in);

/// Elements begin, begin + step, .. below end of `extent`, as Python counts them.
std::int64_t slice_length(const Slice& slice, std::int64_t extent);

/// Of all outputs of a call.
std::vector<Shape> shapes_of_call(const Operator& op, InputShapes in);

}  // namespace sescope::graph

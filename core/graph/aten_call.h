// SPDX-License-Identifier: GPL-3.0-or-later
// Arguments of a call of ATen as its shape rule reads them, and the table of what may be called.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/graph/shape_rules.h"

namespace sescope::graph {

/// A call and the shapes of its inputs. Members throw Misfit naming an argument that is missing.
struct CallShapes {
    const AtenCall& call;
    InputShapes in;
    std::size_t outputs = 1;

    const ArgumentValue* find(std::string_view name) const noexcept;
    /// Shape of the tensor that the argument is; of the first tensor where no name is given.
    const Shape& tensor(std::string_view name) const;
    const Shape& first() const;
    std::vector<Shape> tensors(std::string_view name) const;
    /// A list of numbers, or one number as a list; nothing where it is left out or None.
    std::optional<Shape> integers(std::string_view name) const;
    std::int64_t integer(std::string_view name) const;
    std::int64_t integer(std::string_view name, std::int64_t otherwise) const;
    double number(std::string_view name, double otherwise) const;
    bool flag(std::string_view name) const;
    /// How many arguments are single tensors.
    std::size_t tensor_count() const noexcept;
};

using ShapeRule = std::vector<Shape> (*)(const CallShapes&);

/// An operator that may be called, and its shapes. Adding one is adding a row, in order of names.
struct AtenRow {
    std::string_view name;
    ShapeRule rule;
};
std::span<const AtenRow> aten_rows() noexcept;

namespace aten {

std::vector<Shape> elementwise(const CallShapes& call);  ///< all tensors broadcast
std::vector<Shape> like_first(const CallShapes& call);   ///< every output as the first tensor
std::vector<Shape> reduction(const CallShapes& call);    ///< over `dim` (all), `keepdim`
std::vector<Shape> extremum(const CallShapes& call);     ///< of two tensors, or a reduction

std::vector<Shape> arange(const CallShapes& call);
std::vector<Shape> baddbmm(const CallShapes& call);
std::vector<Shape> bmm(const CallShapes& call);
std::vector<Shape> col2im(const CallShapes& call);
std::vector<Shape> diagonal(const CallShapes& call);
std::vector<Shape> einsum(const CallShapes& call);
std::vector<Shape> embedding(const CallShapes& call);
std::vector<Shape> filled(const CallShapes& call);
std::vector<Shape> gather(const CallShapes& call);
std::vector<Shape> glu(const CallShapes& call);
std::vector<Shape> grid_sampler(const CallShapes& call);
std::vector<Shape> im2col(const CallShapes& call);
std::vector<Shape> index_select(const CallShapes& call);
std::vector<Shape> meshgrid(const CallShapes& call);
std::vector<Shape> one_hot(const CallShapes& call);
std::vector<Shape> outer(const CallShapes& call);
std::vector<Shape> pixel_shuffle(const CallShapes& call);
std::vector<Shape> pixel_unshuffle(const CallShapes& call);
std::vector<Shape> repeat(const CallShapes& call);
std::vector<Shape> repeat_interleave(const CallShapes& call);
std::vector<Shape> scaled_dot_product_attention(const CallShapes& call);
std::vector<Shape> stack(const CallShapes& call);
std::vector<Shape> topk(const CallShapes& call);
std::vector<Shape> unfold(const CallShapes& call);
std::vector<Shape> upsample(const CallShapes& call);

}  // namespace aten
}  // namespace sescope::graph

// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "core/network/onnx/operator_table.h"
#include "core/network/onnx/views.h"

namespace sescope::onnx {
namespace {

bool is_matrix(const Bound& bound) {
    return bound.constant != nullptr && bound.rank() == 2;
}

// A constant that is added to every row of `out` numbers, as a bias of [out].
std::optional<Bound> as_bias(const Bound& added, std::int64_t out) {
    if (!added.constant || added.constant->numel() != out || added.rank() == 0) return std::nullopt;
    if (added.extents.back().at[0] != out) return std::nullopt;
    return reshaped_constant(added, {out});
}

// A matrix that was transposed by a view is taken as it stands in the file.
struct Matrix {
    Bound weight;
    bool transposed;  // [in, out]
};
Matrix matrix_of(const Bound& bound, bool transposed) {
    const bool is_view = !bound.constant->contiguous();
    if (!is_view) return {bound, transposed};
    Bound turned = permuted_constant(bound, {1, 0});
    return turned.constant->contiguous() ? Matrix{std::move(turned), !transposed}
                                         : Matrix{bound, transposed};
}

Bound scaled(Call& call, const Bound& x, double factor) {
    if (factor == 1) return x;
    return call.emit(graph::Binary{graph::BinaryKind::multiply, factor}, {&x});
}

Bound product(Call& call, const Bound& a, const Bound& b, bool transpose_b, const Bound* bias) {
    if (!is_matrix(b)) {
        const Bound right = transpose_b ? permuted(call, b, {1, 0}) : b;
        return call.emit(graph::MatMul{}, {&a, &right});
    }
    const Matrix matrix = matrix_of(b, !transpose_b);
    call.stand_in_module_of(matrix.weight);
    return call.emit(graph::Linear{matrix.transposed}, {&a, &matrix.weight, bias});
}

void gemm(Call& call) {
    const double alpha = call.number("alpha", 1);
    const double beta = call.number("beta", 1);
    const Bound& b = call.input(1);
    if (call.input(0).rank() != 2 || b.rank() != 2) call.refuse("its inputs are no matrices");
    const bool transpose_a = call.integer("transA", 0) != 0;
    const bool transpose_b = call.integer("transB", 0) != 0;
    const Bound a = transpose_a ? permuted(call, call.input(0), {1, 0}) : call.input(0);
    call.keep_batch(a, 1);
    const Bound* added = beta == 0 ? nullptr : call.optional(2);
    const std::int64_t out = b.extents[transpose_b ? 0 : 1].at[0];
    std::optional<Bound> bias;
    if (added != nullptr && alpha == 1 && beta == 1 && is_matrix(b)) bias = as_bias(*added, out);
    Bound y = scaled(call, product(call, a, b, transpose_b, bias ? &*bias : nullptr), alpha);
    if (added != nullptr && !bias) {
        const Bound more = scaled(call, *added, beta);
        y = call.emit(graph::Binary{graph::BinaryKind::add, std::nullopt}, {&y, &more});
    }
    call.give(std::move(y));
}

void matrix_product(Call& call) {
    const Bound& a = call.input(0);
    const Bound& b = call.input(1);
    if (a.rank() < 2 || b.rank() < 2) call.refuse("multiplies by a vector, which is not read here");
    call.keep_batch(a, static_cast<std::int64_t>(a.rank()) - 1);
    call.give(product(call, a, b, false, nullptr));
}

constexpr std::array kRows =
    std::to_array<OperatorRow>({{"Gemm", gemm}, {"MatMul", matrix_product}});

}  // namespace

std::span<const OperatorRow> linear_operators() {
    return kRows;
}

}  // namespace sescope::onnx

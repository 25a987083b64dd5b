// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/network/exported/operator_table.h"

namespace sescope {
namespace {

using graph::ValueId;

void read_linear(Call& call) {
    const auto weight = call.tensor("weight");
    if (call.rank(weight) != 2) throw call.refused("has a weight that is no matrix");
    call.give(graph::Linear{}, {call.tensor("input"), weight, call.tensor_or_absent("bias")});
}

// x times a matrix that does not come from the images: a linear layer, of the matrix before it was
// transposed where it was.
void give_product(Call& call, ValueId x, ValueId matrix, ValueId bias = graph::kAbsent) {
    if (call.rank(matrix) != 2 || call.depends_on_images(matrix)) {
        if (bias == graph::kAbsent) return call.give(graph::MatMul{}, {x, matrix});
        const auto products = call.add_step(graph::MatMul{}, {x, matrix}, call.stated_shape());
        return call.give(graph::Binary{graph::BinaryKind::add, {}}, {products, bias});
    }
    const auto* producer = call.producer(matrix);
    const auto* permute =
        producer != nullptr ? std::get_if<graph::Permute>(&producer->kind) : nullptr;
    if (permute != nullptr && permute->order == std::vector<std::int64_t>{1, 0}) {
        return call.give(graph::Linear{false}, {x, producer->inputs[0], bias});
    }
    call.give(graph::Linear{true}, {x, matrix, bias});
}

void read_addmm(Call& call) {
    const auto bias = call.tensor("self");
    if (call.real("beta", 1) != 1 || call.real("alpha", 1) != 1) {
        if (!read_as_aten_call(call)) throw call.refused("is not read");
        return;
    }
    if (call.rank(bias) == 1 && !call.depends_on_images(bias)) {
        return give_product(call, call.tensor("mat1"), call.tensor("mat2"), bias);
    }
    const auto products =
        call.add(graph::MatMul{}, {call.tensor("mat1"), call.tensor("mat2")}, call.stated_shape());
    call.give(graph::Binary{graph::BinaryKind::add, {}}, {products, bias});
}

void read_matmul(Call& call) {
    const auto x = call.tensor("self");
    const auto other = call.tensor(call.has("mat2") ? "mat2" : "other");
    if (call.rank(x) < 2 || call.rank(other) < 2) {
        throw call.refused("multiplies vectors, which is not read");
    }
    give_product(call, x, other);
}

constexpr OperatorRow kRows[]{
    {"linear", read_linear}, {"addmm", read_addmm}, {"mm", read_matmul},
    {"matmul", read_matmul}, {"bmm", read_matmul},
};

}  // namespace

std::span<const OperatorRow> linear_rows() {
    return kRows;
}

}  // namespace sescope

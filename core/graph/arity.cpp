// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/arity.h"

namespace sescope::graph {
namespace {

struct ArityOf {
    Arity operator()(const Convolution& /*op*/) const { return {.count = 3, .optional = 0b100}; }
    Arity operator()(const TransposedConvolution& /*op*/) const {
        return {.count = 3, .optional = 0b100};
    }
    Arity operator()(const BatchNorm& /*op*/) const { return {.count = 5, .optional = 0b00110}; }
    Arity operator()(const LayerNorm& /*op*/) const { return {.count = 3, .optional = 0b110}; }
    Arity operator()(const GroupNorm& /*op*/) const { return {.count = 3, .optional = 0b110}; }
    Arity operator()(const Linear& /*op*/) const { return {.count = 3, .optional = 0b100}; }
    Arity operator()(const MatMul& /*op*/) const { return {.count = 2}; }
    Arity operator()(const Binary& op) const { return {.count = op.scalar ? 1U : 2U}; }
    Arity operator()(const Concat& /*op*/) const { return {.count = 1, .any = true}; }
    Arity operator()(const AtenCall& /*op*/) const { return {.count = 0, .any = true}; }
    template <class Other>
    Arity operator()(const Other& /*op*/) const {
        return {.count = 1};
    }
};

}  // namespace

Arity arity_of(const OperatorKind& kind) noexcept {
    return std::visit(ArityOf{}, kind);
}

}  // namespace sescope::graph

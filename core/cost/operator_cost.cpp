// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/operator_cost.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/message.h"

namespace sescope {
namespace {

using namespace graph;

// Elements of the output times inner products of this length.
std::int64_t products(const ShapedGraph& network, const Operator& op, std::int64_t length) {
    const std::int64_t factors[]{counted_product(network.output_shape(op)), length};
    return counted_product(factors);
}

std::int64_t times_output(const ShapedGraph& network, const Operator& op, std::int64_t each) {
    return products(network, op, each);
}

}  // namespace

std::int64_t counted_product(std::span<const std::int64_t> factors) {
    std::int64_t result = 1;
    for (const auto factor : factors) {
        if (__builtin_mul_overflow(result, factor, &result)) {
            throw Error(
                ErrorKind::usage, "the operations of this network are beyond counting", {},
                text("give a smaller {}, or a checkpoint of a real network", Text::option("size")));
        }
    }
    return result;
}

std::int64_t multiply_accumulates(const ShapedGraph& network, const Operator& op) {
    if (std::holds_alternative<Convolution>(op.kind)) {
        const auto& weight = network.shape(op.inputs[1]);
        return products(network, op, counted_product(std::span(weight).subspan(1)));
    }
    if (std::holds_alternative<TransposedConvolution>(op.kind)) {
        const auto& weight = network.shape(op.inputs[1]);
        const std::int64_t factors[]{network.elements(op.inputs[0]),
                                     counted_product(std::span(weight).subspan(1))};
        return counted_product(factors);
    }
    if (std::holds_alternative<Linear>(op.kind)) {
        return products(network, op, network.shape(op.inputs[0]).back());
    }
    const bool with_weights = std::holds_alternative<MatMul>(op.kind) &&
                              (network.is_weight(op.inputs[0]) || network.is_weight(op.inputs[1]));
    return with_weights ? products(network, op, network.shape(op.inputs[0]).back()) : 0;
}

std::int64_t fvcore_extra(const ShapedGraph& network, const Operator& op) {
    if (std::holds_alternative<MatMul>(op.kind)) {
        const bool counted = multiply_accumulates(network, op) > 0;
        return counted ? 0 : products(network, op, network.shape(op.inputs[0]).back());
    }
    const bool affine = op.input(1) != kAbsent;
    if (std::holds_alternative<BatchNorm>(op.kind)) {
        return times_output(network, op, affine ? 2 : 1);
    }
    if (std::holds_alternative<LayerNorm>(op.kind) || std::holds_alternative<GroupNorm>(op.kind)) {
        return times_output(network, op, affine ? 5 : 4);
    }
    if (const auto* resize = std::get_if<Resize>(&op.kind)) {
        if (resize->mode == ResizeMode::cubic) return 0;
        return times_output(network, op, resize->mode == ResizeMode::linear ? 4 : 1);
    }
    const auto* pool = std::get_if<AdaptivePool>(&op.kind);
    return pool && pool->kind == PoolKind::average ? network.elements(op.inputs[0]) : 0;
}

bool pools_all_positions(const ShapedGraph& network, const Operator& op) {
    const auto* reduce = std::get_if<Reduce>(&op.kind);
    if (!reduce) return false;
    const auto& x = network.shape(op.inputs[0]);
    // [N, C, H, W], or [N, H, W, C] of networks from TensorFlow.
    return x.size() == 4 && (reduce->dimensions == std::vector<std::int64_t>{2, 3} ||
                             reduce->dimensions == std::vector<std::int64_t>{1, 2});
}

std::string_view kind_of_layer(const ShapedGraph& network, const Operator& op) {
    if (std::holds_alternative<Convolution>(op.kind) ||
        std::holds_alternative<TransposedConvolution>(op.kind)) {
        return "conv";
    }
    if (std::holds_alternative<BatchNorm>(op.kind) || std::holds_alternative<LayerNorm>(op.kind) ||
        std::holds_alternative<GroupNorm>(op.kind)) {
        return "norm";
    }
    const bool pool = std::holds_alternative<Pool>(op.kind) ||
                      std::holds_alternative<AdaptivePool>(op.kind) ||
                      pools_all_positions(network, op);
    if (pool) return "pool";
    const bool linear =
        std::holds_alternative<Linear>(op.kind) ||
        (std::holds_alternative<MatMul>(op.kind) && multiply_accumulates(network, op) > 0);
    return linear ? "linear" : "other";
}

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/checkpoint/printable.h"
#include "core/graph/graph.h"

namespace sescope::graph {
namespace {

struct NameOf {
    std::string_view operator()(const Convolution& /*op*/) const { return "convolution"; }
    std::string_view operator()(const TransposedConvolution& /*op*/) const {
        return "transposed_convolution";
    }
    std::string_view operator()(const BatchNorm& /*op*/) const { return "batch_norm"; }
    std::string_view operator()(const LayerNorm& /*op*/) const { return "layer_norm"; }
    std::string_view operator()(const GroupNorm& /*op*/) const { return "group_norm"; }
    std::string_view operator()(const Linear& /*op*/) const { return "linear"; }
    std::string_view operator()(const MatMul& /*op*/) const { return "matmul"; }
    std::string_view operator()(const Activation& op) const { return name_of(op.kind); }
    std::string_view operator()(const Binary& op) const { return name_of(op.kind); }
    std::string_view operator()(const Pool& op) const {
        return op.kind == PoolKind::max ? "max_pool" : "average_pool";
    }
    std::string_view operator()(const AdaptivePool& op) const {
        return op.kind == PoolKind::max ? "adaptive_max_pool" : "adaptive_average_pool";
    }
    std::string_view operator()(const Reduce& op) const {
        switch (op.kind) {
            case ReduceKind::mean:
                return "mean";
            case ReduceKind::max:
                return "max";
            case ReduceKind::min:
                return "min";
            case ReduceKind::sum:
                return "sum";
        }
        return "reduce";
    }
    std::string_view operator()(const Concat& /*op*/) const { return "concat"; }
    std::string_view operator()(const Slice& /*op*/) const { return "slice"; }
    std::string_view operator()(const Pad& /*op*/) const { return "pad"; }
    std::string_view operator()(const Reshape& /*op*/) const { return "reshape"; }
    std::string_view operator()(const Permute& /*op*/) const { return "permute"; }
    std::string_view operator()(const Expand& /*op*/) const { return "expand"; }
    std::string_view operator()(const Resize& /*op*/) const { return "resize"; }
    std::string_view operator()(const Softmax& op) const {
        return op.log ? "log_softmax" : "softmax";
    }
    std::string_view operator()(const AtenCall& op) const { return op.name; }
};

}  // namespace

std::string_view name_of(ActivationKind kind) noexcept {
    switch (kind) {
        case ActivationKind::relu:
            return "relu";
        case ActivationKind::leaky_relu:
            return "leaky_relu";
        case ActivationKind::clamp:
            return "clamp";
        case ActivationKind::sigmoid:
            return "sigmoid";
        case ActivationKind::hard_sigmoid:
            return "hard_sigmoid";
        case ActivationKind::tanh:
            return "tanh";
        case ActivationKind::silu:
            return "silu";
        case ActivationKind::hard_swish:
            return "hard_swish";
        case ActivationKind::gelu:
            return "gelu";
        case ActivationKind::gelu_tanh:
            return "gelu_tanh";
        case ActivationKind::elu:
            return "elu";
        case ActivationKind::mish:
            return "mish";
        case ActivationKind::softplus:
            return "softplus";
    }
    return "activation";
}

std::string_view name_of(BinaryKind kind) noexcept {
    switch (kind) {
        case BinaryKind::add:
            return "add";
        case BinaryKind::subtract:
            return "subtract";
        case BinaryKind::multiply:
            return "multiply";
        case BinaryKind::divide:
            return "divide";
        case BinaryKind::maximum:
            return "maximum";
        case BinaryKind::minimum:
            return "minimum";
        case BinaryKind::power:
            return "power";
    }
    return "binary";
}

std::string_view name_of(const OperatorKind& kind) noexcept {
    return std::visit(NameOf{}, kind);
}

std::string described(const Operator& op) {
    std::string text = printable(name_of(op.kind));
    if (!op.name.empty()) text += fmt::format(" '{}'", printable(op.name));
    if (!op.module.empty()) text += fmt::format(" in {}", printable(op.module));
    return text;
}

std::string described(const Shape& shape) {
    return fmt::format("[{}]", fmt::join(shape, ", "));
}

}  // namespace sescope::graph

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/same_operators.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <string>
#include <variant>

namespace sescope {
namespace {

std::string weight_of(const graph::Graph& graph, const graph::Operator& op) {
    const graph::ValueId weight = op.input(1);
    if (weight == graph::kAbsent || graph.value(weight).kind != graph::ValueKind::weight) return {};
    return graph.value(weight).name;
}

/// What an operator computes, as far as it counts; empty for what does not.
std::string signature(const graph::Graph& graph, const graph::Operator& op) {
    const auto write = [&](const auto& kind) -> std::string {
        using Kind = std::decay_t<decltype(kind)>;
        if constexpr (std::is_same_v<Kind, graph::Convolution>) {
            return fmt::format("conv {} {} {} {} {} {}", weight_of(graph, op),
                               fmt::join(kind.stride, ","), fmt::join(kind.padding, ","),
                               fmt::join(kind.dilation, ","), kind.groups,
                               static_cast<int>(kind.same));
        } else if constexpr (std::is_same_v<Kind, graph::BatchNorm>) {
            return fmt::format("norm {} {}", weight_of(graph, op), kind.eps);
        } else if constexpr (std::is_same_v<Kind, graph::Linear>) {
            return "linear " + weight_of(graph, op);
        } else if constexpr (std::is_same_v<Kind, graph::Activation>) {
            return fmt::format("activation {} {:.6g} {:.6g}", static_cast<int>(kind.kind), kind.a,
                               kind.b);
        } else if constexpr (std::is_same_v<Kind, graph::Binary>) {
            return fmt::format("binary {} {}", static_cast<int>(kind.kind),
                               kind.scalar.value_or(0.0));
        } else if constexpr (std::is_same_v<Kind, graph::Pool>) {
            return fmt::format("pool {} {} {} {} {} {}", static_cast<int>(kind.kind),
                               fmt::join(kind.kernel, ","), fmt::join(kind.stride, ","),
                               fmt::join(kind.padding, ","), kind.ceil_mode, kind.count_padding);
        } else if constexpr (std::is_same_v<Kind, graph::Reduce>) {
            return fmt::format("reduce {}", static_cast<int>(kind.kind));
        } else if constexpr (std::is_same_v<Kind, graph::Reshape> ||
                             std::is_same_v<Kind, graph::Expand> ||
                             std::is_same_v<Kind, graph::Permute>) {
            return {};
        } else {
            return std::string(graph::name_of(op.kind));
        }
    };
    return std::visit(write, op.kind);
}

std::map<std::string, int> counted(const graph::Graph& graph) {
    std::map<std::string, int> counts;
    for (const graph::Operator& op : graph.operators) {
        const std::string text = signature(graph, op);
        if (!text.empty()) ++counts[text];
    }
    return counts;
}

}  // namespace

bool same_operators(const graph::Graph& a, const graph::Graph& b) {
    return counted(a) == counted(b);
}

}  // namespace sescope

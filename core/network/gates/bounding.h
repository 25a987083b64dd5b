// SPDX-License-Identifier: GPL-3.0-or-later
// The function that bounds a gate, in any spelling.
#pragma once

#include <optional>
#include <vector>

#include "core/network/gate_site.h"
#include "core/network/gates/searched_graph.h"

namespace sescope::gates {

struct Bounding {
    graph::ValueId gate = graph::kAbsent;   ///< its output, before it is reshaped
    graph::ValueId input = graph::kAbsent;  ///< what it is a function of
    GateCurve curve = GateCurve::sigmoid;
    GateRange range;
    std::optional<std::size_t> softmax;  ///< the operator, where it is one
    std::vector<std::size_t> operators;  ///< between input and gate
};

/// The bounding function of which `value` is the output: a sigmoid, hard-sigmoid, tanh, softmax,
/// ReLU or clamp, with what numbers are added and multiplied before and after it, such as clamp(x +
/// 3, 0, 6) / 6.
std::optional<Bounding> bounding_of(const SearchedGraph& g, ValueId value);

/// Where operators that only reshape or repeat (`through` lists them) take `value` back to.
ValueId without_shape(const SearchedGraph& g, ValueId value, std::vector<std::size_t>* through);

}  // namespace sescope::gates

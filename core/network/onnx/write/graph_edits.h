// SPDX-License-Identifier: GPL-3.0-or-later
// What passes did to a graph, told by comparing it with what it was: values keep their names.
#pragma once

#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/graph/graph.h"

namespace sescope::onnx {

/// Operators go by the name of the first value that they compute.
struct GraphEdits {
    /// Values that all who read them read another instead of.
    std::unordered_map<std::string, std::string> replaced;
    /// Operators with other fields, other inputs than `replaced` tells, or weights of other shapes.
    std::set<std::string> changed;
    /// Operators that were not there.
    std::set<std::string> added;
    /// Of the outputs, which value stands in the place of which.
    std::vector<std::pair<std::string, std::string>> outputs;
};

/// Throws Error{internal} where the graphs have not the same number of outputs.
GraphEdits edits_between(const graph::Graph& before, const graph::Graph& after);

}  // namespace sescope::onnx

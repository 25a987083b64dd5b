// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of ONNX's operators: a row each. Adding an operator is adding a row to one of the
// tables of the themes.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/network/onnx/call.h"

namespace sescope::onnx {

/// Binds the node's outputs, by operators of the graph or by views of constants.
using Convert = void (*)(Call& call);
/// The node's output as numbers, where all its inputs are known ones; nothing where it is none.
using Evaluate = std::optional<Numbers> (*)(Call& call);

struct OperatorRow {
    std::string_view type;        ///< op_type of the default domain
    Convert convert = nullptr;    ///< nullptr: only of numbers that are known at import
    Evaluate evaluate = nullptr;  ///< nullptr: never of numbers
};

/// The row of an operator type; nullptr where there is none.
const OperatorRow* find_operator(std::string_view type);

// ---- the tables of the themes
std::span<const OperatorRow> convolution_operators();
std::span<const OperatorRow> linear_operators();
std::span<const OperatorRow> elementwise_operators();
std::span<const OperatorRow> binary_operators();
std::span<const OperatorRow> normalisation_operators();
std::span<const OperatorRow> reduction_operators();
std::span<const OperatorRow> layout_operators();
std::span<const OperatorRow> slicing_operators();
std::span<const OperatorRow> resize_operators();
std::span<const OperatorRow> shape_operators();
std::span<const OperatorRow> structure_operators();

}  // namespace sescope::onnx

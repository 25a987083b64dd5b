// SPDX-License-Identifier: GPL-3.0-or-later
// One row for each operator of ATen that is read, by theme.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "core/network/exported/import.h"

namespace sescope {

struct OperatorRow {
    std::string_view name;  ///< "conv2d"; its in-place form ("relu_") is read by the same row
    void (*read)(Call& call);
};

std::span<const OperatorRow> convolution_rows();
std::span<const OperatorRow> norm_rows();
std::span<const OperatorRow> linear_rows();
std::span<const OperatorRow> activation_rows();
std::span<const OperatorRow> arithmetic_rows();
std::span<const OperatorRow> pool_rows();
std::span<const OperatorRow> shape_rows();
std::span<const OperatorRow> part_rows();
std::span<const OperatorRow> copy_rows();
std::span<const OperatorRow> resize_rows();
std::span<const OperatorRow> attention_rows();

/// The row of an operator, or null.
const OperatorRow* row_of(std::string_view name);

/// Any other operator of graph::aten_operators(), as a call with named arguments. False where it is
/// not among them.
bool read_as_aten_call(Call& call);

}  // namespace sescope

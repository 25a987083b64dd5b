// SPDX-License-Identifier: GPL-3.0-or-later
// How operators of a graph are written as nodes of ONNX: a row each. Adding one is adding a row to
// one of the tables of the themes.
#pragma once

#include <span>
#include <string_view>

#include "core/network/onnx/write/emission.h"

namespace sescope::onnx {

struct WriteRow {
    std::string_view name;  ///< as `graph::name_of` calls it: "convolution", "aten::erf"
    void (*write)(Emission& emission);
};

// ---- the tables of the themes
std::span<const WriteRow> layer_rows();
std::span<const WriteRow> activation_write_rows();
std::span<const WriteRow> arithmetic_rows();
std::span<const WriteRow> pool_write_rows();
std::span<const WriteRow> layout_rows();
std::span<const WriteRow> aten_function_rows();
std::span<const WriteRow> aten_tensor_rows();

}  // namespace sescope::onnx

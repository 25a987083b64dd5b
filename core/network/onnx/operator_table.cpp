// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/onnx/operator_table.h"

#include <unordered_map>

namespace sescope::onnx {
namespace {

std::unordered_map<std::string_view, const OperatorRow*> all_rows() {
    std::unordered_map<std::string_view, const OperatorRow*> rows;
    for (const auto table :
         {convolution_operators(), linear_operators(), elementwise_operators(), binary_operators(),
          normalisation_operators(), reduction_operators(), layout_operators(), slicing_operators(),
          resize_operators(), shape_operators(), structure_operators()}) {
        for (const auto& row : table) rows.try_emplace(row.type, &row);
    }
    return rows;
}

}  // namespace

const OperatorRow* find_operator(std::string_view type) {
    static const auto rows = all_rows();
    const auto found = rows.find(type);
    return found == rows.end() ? nullptr : found->second;
}

}  // namespace sescope::onnx

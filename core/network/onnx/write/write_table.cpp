// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/onnx/write/write_table.h"

namespace sescope::onnx {

void write_operator(const Writing& writing, Target target) {
    Emission emission(writing, target);
    const auto name = graph::name_of(writing.op.kind);
    for (const auto rows :
         {layer_rows(), activation_write_rows(), arithmetic_rows(), pool_write_rows(),
          layout_rows(), aten_function_rows(), aten_tensor_rows()}) {
        for (const WriteRow& row : rows) {
            if (row.name == name) return row.write(emission);
        }
    }
    emission.refuse("ONNX has no operator for it");
}

}  // namespace sescope::onnx

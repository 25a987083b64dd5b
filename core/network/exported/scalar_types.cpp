// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/exported/scalar_types.h"

namespace sescope {

std::optional<DType> dtype_of_schema(int scalar_type) noexcept {
    switch (scalar_type) {
        case 1:
            return DType::u8;
        case 2:
            return DType::i8;
        case 3:
            return DType::i16;
        case 4:
            return DType::i32;
        case 5:
            return DType::i64;
        case 6:
            return DType::f16;
        case 7:
            return DType::f32;
        case 8:
            return DType::f64;
        case 12:
            return DType::boolean;
        case 13:
            return DType::bf16;
        default:
            return std::nullopt;
    }
}

bool is_schema_float(int scalar_type) noexcept {
    const auto dtype = dtype_of_schema(scalar_type);
    return dtype && is_floating(*dtype);
}

}  // namespace sescope

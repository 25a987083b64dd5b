// SPDX-License-Identifier: GPL-3.0-or-later
// Element types by their number in torch.export's schema (ScalarType of schema.py; not c10's).
#pragma once

#include <optional>

#include "core/checkpoint/state_dict.h"

namespace sescope {

std::optional<DType> dtype_of_schema(int scalar_type) noexcept;

/// Whether it is half, float, double or bfloat16.
bool is_schema_float(int scalar_type) noexcept;

}  // namespace sescope

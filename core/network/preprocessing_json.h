// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include "core/network/json_fields.h"
#include "core/network/preprocessing.h"

namespace sescope {

/// How images are prepared, as profiles keep it. Reading throws as JsonFields does.
nlohmann::json preprocessing_to_json(const Preprocessing& value);
Preprocessing preprocessing_from_json(const JsonFields& fields);

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
// The index of the catalogue as JSON. Fields that are missing or of another type throw an exception
// of nlohmann::json.
#pragma once

#include <nlohmann/json.hpp>

#include "core/network/architectures/catalogue_file.h"

namespace sescope {

nlohmann::json entry_to_json(const CatalogueEntry& entry);
CatalogueEntry entry_from_json(const nlohmann::json& json);

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "core/dataset/dataset.h"

namespace sescope {

/// A list of {"id", "reason"}, with the reason's parts where it has some, as profiles, proofs and
/// plans keep it.
nlohmann::ordered_json to_json(const std::vector<SkippedImage>& skipped);

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/pruning/evaluation_json.h"
#include "core/pruning/prune.h"

namespace sescope {

OrderedJson to_json(const std::vector<BlockChoice>& choices);
std::vector<BlockChoice> choices_from(const OrderedJson& json);

OrderedJson to_json(const std::vector<ChannelRemoval>& removals);
std::vector<ChannelRemoval> removals_from(const OrderedJson& json);

/// Throws std::range_error for a name that is none.
Replacement replacement_from(const OrderedJson& json);

}  // namespace sescope

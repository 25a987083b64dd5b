// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/dataset.

#include "core/dataset/dataset.h"
#include "core/dataset/listing.h"

namespace sescope {

/// The counts as a list, the most first.
std::vector<LeftOutFiles> listed(const LeftOutCounts& counts);

}  // namespace sescope

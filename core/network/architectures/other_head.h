// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/checkpoint/state_dict.h"
#include "core/network/architectures/catalogue.h"

namespace sescope {

/// The keys of a head that people put on a known architecture, where nothing else differs: what is
/// left when they are taken out is that architecture without its classifier. Empty otherwise.
std::vector<std::string> keys_of_other_head(const NearestArchitecture& nearest,
                                            const StateDict& weights);

}  // namespace sescope

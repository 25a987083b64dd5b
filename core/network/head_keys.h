// SPDX-License-Identifier: GPL-3.0-or-later
// Heads that people put on: what follows the last stage changes no gate, so that it may be left
// out, as long as it is certain that it does follow.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/checkpoint/state_dict.h"

namespace sescope {

/// Whether a module of this name is a classifier, or stands behind or beside one: "fc_color",
/// "projection_head", "neck", "pool". Names of attention are none.
bool is_head_module(std::string_view name);

/// Whether it is a head for training or for another task, which no classifier reads.
bool is_beside_classifier(std::string_view name);

/// What features a trunk puts out.
struct TrunkWidths {
    int last = 0;             ///< channels of the last stage
    std::vector<int> before;  ///< of the stem and the stages before the last
};

/// Whether all of these tensors stand behind the trunk: by their names, or because their shapes
/// form a chain that begins at the last stage's channels, which no stage before has. `root` is
/// before the names of the trunk's modules ("backbone.").
bool all_of_heads(std::span<const TensorEntry* const> tensors, std::string_view root,
                  const TrunkWidths& widths);

/// "fc.* (4 tensors)", one for each module.
std::vector<std::string> described_modules(std::span<const std::string> keys);

}  // namespace sescope

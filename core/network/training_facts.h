// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checkpoint/stated_facts.h"
#include "core/network/config_json.h"

namespace sescope {

/// Fills what a config.json leaves open with what the training program wrote into the checkpoint:
/// size, crop, interpolation, mean and deviation (timm's args, a module that normalises), and the
/// names of `classes` classes. Values that make no sense are passed over. Whether any was used for
/// preparing images.
bool add_training_facts(HubConfig& config, const TrainingFacts& facts, int classes);

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Simple values of a pickle as plain data, and what training programs wrote beside the weights.

#include <optional>
#include <string>

#include "core/checkpoint/pickle.h"
#include "core/checkpoint/stated_facts.h"

namespace sescope {

/// A truth value, number or short text, or a short tuple or list of numbers; empty for anything
/// else.
std::optional<StatedValue> stated_value(const Pickle& pickle, PickleIndex index);

/// The class of an instance as the pickle names it: "torch.nn.modules.conv.Conv2d",
/// "__torch__.torch.nn.modules.conv.___torch_mangle_7.Conv2d". Empty for what is no instance.
std::string class_name(const Pickle& pickle, PickleIndex index);

/// timm's `arch`, `args` and `model_args`, Lightning's `hyper_parameters`, mmengine's class names,
/// where the outermost dictionary has them.
TrainingFacts training_facts(const Pickle& pickle);

}  // namespace sescope

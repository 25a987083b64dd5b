// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/checkpoint/state_dict.h"

namespace sescope {

/// What is wrong with weights that are numbers all the same, a sentence each: running variances
/// below zero (of averaged weights, of 8-bit ones), whose root is NaN, or a number by chance.
std::vector<std::string> doubts_about(const StateDict& weights);

}  // namespace sescope

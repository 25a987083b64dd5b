// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "core/checkpoint/state_dict.h"
#include "core/network/network_value.h"

namespace sescope {

/// See Engine::export_torchscript.
void write_torchscript(const Network& network, const StateDict& weights,
                       const std::filesystem::path& file);

}  // namespace sescope

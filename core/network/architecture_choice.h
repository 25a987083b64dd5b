// SPDX-License-Identifier: GPL-3.0-or-later
// For asking a person which of several architectures a checkpoint is.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/network/network.h"

namespace sescope {

/// The architectures that the keys of a checkpoint fit and between which `open_network` does not
/// choose, by names that `SpecOverrides::architecture` takes; empty where there is nothing to
/// choose, or the file is no checkpoint. Throws Error{model} as `open_checkpoint` does.
std::vector<std::string> architectures_to_choose_from(const std::filesystem::path& path,
                                                      const SpecOverrides& said = {});

}  // namespace sescope

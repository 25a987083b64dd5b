// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/dataset: the classes that a person asks for.

#include <filesystem>
#include <vector>

#include "core/dataset/dataset.h"

namespace sescope {

/// Which classes stay, in the data set's order: those that `options` names, by folder or readable
/// name, or all. Throws Error{data} for a name that there is not, with those that are near it.
std::vector<bool> choose_classes(const std::vector<DatasetClass>& classes,
                                 const DatasetOptions& options, const std::filesystem::path& root);

}  // namespace sescope

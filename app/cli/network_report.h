// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "app/cli/network_options.h"
#include "core/report/table.h"

namespace sescope::cli {

/// What `sescope info` prints: file, architecture, cost, SE blocks, preprocessing, assumptions.
void print_network(const OpenedNetwork& network, bool json);

/// Every tensor of a checkpoint; of the set of weights that is named, or the usual one; needs no
/// architecture that we know.
Table tensors_table(const std::filesystem::path& model, const std::string& set);

}  // namespace sescope::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "app/cli/network_options.h"
#include "app/cli/session.h"
#include "core/report/table.h"

namespace sescope::cli {

/// What `sescope info` prints: file, architecture, cost, SE blocks, preprocessing, assumptions.
void print_network(const OpenedNetwork& network, bool json);

/// Says how a file is called that holds the whole network: "net.pt: TorchScript, [N, 3, 224, 224]
/// prepared to logits".
void tell_written_network(const std::string& file, std::string_view format, const Network& network,
                          const Session& session);

/// Every tensor of a checkpoint; of the set of weights that is named, or the usual one; needs no
/// architecture that we know.
Table tensors_table(const std::filesystem::path& model, const std::string& set);

}  // namespace sescope::cli

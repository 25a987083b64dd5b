// SPDX-License-Identifier: GPL-3.0-or-later
// A file of export_architectures.py as an entry of the catalogue.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/network/architectures/catalogue_file.h"

namespace sescope {

struct ArchitectureFile {
    CatalogueEntry entry;  ///< without its numbers of graph and keys
    CatalogueGraph graph;
    std::vector<std::string> keys;  ///< sorted
};

/// Throws an exception that says why it cannot be read.
ArchitectureFile read_architecture(const std::filesystem::path& file);

}  // namespace sescope

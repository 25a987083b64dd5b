// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "app/cli/session.h"
#include "core/excitation/profile.h"

namespace sescope::cli {

/// Makes a folder and those above it, where they are not there. Throws Error{output}.
void make_folder(const std::filesystem::path& folder);

/// Writes what a person wants of a run into a folder: the block table (CSV, JSON), the paper's two
/// figures (PNG, SVG, PDF) and the numbers behind them (CSV). On a build without Qt the figures are
/// left out, with a warning.
void write_results(const ExcitationProfile& profile, const std::filesystem::path& folder,
                   const Session& session);

}  // namespace sescope::cli

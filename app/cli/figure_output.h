// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "core/figures/figure.h"

namespace sescope::cli {

/// By the name's extension. Throws Error{usage} for others than png, svg and pdf.
FigureFormat figure_format_of(const std::filesystem::path& path);

}  // namespace sescope::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string_view>

namespace sescope::ui {

/// What a column of a table means: its formula, and where the paper (Hu et al., "Squeeze-and-
/// Excitation Networks", TPAMI 2019) speaks of it. Empty for a key that explains itself.
QString metric_help(std::string_view key);

}  // namespace sescope::ui

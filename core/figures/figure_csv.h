// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ostream>

#include "core/base/csv_field.h"
#include "core/figures/figure.h"

namespace sescope {

/// As write_figure_csv of figure.h, which writes texts for spreadsheets, with texts as they are
/// asked for.
void write_figure_csv(const Figure& figure, std::ostream& out, CsvText kind);

}  // namespace sescope

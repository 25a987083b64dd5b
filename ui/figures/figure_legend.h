// SPDX-License-Identifier: GPL-3.0-or-later
// What stands around the panels and says how to read them.
#pragma once

#include <qcustomplot.h>

#include "core/figures/figure.h"
#include "core/figures/figure_data.h"
#include "ui/figures/theme.h"

namespace sescope {

/// One legend for all panels, in a row of the plot's layout.
void add_legend(QCustomPlot& plot, const Figure& figure, const PlotStyle& style, int row);
/// The caption, broken into lines of the figure's width.
void add_caption(QCustomPlot& plot, const Figure& figure, const PlotStyle& style, int row);
/// A strip of the colours of a scale, with its values. Owned by the layout that it is put in.
QCPLayoutElement* new_colour_bar(QCustomPlot& plot, const ColourScale& scale,
                                 const PlotStyle& style);

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
// From a Figure to a QCustomPlot: on screen and into files by the same code.
#pragma once

#include <qcustomplot.h>

#include "core/figures/figure.h"
#include "ui/figures/theme.h"

namespace sescope {

/// Clears `plot` and fills it with the panels of `figure`, one legend for all of them below, and
/// the caption where it is asked for. As many columns of panels as fit into `width` (in units of
/// the plot). Call it again when the width changes much; anything else follows the plot's size.
void show_figure(QCustomPlot& plot, const Figure& figure, const PlotStyle& style, double width,
                 bool caption);

/// Of an axis that is not zoomed into: all of it, and some room around where values stand at its
/// ends.
QCPRange full_range(const Panel& panel, const Axis& axis);

/// What the colours of a panel's map mean: by its own scale, else the figure's.
ColourScale scale_of(const Figure& figure, const Panel& panel);

class PanelGrid;
/// The grid that the panels of a shown figure stand in.
PanelGrid& panel_grid(const QCustomPlot& plot);

/// The data areas of the panels, in the order of the figure.
std::vector<QCPAxisRect*> panel_rects(const QCustomPlot& plot);

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qcustomplot.h>

#include <QPointer>
#include <vector>

#include "core/figures/figure_data.h"
#include "ui/figures/theme.h"

namespace sescope {

/// What is picked, as indices into the profile; -1: none of them.
struct Marks {
    int channel = -1;
    int cls = -1;
    int block = -1;
    bool operator==(const Marks&) const = default;
};

/// Marks what is picked in a shown figure wherever it appears: a channel by a line across, a class
/// by its curve or row, a block by its place along an axis. Drawn above the figure, on the layer
/// "overlay".
class FigureMarks {
  public:
    explicit FigureMarks(QCustomPlot& plot) : plot_(plot) {}
    /// Replaces what was marked before. `figure` is the one that the plot shows.
    void show(const Figure& figure, const PlotStyle& style, const Marks& marks);
    /// What marks there are now, for tests.
    std::size_t count() const { return items_.size() + curves_.size(); }

  private:
    void clear();
    void mark_positions(QCPAxisRect& rect, const Panel& panel, const PlotStyle& style,
                        const Marks& marks, const QColor& on_map);
    void mark_curve(QCPAxisRect& rect, const Panel& panel, const PlotStyle& style, int cls);
    void across(QCPAxisRect& rect, bool vertical, double at, const QPen& pen);
    void strip(QCPAxisRect& rect, bool vertical, double at, const QPen& pen, const QBrush& brush);

    QCustomPlot& plot_;
    std::vector<QPointer<QCPAbstractItem>> items_;
    std::vector<QPointer<QCPGraph>> curves_;
};

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qcustomplot.h>

#include <vector>

#include "core/figures/figure_data.h"

namespace sescope {

/// The cells of a map as an image. Where cells are smaller than pixels it shows their means (from
/// halved images that are made once), so that none is lost, and panning stays quick.
class HeatMapPlot : public QCPAbstractPlottable {
  public:
    HeatMapPlot(QCPAxis* columns, QCPAxis* rows, const HeatMap& map, const ColourScale& scale,
                const QColor& nothing);

    /// The colour of a cell as it is drawn.
    QRgb colour(int row, int column) const { return levels_.front().pixel(column, row); }

    double selectTest(const QPointF& position, bool only_selectable,
                      QVariant* details = nullptr) const override;
    QCPRange getKeyRange(bool& found, QCP::SignDomain domain = QCP::sdBoth) const override;
    QCPRange getValueRange(bool& found, QCP::SignDomain domain = QCP::sdBoth,
                           const QCPRange& keys = QCPRange()) const override;

  protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter*, const QRectF&) const override {}

  private:
    const QImage& level_for(double columns_per_pixel, double rows_per_pixel) const;

    int rows_;
    int columns_;
    std::vector<QImage> levels_;  ///< the cells, then halved again and again in either direction
};

/// A strip of the colours of a scale with its values, as high as the panels beside it.
class ColourBar : public QCPColorScale {
  public:
    ColourBar(QCustomPlot* plot, const ColourScale& scale);
};

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qcustomplot.h>

namespace sescope {

/// A curve, or the upper edge of a band down to its channelFillGraph(), that is quick to draw. Qt
/// fills a polygon or the outline of a polyline as one shape, and where it goes up and down its
/// time grows with the square of the points (a band over 2,048 channels: 12 s). On pixels it is
/// drawn a few points at a time; in vector formats it stays one shape.
class CurveGraph : public QCPGraph {
  public:
    using QCPGraph::QCPGraph;

  protected:
    void drawLinePlot(QCPPainter* painter, const QVector<QPointF>& lines) const override;
    void drawFill(QCPPainter* painter, QVector<QPointF>* lines) const override;
};

}  // namespace sescope

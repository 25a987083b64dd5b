// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qcustomplot.h>

#include <memory>
#include <vector>

#include "core/figures/figure_data.h"
#include "ui/figures/theme.h"

namespace sescope {

/// Hundreds of curves as hairlines, the last one on top. On pixels they are drawn from the top
/// down, each from its least to its greatest value in a column of pixels, and only where nothing
/// lies yet: the picture is that of all of them, at the cost of what can be seen of it. In vector
/// formats each is a line of its own.
class CurveBundle : public QCPAbstractPlottable {
  public:
    CurveBundle(QCPAxis* x, QCPAxis* y);

    void add(const Series& series, const QColor& colour);
    std::size_t size() const { return curves_.size(); }

    double selectTest(const QPointF& position, bool only_selectable,
                      QVariant* details = nullptr) const override;
    QCPRange getKeyRange(bool& found, QCP::SignDomain domain = QCP::sdBoth) const override;
    QCPRange getValueRange(bool& found, QCP::SignDomain domain = QCP::sdBoth,
                           const QCPRange& keys = QCPRange()) const override;

  protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter*, const QRectF&) const override {}

  private:
    using Values = std::vector<float>;
    struct Curve {
        std::shared_ptr<const Values> x;  ///< mostly that of all curves
        Values y;
        QColor colour;
    };
    void draw_lines(QCPPainter& painter) const;

    std::vector<Curve> curves_;
};

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qcustomplot.h>

#include <vector>

#include "core/figures/figure_data.h"
#include "ui/figures/theme.h"

namespace sescope {

/// The pictures of a figure side by side, each with its caption below. As high as they need within
/// `width`.
class PictureRow : public QCPLayoutElement {
  public:
    PictureRow(QCustomPlot* plot, const std::vector<Picture>& pictures, const PlotStyle& style,
               double width);

  protected:
    void draw(QCPPainter* painter) override;

  private:
    struct Shown {
        QImage image;
        QString caption;
    };
    std::vector<Shown> pictures_;
    QFont font_;
    QColor text_;
    int side_;
    int gap_;
};

}  // namespace sescope

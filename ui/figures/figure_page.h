// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qcustomplot.h>

#include <QImage>

#include "core/figures/figure.h"
#include "ui/figures/theme.h"

namespace sescope {

/// A figure laid out at the size that it is written at: for files, and for a preview of them.
class FigurePage {
  public:
    /// Everything is laid out in these units and then scaled: tenths of a point, so that fonts are
    /// exact and the layout is the same at any dpi and in any format.
    static constexpr double kUnitsPerInch = 720;

    /// Throws Error{usage} for settings that make no sense, or where panels and text do not fit.
    FigurePage(const Figure& figure, const RenderSettings& settings);

    QSize size() const { return {width_, height_}; }  ///< in those units
    QSizeF size_mm() const;
    const QString& title() const { return title_; }
    const QString& caption() const { return caption_; }

    void draw(QPaintDevice& device, double scale);
    /// Throws Error{usage} where it would have more than 400 megapixels.
    QImage image(double dpi);

  private:
    void choose_height(const RenderSettings& settings);

    QCustomPlot plot_;
    PlotStyle style_;
    QString title_;
    QString caption_;
    int width_;
    double aspect_;
    int height_ = 0;
};

}  // namespace sescope

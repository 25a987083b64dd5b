// SPDX-License-Identifier: GPL-3.0-or-later
// Parts of a figure that lay themselves out again whenever its size changes.
#pragma once

#include <qcustomplot.h>

#include <vector>

#include "ui/figures/theme.h"

namespace sescope {

/// Panels side by side whose data areas are all of one size, whatever stands around each of them.
class PanelGrid : public QCPLayoutGrid {
  public:
    void updateLayout() override;
};

/// One entry of a legend: the line as it is drawn in the panels, and the text beside it.
class CurveLegendItem : public QCPAbstractLegendItem {
  public:
    struct Look {
        QPen line;
        QCPScatterStyle marker;
        QBrush band;
    };
    CurveLegendItem(QCPLegend* legend, QString text, Look look);
    const QString& text() const { return text_; }
    int natural_width() const;  ///< of icon and whole text

  protected:
    void draw(QCPPainter* painter) override;
    QSize minimumOuterSizeHint() const override;

  private:
    int icon_width() const;
    int widest() const;

    QString text_;
    Look look_;
};

/// A legend in as many columns as fit, filled row by row.
class WrappedLegend : public QCPLegend {
  public:
    WrappedLegend() = default;
    void update(UpdatePhase phase) override;

  protected:
    void draw(QCPPainter*) override {}  // no box
};

/// A text that is broken into lines of the figure's width.
class WrappedText : public QCPTextElement {
  public:
    WrappedText(QCustomPlot* plot, QString text, const QFont& font);
    void update(UpdatePhase phase) override;

  private:
    QString whole_;
};

/// Whole channel indices: steps of powers of two where the number of channels is a multiple of 32.
class ChannelTicker : public QCPAxisTicker {
  public:
    explicit ChannelTicker(int channels) : channels_(channels) {}

  protected:
    double getTickStep(const QCPRange& range) override;
    int getSubTickCount(double step) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;

  private:
    int channels_;
};

}  // namespace sescope

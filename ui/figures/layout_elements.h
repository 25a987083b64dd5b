// SPDX-License-Identifier: GPL-3.0-or-later
// Parts of a figure that lay themselves out again whenever its size changes.
#pragma once

#include <qcustomplot.h>

#include <vector>

#include "ui/figures/theme.h"

namespace sescope {

/// A panel whose label along y is broken into lines where it would be longer than the panel is
/// high.
class PanelRect : public QCPAxisRect {
  public:
    using QCPAxisRect::QCPAxisRect;
    void set_y_label(const QString& label);
    /// For the height that it has now; whether that changed the lines.
    bool break_y_label();

  private:
    QString whole_;
};

/// Panels side by side whose data areas are all of one size, whatever stands around each of them.
class PanelGrid : public QCPLayoutGrid {
  public:
    /// With an aspect (height by width) of the data areas, they keep it and stay to the left of
    /// what they do not need; with 0 they take all the room.
    explicit PanelGrid(double aspect = 0) : aspect_(aspect) {}
    double aspect() const { return aspect_; }
    void set_aspect(double aspect) { aspect_ = aspect; }
    void update(UpdatePhase phase) override;
    void updateLayout() override;
    /// How much of a room's width it makes use of.
    int width_within(const QSize& room);

  private:
    struct Margins {
        std::vector<int> across;  ///< of each column: left and right
        std::vector<int> down;
    };
    Margins margins_around();
    /// Of each panel's data area, in a room of that size.
    QSizeF inner_size(const QSize& room, const Margins& around) const;
    bool break_y_labels();

    double aspect_;
};

/// A grid of panels and a bar close to its right, centred where the grid leaves room.
class BesideBar : public QCPLayoutGrid {
  public:
    BesideBar(QCustomPlot* plot, PanelGrid* grid, QCPLayoutElement* bar, int spacing);
    void updateLayout() override;
    PanelGrid& grid() const { return *grid_; }
    QCPLayoutElement& bar() const { return *bar_; }

  private:
    PanelGrid* grid_;
    QCPLayoutElement* bar_;
};

/// Names at the positions 0, 1, ..: all of them, or every second, third .. where there is no room.
/// None where that would leave out most.
class NameTicker : public QCPAxisTicker {
  public:
    NameTicker(QCPAxis* axis, const std::vector<std::string>& names, double room);

  protected:
    QVector<double> createTickVector(double step, const QCPRange& range) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;
    int getSubTickCount(double) override { return 0; }

  private:
    QCPAxis* axis_;
    QStringList names_;
    double room_;  ///< that a name needs along the axis
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

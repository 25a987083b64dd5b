// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qcustomplot.h>

#include <memory>
#include <optional>

#include "core/figures/read_out.h"
#include "ui/figures/figure_marks.h"

namespace sescope::ui {

/// The plot of a figure, and how the mouse handles it: the wheel zooms, a drag zooms into a box, a
/// drag with the middle button or shift moves, a double click shows all, a click picks. What is
/// zoomed into stays while figures of the same panels follow each other.
class FigureCanvas : public QCustomPlot {
    Q_OBJECT

  public:
    explicit FigureCanvas(QWidget* parent = nullptr);

    /// Draws the figure anew.
    void show_figure(std::shared_ptr<const Figure> figure, const PlotStyle& style);
    void show_marks(const Marks& marks);
    const FigureMarks& marks() const { return marks_; }
    /// A dot where something is drawn, and its name beside it; or nothing.
    void show_hover(const std::optional<ReadOut>& read_out, std::size_t panel);
    /// All of every panel.
    void reset_view();
    /// The panels that are zoomed into, and what is seen of them.
    std::vector<Zoom> zooms() const;

  signals:
    void pointed(const sescope::PanelPoint& point);
    void left();
    void picked(const sescope::PanelPoint& point);
    /// Shows all again: the click that came with it was none.
    void double_clicked();
    /// Other parts of the panels are seen, and that for a moment.
    void zoomed();

  protected:
    void processRectZoom(QRect rect, QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    struct FullRange {
        QPointer<QCPAxis> axis;
        QCPRange range;
    };
    std::vector<std::optional<QCPRange>> kept_ranges(const Figure& next) const;
    void take_ranges(const std::vector<std::optional<QCPRange>>& kept);
    std::optional<PanelPoint> point_at(const QPointF& position) const;
    void keep_within_full_ranges();
    void make_hover();

    std::shared_ptr<const Figure> figure_;
    PlotStyle style_;
    Marks marked_;
    FigureMarks marks_;
    std::vector<FullRange> full_;
    QPointer<QCPItemEllipse> dot_;
    QPointer<QCPItemText> label_;
    QTimer* settled_;
    QPoint pressed_at_;
    bool panning_ = false;
    bool double_clicked_ = false;
};

}  // namespace sescope::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>

#include "core/figures/figure.h"

class QCustomPlot;
class QLabel;
class QStackedLayout;

namespace sescope::ui {

/// One figure on screen: plot, a caption that says how to read it, and the menu that every figure
/// has (copy, export, export data, reset). Empty, it says what would fill it.
class FigureView : public QWidget {
    Q_OBJECT

  public:
    explicit FigureView(QWidget* parent = nullptr);

    void set_figure(Figure figure);
    void set_empty(const QString& text);
    const std::optional<Figure>& figure() const { return figure_; }
    void set_dark(bool dark);
    /// Writes the numbers of the figure as CSV; tells of a failure by `failed`.
    void write_data(const QString& path);

  public slots:
    void export_figure();
    void export_data();
    void copy();
    void reset_view();

  signals:
    void failed(const sescope::Error& error);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

  private:
    void draw();

    std::optional<Figure> figure_;
    QCustomPlot* plot_;
    QLabel* caption_;
    QLabel* empty_;
    QStackedLayout* stack_;
    bool dark_ = false;
    int drawn_width_ = 0;
};

}  // namespace sescope::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>

#include "core/figures/read_out.h"
#include "ui/figures/figure_marks.h"
#include "ui/jobs/figure_job.h"

class QLabel;
class QMenu;
class QStackedLayout;
class QVBoxLayout;

namespace sescope::ui {

class FigureCanvas;
class FigureControls;

/// One figure on screen: its choices, plot, a caption that says how to read it, and the menu that
/// every figure has (copy, export, export data, reset, options). Empty, it says what would fill it.
class FigureView : public QWidget {
    Q_OBJECT

  public:
    explicit FigureView(QWidget* parent = nullptr);

    /// `profile` is the one that the figure is of; null where there is nothing to read out of it.
    void set_figure(const FigurePtr& figure, const ProfilePtr& profile);
    void set_empty(const QString& text);
    /// The figure that is shown, or null.
    const FigurePtr& figure() const { return figure_; }
    void set_dark(bool dark);
    void set_marks(const Marks& marks);
    FigureControls& controls() { return *controls_; }
    FigureCanvas& canvas() { return *canvas_; }
    /// Writes the numbers of the figure, as JSON if the name ends so, else as CSV; tells of a
    /// failure by `failed`.
    void write_data(const QString& path);

  public slots:
    void export_figure();
    void export_data();
    void copy();
    void reset_view();

  signals:
    void failed(const sescope::Error& error);
    /// A file of the figure, or of its numbers, is there.
    void written(const QString& path);
    /// What lies under the cursor, in one line; empty where nothing does.
    void read_out(const QString& text);
    /// Something was clicked: indices into the profile, -1 where it is of none.
    void picked(const sescope::Marks& what);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void draw();
    void show_menu(const QPoint& where);
    void point_at(const PanelPoint& point);
    void pick(const PanelPoint& point);

    FigurePtr figure_;
    ProfilePtr profile_;
    FigureControls* controls_;
    FigureCanvas* canvas_;
    QLabel* caption_;
    QLabel* empty_;
    QStackedLayout* stack_;
    bool dark_ = false;
    int drawn_width_ = 0;
};

}  // namespace sescope::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <functional>
#include <optional>
#include <vector>

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
    /// What is to be said of this figure beside its caption; empty: nothing.
    void set_note(const QString& note);
    /// The figure that is shown, or null.
    const FigurePtr& figure() const { return figure_; }
    /// The same as it is seen, for files: the parts that are zoomed into, and the pictures beside.
    FigurePtr figure_as_seen() const;
    /// What stands beside the figure on its page, and belongs into its files.
    void set_pictures(const std::vector<Picture>& pictures) { pictures_ = pictures; }
    /// The command that draws what is shown; a page without one has no figure of the command line.
    void set_command(const std::function<QString()>& command) { command_ = command; }
    bool has_command() const { return figure_ != nullptr && command_ != nullptr; }
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
    void copy_command();
    void reset_view();

  signals:
    void failed(const sescope::Error& error);
    void noticed(const QString& text);
    /// A file of the figure, or of its numbers, is there.
    void written(const QString& path);
    /// What lies under the cursor, in one line; empty where nothing does.
    void read_out(const QString& text);
    /// Something was clicked: indices into the profile, -1 where it is of none.
    void picked(const sescope::Marks& what);
    /// That click was the first half of a double click.
    void pick_taken_back();

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void draw();
    void show_menu(const QPoint& where);
    void point_at(const PanelPoint& point);
    void pick(const PanelPoint& point);
    void show_caption();
    QString file_name() const;

    FigurePtr figure_;
    ProfilePtr profile_;
    FigureControls* controls_;
    FigureCanvas* canvas_;
    QLabel* caption_;
    QLabel* empty_;
    QStackedLayout* stack_;
    std::vector<Picture> pictures_;
    std::function<QString()> command_;
    QString note_;
    bool dark_ = false;
    bool last_click_picked_ = false;
    int drawn_width_ = 0;
};

}  // namespace sescope::ui

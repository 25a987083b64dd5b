// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>

#include "ui/models/workspace.h"

class QAction;
class QLabel;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTabWidget;

namespace sescope::ui {

class ClassList;
class FigureTabs;
class ReportTableModel;

/// The window: blocks left, figures in the middle, classes right, tables below, the run at the
/// foot.
class MainWindow : public QMainWindow {
    Q_OBJECT

  public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    Workspace& workspace() { return workspace_; }

  protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    void make_docks();
    void make_tables();
    void make_menus();
    void make_foot();
    void connect_workspace();
    void restore_layout();
    void set_default_layout();

    void ask_network();
    void ask_images();
    void ask_profile();
    void ask_save();
    void show_network();
    void show_spec(const NetworkSpec& spec);
    void show_running();
    void show_tables();
    void show_progress(const Progress& progress);
    void show_error(const Error& error);
    void say(const QString& text);

    Workspace workspace_;
    QStackedWidget* centre_ = nullptr;
    FigureTabs* figures_ = nullptr;
    ClassList* classes_ = nullptr;
    QTabWidget* tables_ = nullptr;
    ReportTableModel* blocks_table_ = nullptr;
    ReportTableModel* cost_table_ = nullptr;
    ReportTableModel* skipped_table_ = nullptr;
    QPlainTextEdit* log_ = nullptr;
    QLabel* network_label_ = nullptr;
    QLabel* images_label_ = nullptr;
    QLabel* message_ = nullptr;
    QLabel* progress_label_ = nullptr;
    QProgressBar* progress_ = nullptr;
    QAction* run_ = nullptr;
    QAction* stop_ = nullptr;
    QAction* save_ = nullptr;
};

}  // namespace sescope::ui

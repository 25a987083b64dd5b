// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>

#include "ui/models/workspace.h"

class QStackedWidget;

namespace sescope::ui {

class ClassList;
class Commands;
class FigureTabs;
class FileDialogs;
class Foot;
class StartPage;
class Tables;

/// The window: blocks left, figures in the middle, classes right, tables below, the run at the
/// foot. It puts the parts together; what they show is in ui/pages and ui/bars, what is open and
/// selected in the workspace.
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
    void make_pages();
    void make_docks();
    void connect_commands();
    void connect_workspace();
    void restore_layout();
    bool may_close();
    void show_error(const Error& error);
    void say(const QString& text);

    Workspace workspace_;
    Commands* commands_;
    FileDialogs* files_;
    QStackedWidget* pages_;
    StartPage* start_;
    FigureTabs* figures_;
    ClassList* classes_;
    Tables* tables_;
    Foot* foot_;
};

}  // namespace sescope::ui

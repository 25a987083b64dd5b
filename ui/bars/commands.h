// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QVector>

class QAction;

namespace sescope::ui {

class Workspace;

/// Everything that the window can do, as actions: menus, bars and the start page show the same
/// ones, and the list of keys under Help is made of them. Those that need something (a network, a
/// profile, a run) are enabled by what the workspace has, and say in their tooltip what is missing.
class Commands : public QObject {
    Q_OBJECT

  public:
    explicit Commands(Workspace& workspace, QObject* parent = nullptr);

    QAction* open_network = nullptr;
    QAction* open_images = nullptr;
    QAction* open_profile = nullptr;
    QAction* save_profile = nullptr;
    QAction* quit = nullptr;
    QAction* filter_classes = nullptr;
    QAction* export_figure = nullptr;
    QAction* export_data = nullptr;
    QAction* copy_figure = nullptr;
    QAction* run = nullptr;
    QAction* stop = nullptr;
    QAction* demo = nullptr;

    /// Enables what can be done now. Called by itself whenever the workspace changes.
    void update();

  private:
    void make_file_commands();
    void make_other_commands();
    /// Enables an action, or disables it with the reason in its tooltip.
    static void allow(QAction* action, bool allowed, const QString& tip, const QString& why_not);

    Workspace& workspace_;
};

}  // namespace sescope::ui

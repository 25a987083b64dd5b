// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QObject>

class QAction;
class QActionGroup;

namespace sescope::ui {

class Appearance;
class Language;
class SelectionHistory;
class Workspace;

/// Everything that the window can do, as actions: menus, bars and the start page show the same
/// ones, and the list of keys under Help is made of them. Those that need something (a network, a
/// profile, a run) are enabled by what the workspace has, and say in their tooltip what is missing.
class Commands : public QObject {
    Q_OBJECT

  public:
    Commands(Workspace& workspace, SelectionHistory& history, QObject* parent = nullptr);

    QAction* open_network = nullptr;
    QAction* open_network_folder = nullptr;
    QAction* open_images = nullptr;
    QAction* open_profile = nullptr;
    QAction* save_profile = nullptr;
    QAction* export_all = nullptr;
    QAction* report = nullptr;
    QAction* quit = nullptr;

    QAction* undo = nullptr;
    QAction* redo = nullptr;
    QAction* previous_block = nullptr;
    QAction* next_block = nullptr;
    QAction* previous_channel = nullptr;
    QAction* next_channel = nullptr;
    QAction* filter_classes = nullptr;
    QAction* default_layout = nullptr;
    QActionGroup* looks = nullptr;      ///< data: Look
    QActionGroup* languages = nullptr;  ///< data: code of the language

    QAction* export_figure = nullptr;
    QAction* export_data = nullptr;
    QAction* copy_figure = nullptr;
    QAction* copy_command = nullptr;

    QAction* run = nullptr;  ///< "Continue (320 / 1,500)" where results can be gone on from
    QAction* start_over = nullptr;
    QAction* stop = nullptr;
    QAction* demo = nullptr;

    QAction* keys = nullptr;
    QAction* about = nullptr;

    /// Its text without mnemonic ("&Run", "运行(&R)") and dots, for buttons and lists.
    static QString plain(const QString& text);

    /// Enables what can be done now. Called by itself whenever the workspace changes.
    void update();

  private:
    QAction* make(const QString& text, const QKeySequence& shortcut = {});
    void make_file_commands();
    void make_view_commands(SelectionHistory& history);
    void make_other_commands();
    /// Enables an action, or disables it with the reason in its tooltip.
    static void allow(QAction* action, bool allowed, const QString& tip, const QString& why_not);

    Workspace& workspace_;
};

}  // namespace sescope::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <functional>

#include "ui/look/appearance.h"
#include "ui/look/language.h"
#include "ui/models/pruning.h"
#include "ui/models/selection_history.h"
#include "ui/models/workspace.h"

class QAction;
class QStackedWidget;

namespace sescope::ui {

class BlockTree;
class ChannelPane;
class ClassList;
class Commands;
class FigureTabs;
class FigureView;
class FileDialogs;
class StatusBar;
class MessageBar;
class NetworkPage;
class PruningPage;
class StartPage;
class Tables;
class TablesFold;
struct RecentSession;

/// The window: blocks left, figures in the middle, classes right, tables below, the run at the
/// foot. It puts the parts together; what they show is in ui/pages and ui/bars, what is open and
/// selected in the workspace.
///
/// When the language changes, all parts are made anew on the same workspace, which then tells them
/// everything again: so no part needs to know how to translate itself while it stands.
class MainWindow : public QMainWindow {
    Q_OBJECT

  public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    Workspace& workspace() { return workspace_; }
    Pruning& pruning() { return pruning_; }
    Appearance& appearance() { return appearance_; }
    Language& language() { return language_; }
    /// Opens what was open when the window was closed last, and shows what was shown.
    void restore_session();

  protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    void make_parts();
    void make_pages();
    void make_docks();
    void add_pruning_menu();
    void add_recent_menu();
    void connect_commands();
    void connect_files();
    void connect_to_figure(QAction* action, void (FigureView::*command)());
    void connect_choices();
    void fold_tables();
    void connect_workspace();
    void rebuild();
    void set_dark(bool dark);

    void show_page(QWidget* page);
    void show_figures();
    void remember_layout();
    void set_default_layout();
    void open_pair(const RecentSession& pair);
    void remember_pair_shown();
    void remember_what_is_shown();
    bool may_close();
    void run_asked();
    void start_over_asked();
    void open_dropped(const QString& path);
    /// Does it, once unsaved results are saved or the person said that they may go; `verb` is the
    /// button's that says so.
    void unless_lost(const QString& verb, const std::function<void()>& then);
    void show_state();
    void stop_and_save();
    void save_what_was_stopped();
    void show_error(const Error& error);
    void say(const QString& text);

    Language language_;
    Appearance appearance_;
    Workspace workspace_;
    Pruning pruning_;
    SelectionHistory history_;
    QByteArray layout_;  ///< of the panes while figures are shown
    bool was_running_ = false;
    bool save_when_stopped_ = false;    ///< closing was asked for, and answered so
    std::function<void()> when_saved_;  ///< what waits for the profile to be saved
    // The parts, made anew with the language.
    Commands* commands_ = nullptr;
    FileDialogs* files_ = nullptr;
    MessageBar* message_ = nullptr;
    QStackedWidget* pages_ = nullptr;
    StartPage* start_ = nullptr;
    FigureTabs* figures_ = nullptr;
    PruningPage* pruning_page_ = nullptr;
    NetworkPage* network_page_ = nullptr;
    BlockTree* blocks_ = nullptr;
    ClassList* classes_ = nullptr;
    ChannelPane* channel_ = nullptr;
    Tables* tables_ = nullptr;
    TablesFold* fold_ = nullptr;
    StatusBar* status_bar_ = nullptr;
};

}  // namespace sescope::ui

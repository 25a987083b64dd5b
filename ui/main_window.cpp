// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include <QAction>
#include <QActionGroup>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QGraphicsOpacityEffect>
#include <QMenuBar>
#include <QMimeData>
#include <QScreen>
#include <QSettings>
#include <QStackedWidget>
#include <QTimer>
#include <QToolBar>
#include <QVBoxLayout>
#include <utility>

#include "ui/bars/commands.h"
#include "ui/bars/file_dialogs.h"
#include "ui/bars/help_windows.h"
#include "ui/bars/menus.h"
#include "ui/bars/message_bar.h"
#include "ui/bars/network_bar.h"
#include "ui/bars/report_file.h"
#include "ui/bars/results_strip.h"
#include "ui/bars/status_bar.h"
#include "ui/look/core_texts.h"
#include "ui/models/recent_sessions.h"
#include "ui/pages/block_tree.h"
#include "ui/pages/channel_pane.h"
#include "ui/pages/class_list.h"
#include "ui/pages/figure_files.h"
#include "ui/pages/figure_tabs.h"
#include "ui/pages/figure_view.h"
#include "ui/pages/images_page.h"
#include "ui/pages/network_page.h"
#include "ui/pages/pruning_page.h"
#include "ui/pages/start_page.h"
#include "ui/pages/tables.h"
#include "ui/pages/tables_fold.h"

namespace sescope::ui {
namespace {

// Of the panes; a layout of another version is not restored.
constexpr int kLayoutVersion = 3;
constexpr int kSideWidth = 290;
constexpr QSize kFrame(8, 40);  // about what a window manager puts around a window

}  // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent), pruning_(workspace_), history_(workspace_) {
    setAcceptDrops(true);
    // With its frame within the screen: else the foot lies below its edge.
    resize(QSize(1280, 800).boundedTo(screen()->availableSize() - kFrame));
    make_parts();
    connect_workspace();
    const QSettings settings;
    restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
    layout_ = settings.value(QStringLiteral("window/state")).toByteArray();
    show_page(start_);
}

MainWindow::~MainWindow() = default;

void MainWindow::make_parts() {
    commands_ = new Commands(workspace_, history_, this);
    files_ = new FileDialogs(workspace_, this);
    message_ = new MessageBar;
    start_ = new StartPage(workspace_, *commands_);
    figures_ = new FigureTabs(workspace_);
    pruning_page_ = new PruningPage(workspace_, pruning_, *commands_);
    figures_->add_page(pruning_page_, pruning_page_->figure(), tr("Prune"));
    network_page_ = new NetworkPage(workspace_, pruning_);
    figures_->add_page(network_page_, network_page_->figure(), tr("Network"));
    blocks_ = new BlockTree(workspace_, pruning_);
    classes_ = new ClassList(workspace_);
    channel_ = new ChannelPane(workspace_);
    tables_ = new Tables(workspace_);
    status_bar_ = new StatusBar(workspace_);
    make_pages();
    make_docks();
    fold_tables();
    addToolBar(new NetworkBar(workspace_, *commands_));
    setStatusBar(status_bar_);
    make_menus(*this, *commands_, *figures_);
    add_pruning_menu();
    add_recent_menu();
    connect_commands();
    connect_choices();
    set_dark(appearance_.dark());
    show_state();
}

void MainWindow::add_pruning_menu() {
    auto* menu = new QMenu(tr("&Prune"), menuBar());
    menu->addAction(tr("Show &verdicts"), this,
                    [this] { figures_->setCurrentWidget(pruning_page_); });
    menu->addSeparator();
    pruning_page_->fill_menu(*menu);
    menuBar()->insertMenu(menuBar()->actions().last(), menu);  // before Help
}

// What was open last, in the File menu; filled when it opens.
void MainWindow::add_recent_menu() {
    QMenu* file = menuBar()->actions().first()->menu();
    auto* recent = new QMenu(tr("&Recent"), file);
    recent->setObjectName(QStringLiteral("recent_menu"));
    file->insertMenu(commands_->save_profile, recent);
    connect(recent, &QMenu::aboutToShow, this, [this, recent] {
        recent->clear();
        for (const RecentSession& pair : recent_sessions()) {
            const QString with =
                QFileInfo(pair.images.isEmpty() ? pair.profile : pair.images).fileName();
            recent->addAction(tr("%1 with %2").arg(pair.title, with), this,
                              [this, pair] { open_pair(pair); });
        }
        if (recent->isEmpty()) recent->addAction(tr("Nothing yet"))->setEnabled(false);
    });
}

void MainWindow::set_dark(bool dark) {
    figures_->set_dark(dark);
    classes_->set_dark(dark);
    channel_->set_dark(dark);
}

void MainWindow::make_pages() {
    pages_ = new QStackedWidget;
    pages_->addWidget(start_);
    pages_->addWidget(figures_);
    auto* centre = new QWidget;
    // What the window grows by is the figure's.
    centre->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(message_);
    column->addWidget(new ResultsStrip(workspace_, commands_->save_profile));
    column->addWidget(pages_, 1);
    setCentralWidget(centre);
    // Qt shows a new widget only once events run, and lays out panes as if it were not there until
    // then: they would take its room, and keep it.
    centre->show();
    connect(start_, &StartPage::network_asked, this, [this] {
        show_figures();
        figures_->setCurrentWidget(network_page_);
    });
    connect(start_, &StartPage::pair_asked, this, &MainWindow::open_pair);
    connect(message_, &MessageBar::chosen, &workspace_, &Workspace::choose_architecture);
    const QString partial = Workspace::partial_of_earlier_run();
    if (partial.isEmpty()) return;
    start_->offer_partial();
    connect(start_, &StartPage::partial_asked, &workspace_,
            [this, partial] { workspace_.open_partial(partial); });
}

void MainWindow::make_docks() {
    const auto dock = [this](const QString& title, const char* name, QWidget* content,
                             Qt::DockWidgetArea area) {
        auto* widget = new QDockWidget(title, this);
        widget->setObjectName(QString::fromLatin1(name));
        widget->setWidget(content);
        addDockWidget(area, widget);
    };
    dock(tr("Blocks"), "blocks", blocks_, Qt::LeftDockWidgetArea);
    dock(tr("Classes"), "classes", classes_, Qt::RightDockWidgetArea);
    dock(tr("Channel"), "channel", channel_, Qt::RightDockWidgetArea);
    dock(tr("Tables"), "tables", tables_, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
}

// Pages with tables of their own have the height.
void MainWindow::fold_tables() {
    fold_ = new TablesFold(findChild<QDockWidget*>(QStringLiteral("tables")), figures_, tables_);
    fold_->add_page(pruning_page_);
    fold_->add_page(figures_->findChild<ImagesPage*>());
}

void MainWindow::set_default_layout() {
    const auto dock = [this](const char* name) {
        auto* found = findChild<QDockWidget*>(QString::fromLatin1(name));
        found->setFloating(false);
        found->show();
        return found;
    };
    addDockWidget(Qt::LeftDockWidgetArea, dock("blocks"));
    addDockWidget(Qt::RightDockWidgetArea, dock("classes"));
    addDockWidget(Qt::RightDockWidgetArea, dock("channel"));
    addDockWidget(Qt::BottomDockWidgetArea, dock("tables"));
    resizeDocks({dock("blocks"), dock("classes")}, {kSideWidth, kSideWidth}, Qt::Horizontal);
    resizeDocks({dock("classes"), dock("channel")}, {height() / 2, height() / 2}, Qt::Vertical);
    resizeDocks({dock("tables")}, {height() / 4}, Qt::Vertical);
    fold_->apply();
}

void MainWindow::connect_commands() {
    connect(commands_->open_network, &QAction::triggered, files_, &FileDialogs::ask_network);
    connect(commands_->open_network_folder, &QAction::triggered, files_,
            &FileDialogs::ask_network_folder);
    connect(commands_->open_images, &QAction::triggered, files_, &FileDialogs::ask_images);
    connect(commands_->open_profile, &QAction::triggered, this,
            [this] { unless_lost(tr("Open without saving"), [this] { files_->ask_profile(); }); });
    connect(commands_->run, &QAction::triggered, this, &MainWindow::run_asked);
    connect(commands_->start_over, &QAction::triggered, this, &MainWindow::start_over_asked);
    connect(commands_->demo, &QAction::triggered, this,
            [this] { unless_lost(tr("Run without saving"), [this] { workspace_.open_demo(); }); });
    connect(commands_->save_profile, &QAction::triggered, files_, &FileDialogs::ask_save);
    connect(commands_->quit, &QAction::triggered, this, &QWidget::close);
    connect(commands_->previous_block, &QAction::triggered, blocks_, [this] { blocks_->walk(-1); });
    connect(commands_->next_block, &QAction::triggered, blocks_, [this] { blocks_->walk(1); });
    connect(commands_->previous_channel, &QAction::triggered, figures_,
            [this] { figures_->walk_channels(-1); });
    connect(commands_->next_channel, &QAction::triggered, figures_,
            [this] { figures_->walk_channels(1); });
    connect(channel_, &ChannelPane::walk_asked, figures_, &FigureTabs::walk_channels);
    connect(commands_->filter_classes, &QAction::triggered, classes_, &ClassList::focus_filter);
    connect(commands_->default_layout, &QAction::triggered, this, &MainWindow::set_default_layout);
    connect(commands_->keys, &QAction::triggered, this, [this] { show_keys(*this); });
    connect(commands_->about, &QAction::triggered, this, [this] { show_about(*this); });
    connect_to_figure(commands_->export_figure, &FigureView::export_figure);
    connect_to_figure(commands_->export_data, &FigureView::export_data);
    connect_to_figure(commands_->copy_figure, &FigureView::copy);
    connect_to_figure(commands_->copy_command, &FigureView::copy_command);
    connect_files();
    connect(tables_, &Tables::failed, this, &MainWindow::show_error);
    connect(pruning_page_, &PruningPage::failed, this, &MainWindow::show_error);
    connect(pruning_page_, &PruningPage::written, this,
            [this](const QString& path) { say(tr("Wrote %1").arg(path)); });
    connect(blocks_, &BlockTree::pruning_asked, this,
            [this] { figures_->setCurrentWidget(pruning_page_); });
    connect(tables_, &Tables::written, this,
            [this](const QString& path) { say(tr("Wrote %1").arg(path)); });
    connect(figures_, &FigureTabs::read_out, status_bar_, &StatusBar::show_reading);
    for (auto* view : figures_->findChildren<FigureView*>()) {
        connect(view, &FigureView::failed, this, &MainWindow::show_error);
        connect(view, &FigureView::noticed, this, &MainWindow::say);
        connect(view, &FigureView::written, this,
                [this](const QString& path) { say(tr("Wrote %1").arg(path)); });
    }
}

// What is written of all pages at once.
void MainWindow::connect_files() {
    auto* figures = new FigureFiles(workspace_, *figures_, this);
    auto* report = new ReportFile(workspace_, pruning_, this);
    // They go with the commands, when the language changes.
    connect(commands_, &QObject::destroyed, figures, &QObject::deleteLater);
    connect(commands_, &QObject::destroyed, report, &QObject::deleteLater);
    connect(commands_->export_all, &QAction::triggered, figures, &FigureFiles::ask);
    connect(commands_->report, &QAction::triggered, report, &ReportFile::ask);
    connect(figures, &FigureFiles::failed, this, &MainWindow::show_error);
    connect(report, &ReportFile::failed, this, &MainWindow::show_error);
    connect(figures, &FigureFiles::written, this, [this](const QString& folder, int files) {
        say(tr("Wrote %L1 figures into %2").arg(files).arg(folder));
    });
    connect(report, &ReportFile::written, this,
            [this](const QString& path) { say(tr("Wrote %1").arg(path)); });
}

// A page may have no figure yet: of images none is chosen, of prunings none was searched.
void MainWindow::connect_to_figure(QAction* action, void (FigureView::*command)()) {
    connect(action, &QAction::triggered, this, [this, command] {
        FigureView* view = figures_->current_view();
        if (view->figure() == nullptr)
            return status_bar_->say(tr("There is no figure on this page yet"));
        (view->*command)();
    });
}

// What is light and what it speaks: shown as chosen, and chosen in the menus.
void MainWindow::connect_choices() {
    for (QAction* action : commands_->looks->actions()) {
        const auto look = static_cast<Look>(action->data().toInt());
        action->setChecked(look == appearance_.look());
        connect(action, &QAction::triggered, &appearance_,
                [this, look] { appearance_.set_look(look); });
    }
    for (QAction* action : commands_->languages->actions()) {
        const QString code = action->data().toString();
        action->setChecked(code == language_.code());
        connect(action, &QAction::triggered, &language_,
                [this, code] { language_.set_code(code); });
    }
}

void MainWindow::connect_workspace() {
    connect(&appearance_, &Appearance::changed, this, &MainWindow::set_dark);
    connect(&workspace_, &Workspace::profile_changed, this, &MainWindow::show_figures);
    connect(&workspace_, &Workspace::running_changed, this, [this] {
        const bool running = workspace_.running();
        if (running) message_->clear();
        if (running) show_figures();
        // The figures of the whole run are drawn first.
        if (was_running_ && !running) QTimer::singleShot(0, this, &MainWindow::remember_pair_shown);
        was_running_ = running;
        if (save_when_stopped_ && !running)
            QTimer::singleShot(0, this, &MainWindow::save_what_was_stopped);
    });
    connect(&workspace_, &Workspace::network_changed, this, [this] { message_->clear(); });
    connect(&workspace_, &Workspace::noticed, this, &MainWindow::say);
    connect(&workspace_, &Workspace::failed, this, [this](const Error& error) {
        when_saved_ = nullptr;  // what could not be saved is still here
        show_error(error);
        message_->offer(workspace_.architectures());
    });
    for (const auto signal : {&Workspace::network_changed, &Workspace::dataset_changed,
                              &Workspace::profile_changed, &Workspace::running_changed})
        connect(&workspace_, signal, this, &MainWindow::show_state);
    connect(&workspace_, &Workspace::profile_saved, this, &MainWindow::show_state);
    connect(&pruning_, &Pruning::failed, this, &MainWindow::show_error);
    connect(&pruning_, &Pruning::noticed, this, &MainWindow::say);
    connect(&workspace_, &Workspace::profile_saved, this, [this](const QString& path) {
        say(tr("Saved %1").arg(path));
        remember_pair_shown();
        if (const auto then = std::exchange(when_saved_, nullptr)) then();
    });
}

void MainWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    // Not within the event: it is on its way through the very parts.
    if (event->type() == QEvent::LanguageChange && commands_ != nullptr)
        QTimer::singleShot(0, this, &MainWindow::rebuild);
}

void MainWindow::rebuild() {
    const bool at_start = pages_->currentWidget() == start_;
    const int figure = figures_->currentIndex();
    const int table = tables_->currentIndex();
    const QString log = tables_->log_text();
    remember_layout();
    for (auto* dock : findChildren<QDockWidget*>()) delete dock;
    for (auto* bar : findChildren<QToolBar*>(QString(), Qt::FindDirectChildrenOnly)) delete bar;
    delete takeCentralWidget();
    delete std::exchange(files_, nullptr);
    delete std::exchange(commands_, nullptr);
    make_parts();
    workspace_.announce();
    figures_->setCurrentIndex(figure);
    tables_->setCurrentIndex(table);
    tables_->set_log(log);
    if (at_start) {
        show_page(start_);
    } else {
        show_figures();
    }
}

// The panes belong to the figures: beside the start page they would be empty.
void MainWindow::show_page(QWidget* page) {
    if (page == start_) {
        for (auto* dock : findChildren<QDockWidget*>()) {
            dock->hide();
            dock->toggleViewAction()->setEnabled(false);
        }
    }
    pages_->setCurrentWidget(page);
}

void MainWindow::show_figures() {
    if (pages_->currentWidget() != start_) return;
    pages_->setCurrentWidget(figures_);
    for (auto* dock : findChildren<QDockWidget*>()) {
        dock->toggleViewAction()->setEnabled(true);
        dock->show();
    }
    if (layout_.isEmpty() || !restoreState(layout_, kLayoutVersion)) set_default_layout();
    fold_->apply();
}

void MainWindow::remember_layout() {
    if (pages_->currentWidget() == start_) return;
    fold_->unfold();
    layout_ = saveState(kLayoutVersion);
}

// Figures of other inputs than those that are open stand back; the strip above them says whose.
void MainWindow::show_state() {
    const QString results = results_text(workspace_);
    setWindowTitle(results.isEmpty() ? tr("SE Scope") : tr("%1 - SE Scope").arg(results));
    constexpr double kFaint = 0.45;
    if (workspace_.results_are_of_inputs()) return figures_->setGraphicsEffect(nullptr);
    auto* faint = new QGraphicsOpacityEffect;
    faint->setOpacity(kFaint);
    figures_->setGraphicsEffect(faint);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls() && !workspace_.running()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    for (const QUrl& url : event->mimeData()->urls()) {
        if (url.isLocalFile()) open_dropped(url.toLocalFile());
    }
}

void MainWindow::show_error(const Error& error) {
    message_->show_error(error);
    tables_->log(error_text(error));
}

void MainWindow::say(const QString& text) {
    status_bar_->say(text);
    tables_->log(text);
}

}  // namespace sescope::ui

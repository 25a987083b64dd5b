// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include <QAbstractButton>
#include <QAction>
#include <QCloseEvent>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>

#include "ui/bars/commands.h"
#include "ui/bars/file_dialogs.h"
#include "ui/bars/foot.h"
#include "ui/bars/menus.h"
#include "ui/bars/network_bar.h"
#include "ui/pages/block_tree.h"
#include "ui/pages/class_list.h"
#include "ui/pages/figure_tabs.h"
#include "ui/pages/figure_view.h"
#include "ui/pages/start_page.h"
#include "ui/pages/tables.h"

namespace sescope::ui {

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent),
      commands_(new Commands(workspace_, this)),
      files_(new FileDialogs(workspace_, this)),
      pages_(new QStackedWidget),
      start_(new StartPage),
      figures_(new FigureTabs(workspace_)),
      classes_(new ClassList(workspace_)),
      tables_(new Tables(workspace_)),
      foot_(new Foot(workspace_)) {
    setWindowTitle(tr("SE Scope"));
    setAcceptDrops(true);
    resize(1280, 800);
    make_pages();
    make_docks();
    make_menus(*this, *commands_, *figures_);
    addToolBar(new NetworkBar(workspace_, *commands_));
    setStatusBar(foot_);
    connect_commands();
    connect_workspace();
    restore_layout();
}

MainWindow::~MainWindow() = default;

void MainWindow::make_pages() {
    pages_->addWidget(start_);
    pages_->addWidget(figures_);
    setCentralWidget(pages_);
    connect(start_, &StartPage::demo_asked, &workspace_, &Workspace::open_demo);
    connect(start_, &StartPage::open_network_asked, files_, &FileDialogs::ask_network);
    connect(start_, &StartPage::open_images_asked, files_, &FileDialogs::ask_images);
    connect(start_, &StartPage::open_profile_asked, files_, &FileDialogs::ask_profile);
    const QString partial = Workspace::partial_of_earlier_run();
    if (partial.isEmpty()) return;
    start_->offer_partial();
    connect(start_, &StartPage::partial_asked, &workspace_,
            [this, partial] { workspace_.open_partial(partial); });
}

void MainWindow::make_docks() {
    const auto dock = [this](const QString& title, const char* name, QWidget* content,
                             Qt::DockWidgetArea area) {
        auto* widget = new QDockWidget(title);
        widget->setObjectName(QString::fromLatin1(name));
        widget->setWidget(content);
        addDockWidget(area, widget);
        return widget;
    };
    auto* blocks = dock(tr("Blocks"), "blocks", new BlockTree(workspace_), Qt::LeftDockWidgetArea);
    auto* classes = dock(tr("Classes"), "classes", classes_, Qt::RightDockWidgetArea);
    auto* tables = dock(tr("Tables"), "tables", tables_, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    resizeDocks({blocks, classes}, {290, 250}, Qt::Horizontal);
    resizeDocks({tables}, {190}, Qt::Vertical);
}

void MainWindow::connect_commands() {
    connect(commands_->open_network, &QAction::triggered, files_, &FileDialogs::ask_network);
    connect(commands_->open_images, &QAction::triggered, files_, &FileDialogs::ask_images);
    connect(commands_->open_profile, &QAction::triggered, files_, &FileDialogs::ask_profile);
    connect(commands_->save_profile, &QAction::triggered, files_, &FileDialogs::ask_save);
    connect(commands_->quit, &QAction::triggered, this, &QWidget::close);
    connect(commands_->filter_classes, &QAction::triggered, classes_, &ClassList::focus_filter);
    connect(commands_->export_figure, &QAction::triggered, this,
            [this] { figures_->current_view()->export_figure(); });
    connect(commands_->export_data, &QAction::triggered, this,
            [this] { figures_->current_view()->export_data(); });
    connect(commands_->copy_figure, &QAction::triggered, this,
            [this] { figures_->current_view()->copy(); });
}

void MainWindow::connect_workspace() {
    connect(&workspace_, &Workspace::profile_changed, this,
            [this] { pages_->setCurrentWidget(figures_); });
    connect(&workspace_, &Workspace::noticed, this, &MainWindow::say);
    connect(&workspace_, &Workspace::failed, this, &MainWindow::show_error);
    connect(&workspace_, &Workspace::profile_saved, this,
            [this](const QString& path) { say(tr("Saved %1").arg(path)); });
    for (auto* view : figures_->findChildren<FigureView*>())
        connect(view, &FigureView::failed, this, &MainWindow::show_error);
}

void MainWindow::restore_layout() {
    const QSettings settings;
    restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
    restoreState(settings.value(QStringLiteral("window/state")).toByteArray());
}

// A run that goes on, or a profile that is in no file yet, is not left without a question.
bool MainWindow::may_close() {
    if (workspace_.running()) {
        const auto answer = QMessageBox::question(this, tr("A run is under way"),
                                                  tr("Stop the run and close the window?"));
        return answer == QMessageBox::Yes;
    }
    if (!workspace_.unsaved()) return true;
    QMessageBox box(QMessageBox::Question, tr("Unsaved profile"),
                    tr("The profile of this run is not saved."), QMessageBox::NoButton, this);
    const QAbstractButton* save = box.addButton(tr("Save profile..."), QMessageBox::AcceptRole);
    const QAbstractButton* leave =
        box.addButton(tr("Close without saving"), QMessageBox::DestructiveRole);
    box.addButton(tr("Stay"), QMessageBox::RejectRole);
    box.exec();
    if (box.clickedButton() == save) files_->ask_save();
    return box.clickedButton() == leave;
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!may_close()) return event->ignore();
    workspace_.stop();
    workspace_.forget_partial();
    QSettings settings;
    settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings.setValue(QStringLiteral("window/state"), saveState());
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    for (const QUrl& url : event->mimeData()->urls()) {
        if (url.isLocalFile()) workspace_.open_any(url.toLocalFile());
    }
}

void MainWindow::show_error(const Error& error) {
    QString text = QString::fromStdString(error.message());
    if (!error.file().empty())
        text = QString::fromStdString(error.file().string()) + QStringLiteral(": ") + text;
    if (!error.hint().empty()) text += QStringLiteral("; ") + QString::fromStdString(error.hint());
    say(text);
}

void MainWindow::say(const QString& text) {
    foot_->say(text);
    tables_->log(text);
}

}  // namespace sescope::ui

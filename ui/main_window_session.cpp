// SPDX-License-Identifier: GPL-3.0-or-later
// What the window opens, remembers and asks, so that no work is lost: the main window's other half.
#include <QCloseEvent>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <utility>

#include "core/base/resources.h"
#include "ui/bars/file_dialogs.h"
#include "ui/bars/results_strip.h"
#include "ui/main_window.h"
#include "ui/models/last_session.h"
#include "ui/models/recent_sessions.h"
#include "ui/pages/figure_canvas.h"
#include "ui/pages/figure_tabs.h"
#include "ui/pages/figure_view.h"
#include "ui/pages/start_page.h"
#include "ui/pages/tables.h"

namespace sescope::ui {
namespace {

bool is_demo(const QString& network) {
    try {
        return network.toStdString() == resource_path("demo").string();
    } catch (const Error&) {
        return false;
    }
}

}  // namespace

void MainWindow::open_pair(const RecentSession& pair) {
    if (!pair.profile.isEmpty() && QFileInfo::exists(pair.profile))
        return open_dropped(pair.profile);
    workspace_.open_network(pair.network);
    if (!pair.images.isEmpty()) workspace_.open_images(pair.images);
}

void MainWindow::remember_pair_shown() {
    const ProfilePtr& profile = workspace_.profile();
    if (!profile || profile->images() == 0) return;
    RecentSession pair;
    pair.title = QString::fromStdString(profile->network.architecture);
    if (workspace_.network()) {
        pair.network = QString::fromStdString(workspace_.network()->path.string());
        pair.images = QString::fromStdString(workspace_.images_path().string());
    }
    pair.profile = workspace_.profile_path();
    if (is_demo(pair.network)) return;
    // Of the page of verdicts there may be no figure.
    auto* view = figures_->current_view();
    if (view->figure() == nullptr) view = figures_->findChild<FigureView*>();
    remember_pair(pair, view->canvas().grab().toImage());
    start_->show_recent();
}

void MainWindow::remember_what_is_shown() {
    const NetworkPtr& network = workspace_.network();
    // The demo is a click away, and to draw its images takes longer than that.
    if (network && is_demo(QString::fromStdString(network->path.string()))) return;
    remember_session(workspace_, figures_->currentIndex(), tables_->currentIndex());
}

void MainWindow::restore_session() {
    const auto session = last_session();
    if (!session) return;
    DatasetOptions images = workspace_.data_options();
    images.per_class = session->per_class;
    images.seed = session->seed;
    images.split = static_cast<Split>(session->split);
    for (const QString& name : session->kept) images.classes.push_back(name.toStdString());
    workspace_.set_data_options(images);
    if (!session->network.isEmpty()) workspace_.open_network(session->network);
    if (!session->images.isEmpty()) workspace_.open_images(session->images);
    if (session->profile.isEmpty()) return;
    const auto show_what_was_shown = [this, session = *session] {
        if (workspace_.profile_path() != session.profile) return;  // it could not be opened
        Selection selection = workspace_.selection();
        selection.block = session.block;
        selection.classes = session.classes;
        selection.channel = session.channel;
        workspace_.set_selection(selection);
        figures_->setCurrentIndex(session.page);
        tables_->setCurrentIndex(session.table);
    };
    connect(&workspace_, &Workspace::profile_changed, this, show_what_was_shown,
            static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
    workspace_.open_profile(session->profile);
}

// The run ends within a part of a batch, or has ended while we asked; nothing may have come of it.
void MainWindow::stop_and_save() {
    save_when_stopped_ = workspace_.running();
    workspace_.stop();
    if (!save_when_stopped_) save_what_was_stopped();
}

void MainWindow::save_what_was_stopped() {
    save_when_stopped_ = false;
    if (!workspace_.unsaved()) return void(close());
    if (files_->ask_save()) when_saved_ = [this] { close(); };
}

// A run that goes on, or a profile that is in no file yet, is not left without a question.
bool MainWindow::may_close() {
    if (workspace_.running()) {
        QMessageBox box(QMessageBox::Question, tr("Close SE Scope"), tr("A run is under way"),
                        QMessageBox::NoButton, this);
        box.setInformativeText(tr("What it has done so far is lost, unless it is saved."));
        const QPushButton* save = box.addButton(tr("Stop and save..."), QMessageBox::AcceptRole);
        const QPushButton* leave =
            box.addButton(tr("Stop and close"), QMessageBox::DestructiveRole);
        box.setDefaultButton(box.addButton(tr("Go on"), QMessageBox::RejectRole));
        box.exec();
        if (box.clickedButton() == save) stop_and_save();
        return box.clickedButton() == leave;
    }
    if (!workspace_.unsaved()) return true;
    QMessageBox box(QMessageBox::Question, tr("Close SE Scope"),
                    tr("The profile of this run is not saved."), QMessageBox::NoButton, this);
    QPushButton* save = box.addButton(tr("Save profile..."), QMessageBox::AcceptRole);
    box.setDefaultButton(save);
    const QPushButton* leave =
        box.addButton(tr("Close without saving"), QMessageBox::DestructiveRole);
    box.addButton(tr("Stay"), QMessageBox::RejectRole);
    box.exec();
    if (box.clickedButton() == save && files_->ask_save()) when_saved_ = [this] { close(); };
    return box.clickedButton() == leave;
}

void MainWindow::unless_lost(const QString& verb, const std::function<void()>& then) {
    const ProfilePtr& profile = workspace_.profile();
    if (!workspace_.unsaved() || !profile || profile->images() == 0) return then();
    QMessageBox box(QMessageBox::Question, tr("Unsaved results"),
                    tr("These results are not saved: %1").arg(results_text(workspace_)),
                    QMessageBox::NoButton, this);
    box.setObjectName(QStringLiteral("unsaved_results"));
    QPushButton* save = box.addButton(tr("Save profile..."), QMessageBox::AcceptRole);
    save->setObjectName(QStringLiteral("save_first"));
    box.setDefaultButton(save);
    QPushButton* go = box.addButton(verb, QMessageBox::DestructiveRole);
    go->setObjectName(QStringLiteral("discard"));
    box.addButton(tr("Keep them"), QMessageBox::RejectRole)->setObjectName(QStringLiteral("keep"));
    box.exec();
    if (box.clickedButton() == go) return then();
    if (box.clickedButton() == save && files_->ask_save()) when_saved_ = then;
}

void MainWindow::run_asked() {
    if (workspace_.can_continue()) return workspace_.continue_run();
    unless_lost(tr("Run without saving"), [this] { workspace_.run(); });
}

void MainWindow::start_over_asked() {
    unless_lost(tr("Start over without saving"), [this] { workspace_.run(); });
}

void MainWindow::open_dropped(const QString& path) {
    if (!path.endsWith(QStringLiteral(".profile"))) return workspace_.open_any(path);
    unless_lost(tr("Open without saving"), [this, path] { workspace_.open_any(path); });
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!may_close()) return event->ignore();
    workspace_.stop();
    workspace_.forget_partial();
    remember_what_is_shown();
    remember_layout();
    QSettings settings;
    settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings.setValue(QStringLiteral("window/state"), layout_);
    event->accept();
}

}  // namespace sescope::ui

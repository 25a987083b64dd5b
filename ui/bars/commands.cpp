// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bars/commands.h"

#include <QAction>
#include <QActionGroup>
#include <QRegularExpression>

#include "ui/look/appearance.h"
#include "ui/look/language.h"
#include "ui/models/selection_history.h"
#include "ui/models/workspace.h"

namespace sescope::ui {

Commands::Commands(Workspace& workspace, SelectionHistory& history, QObject* parent)
    : QObject(parent), workspace_(workspace) {
    make_file_commands();
    make_view_commands(history);
    make_other_commands();
    connect(stop, &QAction::triggered, &workspace_, &Workspace::stop);
    for (const auto signal : {&Workspace::network_changed, &Workspace::dataset_changed,
                              &Workspace::profile_changed, &Workspace::running_changed})
        connect(&workspace_, signal, this, &Commands::update);
    update();
}

QAction* Commands::make(const QString& text, const QKeySequence& shortcut) {
    auto* action = new QAction(text, this);
    action->setIconText(plain(text));  // on buttons
    action->setShortcut(shortcut);
    return action;
}

QString Commands::plain(const QString& text) {
    // Chinese has the letter in brackets behind the word.
    static const QRegularExpression mnemonic(QStringLiteral("\\(&.\\)|&|\\.\\.\\.$"));
    return QString(text).remove(mnemonic);
}

void Commands::make_file_commands() {
    open_network = make(tr("Open &network..."), QKeySequence::Open);
    open_network_folder = make(tr("Open network &folder..."));
    open_images = make(tr("Open &images..."), QKeySequence(QStringLiteral("Ctrl+I")));
    open_profile = make(tr("Open &profile..."), QKeySequence(QStringLiteral("Ctrl+P")));
    save_profile = make(tr("&Save profile..."), QKeySequence::Save);
    export_all = make(tr("Export &all figures..."));
    export_all->setObjectName(QStringLiteral("export_all"));
    report = make(tr("&Report (HTML, PDF)..."));
    report->setObjectName(QStringLiteral("report"));
    quit = make(tr("&Quit"), QKeySequence(QStringLiteral("Ctrl+Q")));
}

void Commands::make_view_commands(SelectionHistory& history) {
    undo = history.createUndoAction(this, tr("&Undo selection"));
    undo->setShortcut(QKeySequence::Undo);
    redo = history.createRedoAction(this, tr("R&edo selection"));
    redo->setShortcuts(
        {QKeySequence(QStringLiteral("Ctrl+Shift+Z")), QKeySequence(QStringLiteral("Ctrl+Y"))});
    previous_block = make(tr("Pre&vious block"), QKeySequence(QStringLiteral("Alt+Up")));
    next_block = make(tr("Ne&xt block"), QKeySequence(QStringLiteral("Alt+Down")));
    previous_channel = make(tr("Previous c&hannel"), QKeySequence(QStringLiteral("Alt+Left")));
    previous_channel->setObjectName(QStringLiteral("previous_channel"));
    next_channel = make(tr("Next cha&nnel"), QKeySequence(QStringLiteral("Alt+Right")));
    next_channel->setObjectName(QStringLiteral("next_channel"));
    filter_classes = make(tr("&Filter classes"), QKeySequence(QStringLiteral("/")));
    default_layout = make(tr("Reset &panes"));
    looks = new QActionGroup(this);
    const auto add_look = [this](const QString& text, Look look) {
        auto* action = looks->addAction(text);
        action->setCheckable(true);
        action->setData(static_cast<int>(look));
    };
    add_look(tr("As the &system"), Look::system);
    add_look(tr("&Light"), Look::light);
    add_look(tr("&Dark"), Look::dark);
    languages = new QActionGroup(this);
    for (const QString& code : Language::codes()) {
        auto* action = languages->addAction(Language::name_of(code));
        action->setCheckable(true);
        action->setData(code);
    }
}

void Commands::make_other_commands() {
    export_figure = make(tr("&Export figure..."), QKeySequence(QStringLiteral("Ctrl+E")));
    export_data = make(tr("Export &data..."), QKeySequence(QStringLiteral("Ctrl+Shift+E")));
    copy_figure = make(tr("&Copy"), QKeySequence::Copy);
    copy_command = make(tr("Copy as command &line"), QKeySequence(QStringLiteral("Ctrl+Shift+C")));
    copy_command->setObjectName(QStringLiteral("copy_command"));
    run = make(tr("&Run"), QKeySequence(QStringLiteral("Ctrl+R")));
    run->setObjectName(QStringLiteral("run"));
    start_over = make(tr("Start &over..."));
    start_over->setObjectName(QStringLiteral("start_over"));
    stop = make(tr("&Stop"), QKeySequence(QStringLiteral("Ctrl+.")));
    stop->setObjectName(QStringLiteral("stop"));
    demo = make(tr("Try the &demo"));
    keys = make(tr("&Keys"), QKeySequence(Qt::Key_F1));
    about = make(tr("&About SE Scope"));
}

void Commands::allow(QAction* action, bool allowed, const QString& tip, const QString& why_not) {
    action->setEnabled(allowed);
    const QString shortcut = action->shortcut().toString(QKeySequence::NativeText);
    action->setToolTip(!allowed             ? why_not
                       : shortcut.isEmpty() ? tip
                                            : QStringLiteral("%1 (%2)").arg(tip, shortcut));
}

void Commands::update() {
    const bool running = workspace_.running();
    const bool profile = workspace_.profile() != nullptr;
    const QString no_profile = tr("There is no profile yet: run a network over images");
    const bool part = workspace_.can_continue();
    const ImagesDone images = workspace_.images_done();
    run->setText(part ? tr("&Continue (%L1 / %L2)").arg(images.done).arg(images.total)
                      : tr("&Run"));
    run->setIconText(plain(run->text()));
    start_over->setVisible(part);
    allow(start_over, part, tr("Run from the first image on"),
          tr("There is nothing to start over"));
    allow(run, workspace_.can_run(),
          part ? tr("Go on from where the run was stopped") : tr("Run the network over the images"),
          running                 ? tr("A run is under way")
          : !workspace_.network() ? tr("Open a network first")
                                  : tr("Open images first"));
    allow(stop, running, tr("Stop the run and keep what there is"), tr("Nothing runs"));
    allow(demo, !running, tr("A network and images that come with SE Scope; runs at once"),
          tr("A run is under way"));
    allow(save_profile, profile && !running, tr("Write the profile into a file"),
          running ? tr("A run is under way: stop it, or wait for its end") : no_profile);
    for (QAction* action : {open_network, open_network_folder, open_images, open_profile})
        allow(action, !running, plain(action->text()), tr("A run is under way"));
    allow(export_figure, profile, tr("Write the figure as PNG, SVG or PDF"), no_profile);
    allow(export_data, profile, tr("Write the numbers behind the figure"), no_profile);
    allow(copy_figure, profile, tr("Copy the figure as a picture"), no_profile);
    allow(copy_command, profile, tr("Copy the command that draws this figure"), no_profile);
    allow(export_all, profile, tr("Write the figures of all pages as PDF"), no_profile);
    allow(report, profile, tr("Write everything about this profile into one file"), no_profile);
    for (QAction* action : {previous_block, next_block, previous_channel, next_channel,
                            filter_classes, default_layout})
        allow(action, profile || running, plain(action->text()), no_profile);
}

}  // namespace sescope::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bars/commands.h"

#include <QAction>

#include "ui/models/workspace.h"

namespace sescope::ui {

Commands::Commands(Workspace& workspace, QObject* parent) : QObject(parent), workspace_(workspace) {
    make_file_commands();
    make_other_commands();
    connect(run, &QAction::triggered, &workspace_, &Workspace::run);
    connect(stop, &QAction::triggered, &workspace_, &Workspace::stop);
    connect(demo, &QAction::triggered, &workspace_, &Workspace::open_demo);
    connect(&workspace_, &Workspace::network_changed, this, &Commands::update);
    connect(&workspace_, &Workspace::dataset_changed, this, &Commands::update);
    connect(&workspace_, &Workspace::profile_changed, this, &Commands::update);
    connect(&workspace_, &Workspace::running_changed, this, &Commands::update);
    update();
}

void Commands::make_file_commands() {
    const auto make = [this](const QString& text, const QKeySequence& keys = {}) {
        auto* action = new QAction(text, this);
        action->setShortcut(keys);
        return action;
    };
    open_network = make(tr("Open &network..."), QKeySequence::Open);
    open_images = make(tr("Open &images..."), QKeySequence(QStringLiteral("Ctrl+I")));
    open_profile = make(tr("Open &profile..."), QKeySequence(QStringLiteral("Ctrl+P")));
    save_profile = make(tr("&Save profile..."), QKeySequence::Save);
    quit = make(tr("&Quit"), QKeySequence::Quit);
}

void Commands::make_other_commands() {
    const auto make = [this](const QString& text, const QKeySequence& keys = {}) {
        auto* action = new QAction(text, this);
        action->setShortcut(keys);
        return action;
    };
    filter_classes = make(tr("&Filter classes"), QKeySequence(QStringLiteral("/")));
    export_figure = make(tr("&Export figure..."), QKeySequence(QStringLiteral("Ctrl+E")));
    export_data = make(tr("Export &data..."));
    copy_figure = make(tr("&Copy"), QKeySequence::Copy);
    run = make(tr("&Run"), QKeySequence(QStringLiteral("Ctrl+R")));
    stop = make(tr("&Stop"), QKeySequence(Qt::Key_Escape));
    demo = make(tr("Try the &demo"));
}

void Commands::allow(QAction* action, bool allowed, const QString& tip, const QString& why_not) {
    action->setEnabled(allowed);
    action->setToolTip(allowed ? tip : why_not);
}

void Commands::update() {
    const bool running = workspace_.running();
    const bool profile = workspace_.profile() != nullptr;
    allow(run, workspace_.can_run(), tr("Run the network over the images"),
          running                 ? tr("A run is under way")
          : !workspace_.network() ? tr("Open a network first")
                                  : tr("Open images first"));
    allow(stop, running, tr("Stop the run and keep what there is"), tr("Nothing runs"));
    allow(save_profile, profile && !running, tr("Write the profile into a file"),
          running ? tr("A run is under way: stop it, or wait for its end")
                  : tr("There is no profile yet: run a network over images"));
}

}  // namespace sescope::ui

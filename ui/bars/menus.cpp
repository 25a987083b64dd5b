// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bars/menus.h"

#include <QAction>
#include <QActionGroup>
#include <QCoreApplication>
#include <QDockWidget>
#include <QMainWindow>
#include <QMenuBar>
#include <QTabWidget>

#include "ui/bars/commands.h"

namespace sescope::ui {
namespace {

struct Menus {
    Q_DECLARE_TR_FUNCTIONS(sescope::ui::Menus)
};

constexpr int kDigits = 9;

void fill_view(QMenu& menu, QMainWindow& window, const Commands& commands) {
    menu.addActions({commands.undo, commands.redo});
    menu.addSeparator();
    menu.addActions({commands.previous_block, commands.next_block, commands.previous_channel,
                     commands.next_channel, commands.filter_classes});
    menu.addSeparator();
    for (auto* dock : window.findChildren<QDockWidget*>()) menu.addAction(dock->toggleViewAction());
    menu.addAction(commands.default_layout);
    menu.addSeparator();
    menu.addMenu(Menus::tr("&Appearance"))->addActions(commands.looks->actions());
    menu.addMenu(Menus::tr("&Language"))->addActions(commands.languages->actions());
}

void fill_figure(QMenu& menu, const Commands& commands, QTabWidget& figures) {
    menu.addActions({commands.export_figure, commands.export_data, commands.copy_figure,
                     commands.copy_command});
    menu.addSeparator();
    for (int i = 0; i < figures.count(); ++i) {
        auto* action = menu.addAction(figures.tabText(i), &figures,
                                      [&figures, i] { figures.setCurrentIndex(i); });
        if (i < kDigits) action->setShortcut(QKeySequence(QString::number(i + 1)));
    }
}

}  // namespace

void make_menus(QMainWindow& window, const Commands& commands, QTabWidget& figures) {
    auto* bar = new QMenuBar;
    window.setMenuBar(bar);
    auto* file = bar->addMenu(Menus::tr("&File"));
    file->addActions({commands.open_network, commands.open_network_folder, commands.open_images,
                      commands.open_profile});
    file->addSeparator();
    file->addActions({commands.save_profile, commands.export_all, commands.report});
    file->addSeparator();
    file->addAction(commands.quit);
    fill_view(*bar->addMenu(Menus::tr("&View")), window, commands);
    fill_figure(*bar->addMenu(Menus::tr("Fi&gure")), commands, figures);
    auto* run = bar->addMenu(Menus::tr("&Run"));
    run->addActions({commands.run, commands.start_over, commands.stop});
    run->addSeparator();
    run->addAction(commands.demo);
    auto* help = bar->addMenu(Menus::tr("&Help"));
    help->addActions({commands.keys, commands.about});
    for (auto* menu : bar->findChildren<QMenu*>()) menu->setToolTipsVisible(true);
}

}  // namespace sescope::ui

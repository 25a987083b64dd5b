// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bars/menus.h"

#include <QAction>
#include <QCoreApplication>
#include <QDockWidget>
#include <QMainWindow>
#include <QMenuBar>

#include "ui/bars/commands.h"
#include "ui/pages/figure_tabs.h"

namespace sescope::ui {
namespace {

struct Menus {
    Q_DECLARE_TR_FUNCTIONS(sescope::ui::Menus)
};

void add_figures(QMenu& menu, FigureTabs& figures) {
    for (int i = 0; i < figures.count(); ++i) {
        auto* action = menu.addAction(figures.tabText(i), &figures,
                                      [&figures, i] { figures.setCurrentIndex(i); });
        if (i < 9) action->setShortcut(QKeySequence(QString::number(i + 1)));
    }
}

}  // namespace

void make_menus(QMainWindow& window, const Commands& commands, FigureTabs& figures) {
    QMenuBar& bar = *window.menuBar();
    auto* file = bar.addMenu(Menus::tr("&File"));
    file->addActions({commands.open_network, commands.open_images, commands.open_profile});
    file->addSeparator();
    file->addActions({commands.save_profile, commands.quit});

    auto* view = bar.addMenu(Menus::tr("&View"));
    for (auto* dock : window.findChildren<QDockWidget*>())
        view->addAction(dock->toggleViewAction());
    view->addSeparator();
    view->addAction(commands.filter_classes);

    auto* figure = bar.addMenu(Menus::tr("Fi&gure"));
    figure->addActions({commands.export_figure, commands.export_data, commands.copy_figure});
    figure->addSeparator();
    add_figures(*figure, figures);

    auto* run = bar.addMenu(Menus::tr("&Run"));
    run->addActions({commands.run, commands.stop});
    run->addSeparator();
    run->addAction(commands.demo);
}

}  // namespace sescope::ui

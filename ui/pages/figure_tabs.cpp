// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/figure_tabs.h"

#include "core/figures/figure.h"
#include "ui/models/workspace.h"
#include "ui/pages/figure_view.h"

namespace sescope::ui {

FigureTabs::FigureTabs(Workspace& workspace, QWidget* parent)
    : QTabWidget(parent), workspace_(workspace) {
    setDocumentMode(true);
    setAccessibleName(tr("Figures"));
    add_tab("class", true, tr("Class"));
    add_tab("instance", true, tr("Spread"));
    add_tab("class", false, tr("Paper: classes"));
    add_tab("instance", false, tr("Paper: instances"));
    connect(&workspace_, &Workspace::profile_changed, this, &FigureTabs::mark_all_stale);
    connect(&workspace_, &Workspace::selection_changed, this, &FigureTabs::mark_all_stale);
    connect(this, &QTabWidget::currentChanged, this, &FigureTabs::draw_current);
}

void FigureTabs::add_tab(const std::string& figure, bool selected_block, const QString& title) {
    auto* view = new FigureView;
    view->set_empty(tr("Run a network over images, or open a profile, to see its gates here."));
    addTab(view, title);
    tabs_.push_back({figure, selected_block, view, true});
}

FigureView* FigureTabs::current_view() const {
    return currentIndex() < 0 ? nullptr : tabs_[static_cast<std::size_t>(currentIndex())].view;
}

void FigureTabs::set_dark(bool dark) {
    for (const Tab& tab : tabs_) tab.view->set_dark(dark);
}

void FigureTabs::mark_all_stale() {
    for (Tab& tab : tabs_) tab.stale = true;
    draw_current();
}

// Only what is seen is drawn; the other tabs when they are turned to.
void FigureTabs::draw_current() {
    if (currentIndex() < 0) return;
    Tab& tab = tabs_[static_cast<std::size_t>(currentIndex())];
    if (!tab.stale) return;
    tab.stale = false;
    const ProfilePtr& profile = workspace_.profile();
    if (!profile) return;
    FigureOptions options;
    const Selection& selection = workspace_.selection();
    if (tab.selected_block && !selection.block.isEmpty())
        options.blocks = {selection.block.toStdString()};
    for (const QString& name : selection.classes) options.classes.push_back(name.toStdString());
    // The instance figure compares two.
    if (tab.figure == "instance" && options.classes.size() > 2) options.classes.resize(2);
    if (selection.classes.isEmpty()) {
        tab.view->set_empty(
            profile->images() == 0
                ? tr("The first images are on their way through the network.")
                : tr("No class is checked: check some on the right, or press \"Most different\"."));
        return;
    }
    try {
        tab.view->set_figure(find_figure(tab.figure).build(*profile, options));
    } catch (const Error& error) {
        tab.view->set_empty(QString::fromStdString(error.what()));
    }
}

}  // namespace sescope::ui

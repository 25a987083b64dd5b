// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/figure_tabs.h"

#include <algorithm>
#include <utility>

#include "core/figures/choices.h"
#include "core/figures/figure.h"
#include "ui/bars/save_path.h"
#include "ui/look/core_texts.h"
#include "ui/models/workspace.h"
#include "ui/pages/block_choice.h"
#include "ui/pages/figure_canvas.h"
#include "ui/pages/figure_command.h"
#include "ui/pages/figure_controls.h"
#include "ui/pages/figure_view.h"
#include "ui/pages/images_page.h"

namespace sescope::ui {

namespace {

FigureRequest without_zooms(FigureRequest request) {
    request.options.zooms.clear();
    return request;
}

// Whether it draws some channels of all: others where it is zoomed into.
bool samples_channels(const FigureRequest& request) {
    return request.options.channels > 0 &&
           (request.figure == "class" || request.figure == "instance");
}

}  // namespace

FigureTabs::FigureTabs(Workspace& workspace, QWidget* parent)
    : QTabWidget(parent), workspace_(workspace) {
    setDocumentMode(true);
    setAccessibleName(tr("Figures"));
    add_class_tab();
    add_paper_tab();
    add_distribution_tab();
    add_map_tab("heatmap", tr("Heatmap"));
    add_map_tab("similarity", tr("Similarity"));
    add_depth_tab();
    add_images_tab();
    connect(&workspace_, &Workspace::running_changed, this, &FigureTabs::draw_current);
    connect(&workspace_, &Workspace::profile_changed, this, &FigureTabs::draw_current);
    connect(&workspace_, &Workspace::selection_changed, this, &FigureTabs::draw_current);
    connect(this, &QTabWidget::currentChanged, this, &FigureTabs::draw_current);
}

FigureTabs::~FigureTabs() = default;

void FigureTabs::add_page(QWidget* page, FigureView* figure, const QString& title) {
    tabs_.push_back({figure, nullptr, nullptr, {}, {}});
    addTab(page, title);
}

FigureView* FigureTabs::current_view() const {
    return currentIndex() < 0 ? nullptr : tabs_[static_cast<std::size_t>(currentIndex())].view;
}

// Of a profile that is in no file yet, the name that is proposed for it.
QString FigureTabs::command_of(std::size_t tab) const {
    const Tab& shown = tabs_[tab];
    FigureRequest request = shown.shown;
    request.options.zooms = shown.view->canvas().zooms();
    const QString& path = workspace_.profile_path();
    return figure_command(
        request, path.isEmpty() ? proposed_profile_name(*shown.of) : path,
        figure_file_name(*shown.view->figure(), *shown.of) + QStringLiteral(".pdf"));
}

std::vector<FigureTabs::Wanted> FigureTabs::all_figures() {
    std::vector<Wanted> wanted;
    for (Tab& tab : tabs_) {
        if (!tab.request) {
            if (tab.view->figure()) wanted.push_back({tab.view->figure_as_seen(), {}});
        } else if (!nothing_to_show(tab)) {
            const FigureRequest request = tab.request();
            const bool there = tab.view->figure() && tab.of == workspace_.profile() &&
                               without_zooms(tab.shown) == request;
            wanted.push_back({there ? tab.view->figure_as_seen() : nullptr, request});
        }
    }
    return wanted;
}

void FigureTabs::walk_channels(int step) {
    const ProfilePtr& profile = workspace_.profile();
    const Selection& selection = workspace_.selection();
    const int block = profile ? profile->find_block(selection.block.toStdString()) : -1;
    if (block < 0) return;
    Axis order;
    order.of = Quantity::channel;
    const FigureView* view = current_view();
    for (std::size_t i = 0; view && view->figure() && i < view->figure()->panels.size(); ++i) {
        const Panel& panel = view->figure()->panels[i];
        if (panel.block == block && panel.x.of == Quantity::channel) order.ids = panel.x.ids;
    }
    const int last = profile->gates.blocks[static_cast<std::size_t>(block)].channels - 1;
    order.high = last;
    const auto at = position_of(order, Quantity::channel, selection.channel);
    const int next = at ? static_cast<int>(*at) + step : step > 0 ? 0 : last;
    workspace_.select_channel(index_at(order, Quantity::channel, std::clamp(next, 0, last)));
}

void FigureTabs::set_dark(bool dark) {
    for (const Tab& tab : tabs_) tab.view->set_dark(dark);
}

bool FigureTabs::nothing_to_show(Tab& tab) {
    const ProfilePtr& profile = workspace_.profile();
    if (!profile) {
        if (workspace_.running())
            tab.view->set_empty(tr("The first images are on their way through the network."));
        return true;
    }
    const bool no_images = profile->images() == 0;
    if (!no_images && !(tab.of_checked() && workspace_.selection().classes.isEmpty())) return false;
    tab.view->set_empty(
        !no_images
            ? tr("No class is checked: check some on the right, or press \"Most different\".")
        : workspace_.running() ? tr("The first images are on their way through the network.")
                               : tr("The profile holds no images."));
    tab.of.reset();
    return true;
}

// Only what is seen is drawn, and only what changed; the other tabs when they are turned to.
void FigureTabs::draw_current() {
    if (currentIndex() < 0) return;
    Tab& tab = tabs_[static_cast<std::size_t>(currentIndex())];
    if (!tab.request) {
        if (tab.view != &images_->view()) return;
        images_->refresh();
        if (workspace_.profile()) mark(tab);
        return;
    }
    if (nothing_to_show(tab)) return retire_job();
    const ProfilePtr& profile = workspace_.profile();
    FigureRequest request = tab.request();
    if (samples_channels(request)) request.options.zooms = tab.view->canvas().zooms();
    if (tab.of == profile && tab.shown == request && tab.view->figure() != nullptr) {
        retire_job();
        show_note(tab);  // a third class that is checked changes no figure of two
        mark(tab);
        return;
    }
    if (takes_long(*profile, request)) {
        make_in_background(request);
        return;
    }
    retire_job();
    try {
        show_in(
            tab,
            std::make_shared<const Figure>(make_figure(request.figure, *profile, request.options)),
            request, profile);
    } catch (const Error& error) {
        tab.view->set_empty(error_text(error));
    }
}

// What it makes is no longer asked for: it ends in its own time.
void FigureTabs::retire_job() {
    std::erase_if(retired_, [](const auto& job) { return job->done(); });
    if (job_ && !job_->done()) retired_.push_back(std::move(job_));
    job_.reset();
}

void FigureTabs::make_in_background(const FigureRequest& request) {
    const auto at = static_cast<std::size_t>(currentIndex());
    const ProfilePtr profile = workspace_.profile();
    const UnderWay asked{at, request, profile};
    if (job_ && under_way_ == asked) return;
    retire_job();
    under_way_ = asked;
    if (tabs_[at].view->figure() == nullptr)
        tabs_[at].view->set_empty(tr("The figure is being made."));
    job_ = std::make_unique<FigureJob>(next_id_++);
    connect(job_.get(), &FigureJob::made, this, [this](quint64 id, const FigurePtr& figure) {
        if (!job_ || job_->id() != id) return;
        show_in(tabs_[under_way_.tab], figure, under_way_.request, under_way_.profile);
    });
    connect(job_.get(), &Job::failed, this, [this](quint64 id, const Error& error) {
        if (!job_ || job_->id() != id) return;
        tabs_[under_way_.tab].view->set_empty(error_text(error));
    });
    job_->make(profile, request);
}

void FigureTabs::show_in(Tab& tab, const FigurePtr& figure, const FigureRequest& request,
                         const ProfilePtr& profile) {
    tab.shown = request;
    tab.of = profile;
    show_note(tab);
    mark(tab);
    tab.view->set_figure(figure, profile);
}

void FigureTabs::show_note(const Tab& tab) {
    tab.view->set_note(tab.note ? tab.note() : QString());
}

// A class is marked while it is pointed out, and a block where several are shown.
void FigureTabs::mark(Tab& tab) {
    const Selection& selection = workspace_.selection();
    const ProfilePtr& profile = workspace_.profile();
    Marks marks;
    marks.channel = selection.channel;
    if (!selection.marked_class.isEmpty()) {
        marks.cls = profile->find_class(selection.marked_class.toStdString());
    }
    marks.block = profile->find_block(selection.block.toStdString());
    tab.view->set_marks(marks);
}

void FigureTabs::pick(const Marks& what) {
    const ProfilePtr& profile = workspace_.profile();
    if (!profile) return;
    const auto name_of = [](const auto& items, int index, const auto& name) {
        return index >= 0 && index < std::ssize(items)
                   ? QString::fromStdString(items[static_cast<std::size_t>(index)].*name)
                   : QString();
    };
    const Selection before = workspace_.selection();
    workspace_.pick(name_of(profile->gates.blocks, what.block, &BlockTally::block), what.channel,
                    name_of(profile->classes, what.cls, &DatasetClass::name));
    last_pick_changed_ = before != workspace_.selection();
}

void FigureTabs::take_pick_back() {
    if (std::exchange(last_pick_changed_, false)) workspace_.take_back();
}

}  // namespace sescope::ui

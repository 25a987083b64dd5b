// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/figure_tabs.h"

#include <algorithm>

#include "core/figures/figure.h"
#include "ui/look/core_texts.h"
#include "ui/models/workspace.h"
#include "ui/pages/figure_controls.h"
#include "ui/pages/figure_view.h"
#include "ui/pages/images_page.h"

namespace sescope::ui {

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

FigureOptions FigureTabs::selected(bool block, bool classes) const {
    const Selection& selection = workspace_.selection();
    FigureOptions options;
    if (block && !selection.block.isEmpty()) options.blocks = {selection.block.toStdString()};
    if (classes) {
        for (const QString& name : selection.classes) options.classes.push_back(name.toStdString());
    }
    return options;
}

FigureView& FigureTabs::add_tab(const QString& title, std::function<FigureRequest()> request) {
    auto* view = new FigureView;
    view->set_empty(tr("Run a network over images, or open a profile, to see its gates here."));
    addTab(view, title);
    tabs_.push_back({view, std::move(request), [] { return true; }, {}, {}});
    connect(view, &FigureView::read_out, this, &FigureTabs::read_out);
    connect(view, &FigureView::picked, this, &FigureTabs::pick);
    connect(&view->controls(), &FigureControls::changed, this, &FigureTabs::draw_current);
    return *view;
}

void FigureTabs::add_class_tab() {
    const std::size_t tab = tabs_.size();
    FigureControls& controls = add_tab(tr("Class"), [this, tab] {
                                   const FigureControls& chosen = tabs_[tab].view->controls();
                                   FigureRequest request{"class", selected(true, true)};
                                   request.options.channels = chosen.chosen(0) == 0 ? 50 : 0;
                                   request.options.order =
                                       static_cast<ChannelOrder>(chosen.chosen(1));
                                   request.options.band = chosen.chosen(2) == 1;
                                   return request;
                               }).controls();
    controls.add_choice(tr("Channels"), {tr("50 sampled"), tr("All")},
                        tr("Fifty channels spread evenly over the block, as in the paper (Hu et "
                           "al., 5.3), or every one"));
    controls.add_choice(tr("Sort by"), {tr("Channel"), tr("Mean"), tr("Class spread")},
                        tr("Order along the axis: as in the network, by the mean gate over all "
                           "images, or by the spread between the means of classes"));
    controls.add_choice(tr("Band"), {tr("None"), tr("Mean ± std")},
                        tr("One standard deviation over the images of a class around its mean"));
    // In the order of the network a block's curves are one tangle; the Paper page keeps that order.
    controls.choose(1, static_cast<int>(ChannelOrder::mean));
}

void FigureTabs::add_paper_tab() {
    const std::size_t tab = tabs_.size();
    FigureControls& controls =
        add_tab(tr("Paper"), [this, tab] {
            const bool classes = tabs_[tab].view->controls().chosen(0) == 0;
            FigureRequest request{classes ? "class" : "instance", selected(false, true)};
            // The instance figure compares two.
            auto& names = request.options.classes;
            if (!classes && names.size() > 2) names.resize(2);
            return request;
        }).controls();
    controls.add_choice(tr("Form"), {tr("Classes"), tr("Single images")},
                        tr("The paper's figure 6, mean gates of classes, or its figure 7, the "
                           "spread over the images of two classes"));
}

void FigureTabs::add_distribution_tab() {
    const std::size_t tab = tabs_.size();
    FigureControls& controls =
        add_tab(tr("Distribution"), [this, tab] {
            const bool block = tabs_[tab].view->controls().chosen(0) == 0;
            return FigureRequest{block ? "distribution" : "ridges", selected(block, true)};
        }).controls();
    controls.add_choice(tr("Show"), {tr("This block"), tr("All blocks")},
                        tr("Histogram and quantiles of the selected block, or a ridge for each "
                           "block"));
}

void FigureTabs::add_map_tab(const std::string& figure, const QString& title) {
    const std::size_t tab = tabs_.size();
    FigureControls& controls =
        add_tab(title, [this, tab, figure] {
            const FigureControls& chosen = tabs_[tab].view->controls();
            FigureRequest request{figure, selected(true, chosen.chosen(1) == 1)};
            request.options.clustered = chosen.chosen(0) == 0;
            request.options.colours = static_cast<ColourMap>(chosen.chosen(2));
            return request;
        }).controls();
    tabs_[tab].of_checked = [this, tab] { return tabs_[tab].view->controls().chosen(1) == 1; };
    controls.add_choice(tr("Order"), {tr("Clustered"), tr("Natural")},
                        tr("Similar rows and columns side by side (average linkage), or in the "
                           "order of the network and the data"));
    controls.add_choice(tr("Classes"), {tr("All"), tr("Checked")},
                        tr("Every class that has images, or those checked on the right"));
    controls.add_choice(tr("Colours"), {tr("Viridis"), tr("Cividis")},
                        tr("Both are evenly perceived and safe for any colour vision"));
}

void FigureTabs::add_depth_tab() {
    add_tab(tr("Depth"), [] { return FigureRequest{"depth", {}}; });
    tabs_.back().of_checked = [] { return false; };
}

// Its figure is of the image that is chosen there, and made there.
void FigureTabs::add_images_tab() {
    images_ = new ImagesPage(workspace_);
    addTab(images_, tr("Images"));
    FigureView& view = images_->view();
    tabs_.push_back({&view, nullptr, nullptr, {}, {}});
    connect(&view, &FigureView::read_out, this, &FigureTabs::read_out);
    connect(&view, &FigureView::picked, this, &FigureTabs::pick);
    connect(images_, &ImagesPage::failed, &workspace_, &Workspace::failed);
}

void FigureTabs::add_page(QWidget* page, FigureView* figure, const QString& title) {
    tabs_.push_back({figure, nullptr, nullptr, {}, {}});
    addTab(page, title);
}

FigureView* FigureTabs::current_view() const {
    return currentIndex() < 0 ? nullptr : tabs_[static_cast<std::size_t>(currentIndex())].view;
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
    const FigureRequest request = tab.request();
    if (tab.of == profile && tab.shown == request && tab.view->figure() != nullptr) {
        retire_job();
        mark(tab);
        return;
    }
    if (takes_long(*profile, request)) {
        make_in_background(request);
        return;
    }
    retire_job();
    try {
        show_in(tab, coloured(find_figure(request.figure).build(*profile, request.options)),
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
        show_in(tabs_[under_way_.tab], coloured(*figure), under_way_.request, under_way_.profile);
    });
    connect(job_.get(), &Job::failed, this, [this](quint64 id, const Error& error) {
        if (!job_ || job_->id() != id) return;
        tabs_[under_way_.tab].view->set_empty(error_text(error));
    });
    job_->make(profile, request);
}

// A class has one colour for the whole session, whichever others are shown.
FigurePtr FigureTabs::coloured(Figure figure) const {
    const auto& classes = workspace_.profile()->classes;
    for (Panel& panel : figure.panels) {
        for (Series& series : panel.series) {
            if (series.cls < 0 || series.colour < 0 || series.cls >= std::ssize(classes)) continue;
            const auto& name = classes[static_cast<std::size_t>(series.cls)].name;
            series.colour =
                workspace_.class_colours().value(QString::fromStdString(name), series.colour);
        }
    }
    return std::make_shared<const Figure>(std::move(figure));
}

void FigureTabs::show_in(Tab& tab, const FigurePtr& figure, const FigureRequest& request,
                         const ProfilePtr& profile) {
    tab.shown = request;
    tab.of = profile;
    mark(tab);
    tab.view->set_figure(figure, profile);
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
    const QString block = name_of(profile->gates.blocks, what.block, &BlockTally::block);
    // A channel is one of a block: picked in a figure of several, its block is selected with it.
    if (!block.isEmpty()) workspace_.select_block(block);
    if (what.channel >= 0) workspace_.select_channel(what.channel);
    workspace_.mark_class(name_of(profile->classes, what.cls, &DatasetClass::name));
}

}  // namespace sescope::ui

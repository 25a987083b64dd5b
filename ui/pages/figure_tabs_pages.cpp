// SPDX-License-Identifier: GPL-3.0-or-later
// The pages of figures: their choices, and what each of them asks for.
#include <algorithm>

#include "core/figures/choices.h"
#include "ui/models/workspace.h"
#include "ui/pages/block_choice.h"
#include "ui/pages/figure_canvas.h"
#include "ui/pages/figure_controls.h"
#include "ui/pages/figure_tabs.h"
#include "ui/pages/figure_view.h"
#include "ui/pages/images_page.h"

namespace sescope::ui {

FigureOptions FigureTabs::selected(bool block, bool classes) const {
    const Selection& selection = workspace_.selection();
    FigureOptions options;
    if (block && !selection.block.isEmpty()) options.blocks = {selection.block.toStdString()};
    if (classes) {
        // A class has one colour for the whole session, whichever others are shown.
        for (const QString& name : selection.classes) {
            options.classes.push_back(name.toStdString());
            options.palette.push_back(workspace_.class_colours().value(name));
        }
    }
    return options;
}

FigureView& FigureTabs::add_tab(const QString& title, std::function<FigureRequest()> request) {
    auto* view = new FigureView;
    view->set_empty(tr("Run a network over images, or open a profile, to see its gates here."));
    addTab(view, title);
    tabs_.push_back({view, std::move(request), [] { return true; }, {}, {}});
    view->set_command([this, tab = tabs_.size() - 1] { return command_of(tab); });
    connect(view, &FigureView::read_out, this, &FigureTabs::read_out);
    connect(view, &FigureView::picked, this, &FigureTabs::pick);
    connect(view, &FigureView::pick_taken_back, this, &FigureTabs::take_pick_back);
    // Between the channels that are drawn stand others, which are seen once there is room.
    connect(&view->canvas(), &FigureCanvas::zoomed, this, &FigureTabs::draw_current);
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
            for (const QString& block : paper_blocks_->chosen())
                request.options.blocks.push_back(block.toStdString());
            // The instance figure compares two.
            if (!classes && request.options.classes.size() > 2) {
                request.options.classes.resize(2);
                request.options.palette.resize(2);
            }
            return request;
        }).controls();
    tabs_[tab].note = [this, tab] {
        return tabs_[tab].view->controls().chosen(0) == 0 ? QString() : compared_classes();
    };
    controls.add_choice(tr("Form"), {tr("Classes"), tr("Single images")},
                        tr("The paper's figure 6, mean gates of classes, or its figure 7, the "
                           "spread over the images of two classes"));
    paper_blocks_ = new BlockChoice;
    controls.add_control(tr("Blocks"), paper_blocks_);
    connect(paper_blocks_, &BlockChoice::changed, this, &FigureTabs::draw_current);
    connect(&workspace_, &Workspace::profile_changed, this, [this] {
        QStringList blocks;
        for (const BlockTally& block : workspace_.profile()->gates.blocks)
            blocks.append(QString::fromStdString(block.block));
        paper_blocks_->set_blocks(blocks);
    });
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
            if (figure == "similarity")
                request.options.scale = static_cast<MapScale>(chosen.chosen(3));
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
    if (figure != "similarity") return;
    const int scale = controls.add_choice(
        tr("Scale"), {tr("-1 to 1"), tr("Of the block")},
        tr("The same in all blocks, so that they compare; or over the values of this block, so "
           "that small differences are seen"));
    const auto follow_scale = [&controls, scale] {
        controls.allow(2, controls.chosen(scale) == static_cast<int>(MapScale::block),
                       tr("From -1 to 1 colours are blue to red, white at 0"));
    };
    connect(&controls, &FigureControls::changed, this, follow_scale);
    follow_scale();
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
    connect(&view, &FigureView::pick_taken_back, this, &FigureTabs::take_pick_back);
    connect(images_, &ImagesPage::failed, &workspace_, &Workspace::failed);
}

// The instance figure compares two of the checked classes.
QString FigureTabs::compared_classes() const {
    const QStringList& checked = workspace_.selection().classes;
    const ProfilePtr& profile = workspace_.profile();
    QStringList names;
    for (const QString& name : checked.first(std::min<qsizetype>(2, checked.size()))) {
        const int cls = profile->find_class(name.toStdString());
        names.append(cls < 0 ? name : QString::fromStdString(shown_name(*profile, cls)));
    }
    if (names.size() < 2) return {};
    return checked.size() == 2
               ? tr("Compared are the two checked classes, %1 and %2.").arg(names[0], names[1])
               : tr("Compared are %1 and %2, the first two of the %L3 checked classes.")
                     .arg(names[0], names[1])
                     .arg(checked.size());
}

}  // namespace sescope::ui

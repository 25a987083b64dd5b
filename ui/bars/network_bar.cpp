// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bars/network_bar.h"

#include <QAction>

#include "core/cost/cost.h"
#include "ui/bars/commands.h"
#include "ui/bars/images_panel.h"
#include "ui/bars/network_panel.h"
#include "ui/bars/panel_button.h"
#include "ui/bars/run_panel.h"
#include "ui/look/core_texts.h"
#include "ui/models/workspace.h"

namespace sescope::ui {

QString input_size_text(const Preprocessing& images) {
    return images.is_square() ? NetworkBar::tr("%1 px").arg(images.size)
                              : NetworkBar::tr("%1 × %2 px").arg(images.size).arg(images.columns());
}

QString network_text(const NetworkRecord& model) {
    QString text = QString::fromStdString(model.architecture);
    // Without a cost for images too small for the network: the panel says so.
    if (const CostReport& cost = model.cost; !cost.layers.empty()) {
        text += NetworkBar::tr(" · %1 M · %2 GMAC")
                    .arg(static_cast<double>(cost.parameters()) / 1e6, 0, 'f', 1)
                    .arg(static_cast<double>(cost.operations()) / 1e9, 0, 'f', 2);
    }
    text += model.classes > 0 ? NetworkBar::tr(" · %L1 classes").arg(model.classes)
                              : NetworkBar::tr(" · no classifier");
    text += QStringLiteral(" · ") + input_size_text(model.preprocessing);
    if (!model.assumptions.empty())
        text += NetworkBar::tr(" (%1 assumed)").arg(model.assumptions.size());
    return text;
}

NetworkBar::NetworkBar(Workspace& workspace, const Commands& commands, QWidget* parent)
    : QToolBar(parent),
      workspace_(workspace),
      run_panel_(new RunPanel(workspace)),
      network_(new PanelButton(new NetworkPanel(workspace))),
      images_(new PanelButton(new ImagesPanel(workspace))),
      settings_(new PanelButton(run_panel_)) {
    setWindowTitle(tr("Network"));
    setObjectName(QStringLiteral("network_bar"));
    setMovable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    addWidget(network_);
    addSeparator();
    addWidget(images_);
    addSeparator();
    addWidget(settings_);
    auto* gap = new QWidget;
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(gap);
    addAction(commands.run);
    addAction(commands.stop);
    for (const auto* action : {commands.run, commands.stop}) {
        if (auto* button =
                qobject_cast<QToolButton*>(widgetForAction(const_cast<QAction*>(action)))) {
            button->setFocusPolicy(Qt::StrongFocus);
            button->setMinimumWidth(64);
        }
    }
    for (const auto signal :
         {&Workspace::network_changed, &Workspace::dataset_changed, &Workspace::profile_changed}) {
        connect(&workspace_, signal, this, &NetworkBar::show_network);
        connect(&workspace_, signal, this, &NetworkBar::show_images);
    }
    connect(run_panel_, &RunPanel::changed, this, &NetworkBar::show_settings);
    show_network();
    show_images();
    show_settings();
}

void NetworkBar::show_network() {
    const NetworkPtr& network = workspace_.network();
    const ProfilePtr& profile = workspace_.profile();
    const bool any = network || profile;
    network_->setText(any ? network_text(network ? network->record : profile->network)
                          : tr("No network yet"));
    network_->setAccessibleName(tr("Network: %1").arg(network_->text()));
    network_->setToolTip(any ? tr("What the network is, what was assumed, and how to change it")
                             : tr("Open a network, or drop one anywhere in the window"));
}

void NetworkBar::show_images() {
    const ProfilePtr& profile = workspace_.profile();
    if (const DatasetPtr& dataset = workspace_.dataset()) {
        images_->setText(tr("%L1 images in %L2 classes")
                             .arg(dataset->images.size())
                             .arg(dataset->classes.size()));
        images_->setToolTip(core_text(dataset->head_note));
    } else if (profile && !workspace_.network()) {
        images_->setText(tr("profile of %L1 images in %L2 classes")
                             .arg(profile->images())
                             .arg(profile->classes.size()));
        images_->setToolTip(QString::fromStdString(profile->origin.data_root));
    } else {
        images_->setText(tr("No images yet"));
        images_->setToolTip(tr("Open images, or drop a folder anywhere in the window"));
    }
    images_->setAccessibleName(tr("Images: %1").arg(images_->text()));
}

void NetworkBar::show_settings() {
    settings_->setText(run_panel_->summary());
    settings_->setAccessibleName(tr("How to run: %1").arg(settings_->text()));
    settings_->setToolTip(tr("Device, precision, batch, and when the run ends"));
}

}  // namespace sescope::ui

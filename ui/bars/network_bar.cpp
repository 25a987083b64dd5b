// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bars/network_bar.h"

#include <QLabel>

#include "core/cost/cost.h"
#include "ui/bars/commands.h"
#include "ui/models/workspace.h"

namespace sescope::ui {

QString network_text(const NetworkSpec& spec) {
    QString text = QString::fromStdString(spec.architecture);
    try {
        const CostReport cost = cost_of(spec, spec.preprocessing.size, CostConvention::macs);
        text += NetworkBar::tr(" · %1 M · %2 GMAC")
                    .arg(static_cast<double>(cost.parameters()) / 1e6, 0, 'f', 1)
                    .arg(static_cast<double>(cost.operations()) / 1e9, 0, 'f', 2);
    } catch (const Error&) {
        // An image too small for the network: the table of costs says so.
    }
    text += NetworkBar::tr(" · %L1 classes · %2 px")
                .arg(spec.head.classes)
                .arg(spec.preprocessing.size);
    if (!spec.assumptions.empty())
        text += NetworkBar::tr(" (%n assumed)", nullptr, static_cast<int>(spec.assumptions.size()));
    return text;
}

NetworkBar::NetworkBar(Workspace& workspace, const Commands& commands, QWidget* parent)
    : QToolBar(parent), workspace_(workspace), network_(new QLabel), images_(new QLabel) {
    setWindowTitle(tr("Network"));
    setObjectName(QStringLiteral("network_bar"));
    setMovable(false);
    for (QLabel* label : {network_, images_}) {
        label->setTextFormat(Qt::PlainText);
        label->setContentsMargins(6, 0, 12, 0);
        addWidget(label);
        addSeparator();
    }
    addAction(commands.run);
    addAction(commands.stop);
    for (const auto signal :
         {&Workspace::network_changed, &Workspace::dataset_changed, &Workspace::profile_changed}) {
        connect(&workspace_, signal, this, &NetworkBar::show_network);
        connect(&workspace_, signal, this, &NetworkBar::show_images);
    }
    show_network();
    show_images();
}

void NetworkBar::show_network() {
    const NetworkPtr& network = workspace_.network();
    const ProfilePtr& profile = workspace_.profile();
    if (!network && !profile) {
        network_->setText(tr("No network yet"));
        network_->setToolTip({});
        return;
    }
    const NetworkSpec& spec = network ? network->spec : profile->network;
    network_->setText(network_text(spec));
    QStringList assumed;
    for (const auto& item : spec.assumptions) {
        assumed.append(tr("%1: %2 (%3)")
                           .arg(QString::fromStdString(item.what),
                                QString::fromStdString(item.value),
                                QString::fromStdString(item.why)));
    }
    network_->setToolTip(assumed.join(QLatin1Char('\n')));
}

void NetworkBar::show_images() {
    const ProfilePtr& profile = workspace_.profile();
    if (const DatasetPtr& dataset = workspace_.dataset()) {
        images_->setText(tr("%L1 images in %L2 classes")
                             .arg(dataset->images.size())
                             .arg(dataset->classes.size()));
        images_->setToolTip(QString::fromStdString(dataset->head_note));
    } else if (profile && !workspace_.network()) {
        images_->setText(tr("profile of %L1 images in %L2 classes")
                             .arg(profile->images())
                             .arg(profile->classes.size()));
        images_->setToolTip(QString::fromStdString(profile->origin.data_root));
    } else {
        images_->setText(tr("No images yet"));
        images_->setToolTip({});
    }
}

}  // namespace sescope::ui

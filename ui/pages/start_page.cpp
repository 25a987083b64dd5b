// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/start_page.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace sescope::ui {

StartPage::StartPage(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setAlignment(Qt::AlignCenter);
    layout->setSpacing(10);
    auto* title = new QLabel(tr("What does each squeeze-and-excitation block do?"));
    QFont font = title->font();
    font.setPointSizeF(font.pointSizeF() * 1.5);
    title->setFont(font);
    auto* text = new QLabel(
        tr("Open a trained network and a folder of images with a folder for each class.\n"
           "Or drop them anywhere in this window."));
    text->setAlignment(Qt::AlignCenter);
    layout->addWidget(title, 0, Qt::AlignCenter);
    layout->addWidget(text, 0, Qt::AlignCenter);
    layout->addSpacing(8);
    const auto add = [&](const QString& label, const QString& tip, void (StartPage::*asked)()) {
        auto* button = new QPushButton(label);
        button->setToolTip(tip);
        button->setMinimumWidth(260);
        connect(button, &QPushButton::clicked, this, asked);
        layout->addWidget(button, 0, Qt::AlignCenter);
        return button;
    };
    add(tr("Try the demo"), tr("A network and images that come with SE Scope; runs at once"),
        &StartPage::demo_asked)
        ->setDefault(true);
    add(tr("Open network..."),
        tr("safetensors, .pth, .pt, TorchScript, or a folder of a model hub"),
        &StartPage::open_network_asked);
    add(tr("Open images..."), tr("A folder with a folder of images for each class"),
        &StartPage::open_images_asked);
    add(tr("Open profile..."), tr("The result of an earlier run"), &StartPage::open_profile_asked);
}

void StartPage::offer_partial() {
    auto* button = new QPushButton(tr("Open what an interrupted run had"));
    button->setToolTip(tr("SE Scope ended during a run; its partial profile is still there"));
    button->setMinimumWidth(260);
    connect(button, &QPushButton::clicked, this, &StartPage::partial_asked);
    layout()->addWidget(button);
    layout()->setAlignment(button, Qt::AlignCenter);
}

}  // namespace sescope::ui

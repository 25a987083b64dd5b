// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/start_page.h"

#include <QAction>
#include <QFileInfo>
#include <QGridLayout>
#include <QIcon>
#include <QLabel>
#include <QPixmap>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/base/resources.h"
#include "ui/bars/commands.h"
#include "ui/models/workspace.h"

namespace sescope::ui {
namespace {

constexpr int kButtonWidth = 280;
constexpr QSize kCard(200, 125);
constexpr int kCards = 4;

QPixmap logo() {
    try {
        return QIcon(QString::fromStdString(resource_path("icons/sescope.svg").string()))
            .pixmap(72, 72);
    } catch (const Error&) {
        return {};  // an installation without pictures still works
    }
}

QString last_part(const QString& path) {
    return QFileInfo(path).fileName();
}

QLabel* title_label(const QString& text, double size) {
    auto* label = new QLabel(text);
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * size);
    label->setFont(font);
    label->setAlignment(Qt::AlignCenter);
    return label;
}

}  // namespace

StartPage::StartPage(Workspace& workspace, const Commands& commands, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      column_(new QVBoxLayout),
      buttons_(new QVBoxLayout),
      cards_(new QHBoxLayout),
      recent_(new QWidget),
      next_(new QLabel) {
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    // What does not fit a low window is scrolled to.
    auto* content = new QWidget;
    content->setLayout(column_);
    auto* scroll = new QScrollArea;
    scroll->setObjectName(QStringLiteral("start_scroll"));
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(content);
    for (QWidget* under : {static_cast<QWidget*>(content), scroll->viewport()})
        under->setAutoFillBackground(false);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll);
    column_->setSpacing(10);
    column_->addStretch(2);
    auto* picture = new QLabel;
    picture->setPixmap(logo());
    picture->setAlignment(Qt::AlignCenter);
    column_->addWidget(picture);
    column_->addWidget(title_label(tr("What does each squeeze-and-excitation block do?"), 1.6));
    next_->setAlignment(Qt::AlignCenter);
    next_->setWordWrap(true);
    column_->addWidget(next_);
    column_->addSpacing(6);
    column_->addLayout(buttons_);
    add_button(commands.demo, tr("A network and images that come with SE Scope; runs at once"))
        ->setDefault(true);
    add_button(
        commands.open_network,
        tr("ONNX, torch.export (.pt2), safetensors, .pth, .pt, TorchScript; folders of a model "
           "hub can be dropped"));
    add_button(commands.open_images, tr("A folder with a folder of images for each class"));
    add_button(commands.open_profile, tr("The result of an earlier run"));
    add_button(commands.run, {});
    show_network_ = new QPushButton(tr("Show the network"));
    show_network_->setObjectName(QStringLiteral("show_network"));
    show_network_->setToolTip(tr("Where its gates stand, stage by stage"));
    show_network_->setFixedWidth(kButtonWidth);
    show_network_->setMinimumHeight(show_network_->sizeHint().height() + 4);
    connect(show_network_, &QPushButton::clicked, this, &StartPage::network_asked);
    buttons_->addWidget(show_network_, 0, Qt::AlignCenter);
    column_->addStretch(1);
    auto* recent = new QVBoxLayout(recent_);
    recent->addWidget(title_label(tr("Recent"), 1.0));
    recent->addLayout(cards_);
    column_->addWidget(recent_);
    column_->addStretch(1);
    for (const auto signal : {&Workspace::network_changed, &Workspace::dataset_changed})
        connect(&workspace_, signal, this, &StartPage::show_next_step);
    show_next_step();
    show_recent();
}

QPushButton* StartPage::add_button(QAction* action, const QString& tip) {
    auto* button = new QPushButton(Commands::plain(action->text()));
    button->setFixedWidth(kButtonWidth);
    button->setMinimumHeight(button->sizeHint().height() + 4);
    button->setToolTip(tip.isEmpty() ? action->toolTip() : tip);
    button->setEnabled(action->isEnabled());
    button->setVisible(action->isEnabled());
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    connect(action, &QAction::enabledChanged, button, &QWidget::setEnabled);
    connect(action, &QAction::enabledChanged, button, &QWidget::setVisible);
    buttons_->addWidget(button, 0, Qt::AlignCenter);
    return button;
}

void StartPage::offer_partial() {
    auto* button = new QPushButton(tr("Open what an interrupted run had"));
    button->setToolTip(tr("SE Scope ended during a run; its partial profile is still there"));
    button->setFixedWidth(kButtonWidth);
    button->setMinimumHeight(button->sizeHint().height() + 4);
    connect(button, &QPushButton::clicked, this, &StartPage::partial_asked);
    buttons_->addWidget(button, 0, Qt::AlignCenter);
}

void StartPage::show_next_step() {
    const bool network = workspace_.network() != nullptr;
    const bool images = workspace_.dataset() != nullptr;
    show_network_->setVisible(network);
    next_->setText(network && images ? tr("Network and images are open: press Run.")
                   : network
                       ? tr("The network is open. Now open images: a folder with a folder for "
                            "each class.")
                   : images ? tr("The images are open. Now open a network.")
                            : tr("Open a trained network and a folder of images with a folder for "
                                 "each class, or drop them anywhere in this window."));
}

void StartPage::show_recent() {
    while (QLayoutItem* item = cards_->takeAt(0)) {
        if (item->widget() != nullptr) item->widget()->deleteLater();
        delete item;
    }
    const auto pairs = recent_sessions();
    cards_->addStretch(1);
    for (const RecentSession& pair : pairs.mid(0, kCards)) cards_->addWidget(card(pair));
    cards_->addStretch(1);
    recent_->setVisible(!pairs.isEmpty());
}

QWidget* StartPage::card(const RecentSession& pair) {
    auto* button = new QToolButton;
    const QString second = last_part(pair.images.isEmpty() ? pair.profile : pair.images);
    button->setText(button->fontMetrics().elidedText(pair.title, Qt::ElideMiddle, kCard.width()) +
                    QLatin1Char('\n') +
                    button->fontMetrics().elidedText(second, Qt::ElideMiddle, kCard.width()));
    button->setAccessibleName(tr("Open %1 with %2").arg(pair.title, second));
    button->setToolTip(QStringList{pair.network, pair.images, pair.profile}
                           .filter(QRegularExpression(QStringLiteral(".")))
                           .join(QLatin1Char('\n')));
    button->setIcon(QIcon(pair.picture));
    button->setIconSize(kCard);
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    connect(button, &QToolButton::clicked, this, [this, pair] { emit pair_asked(pair); });
    return button;
}

}  // namespace sescope::ui

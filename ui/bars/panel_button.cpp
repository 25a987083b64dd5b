// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bars/panel_button.h"

#include <QFrame>
#include <QGuiApplication>
#include <QScreen>
#include <QStyleOptionToolButton>
#include <QStylePainter>
#include <QVBoxLayout>
#include <algorithm>

namespace sescope::ui {
namespace {

constexpr int kArrow = 14;
constexpr int kNarrowest = 90;

}  // namespace

PanelButton::PanelButton(QWidget* panel, QWidget* parent)
    : QToolButton(parent), frame_(new QFrame(this, Qt::Popup)), panel_(panel) {
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    setAutoRaise(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    frame_->setFrameShape(QFrame::StyledPanel);
    auto* layout = new QVBoxLayout(frame_);
    layout->setContentsMargins(12, 10, 12, 12);
    layout->addWidget(panel);
    connect(this, &QToolButton::clicked, this, &PanelButton::open_panel);
}

void PanelButton::open_panel() {
    frame_->adjustSize();
    QPoint corner = mapToGlobal(QPoint(0, height()));
    if (const QScreen* where = screen()) {
        const QRect room = where->availableGeometry();
        corner.setX(std::clamp(corner.x(), room.left(),
                               std::max(room.left(), room.right() - frame_->width())));
    }
    frame_->move(corner);
    frame_->show();
    panel_->setFocus(Qt::PopupFocusReason);
}

QSize PanelButton::sizeHint() const {
    return QToolButton::sizeHint() + QSize(kArrow, 4);
}

QSize PanelButton::minimumSizeHint() const {
    const QSize size = sizeHint();
    return {std::min(size.width(), kNarrowest), size.height()};
}

void PanelButton::paintEvent(QPaintEvent*) {
    QStylePainter painter(this);
    QStyleOptionToolButton option;
    initStyleOption(&option);
    const QString text = std::exchange(option.text, QString());
    painter.drawComplexControl(QStyle::CC_ToolButton, option);
    const QRect inside = rect().adjusted(6, 0, -kArrow - 4, 0);
    painter.drawItemText(inside, Qt::AlignLeft | Qt::AlignVCenter, palette(), isEnabled(),
                         fontMetrics().elidedText(text, Qt::ElideMiddle, inside.width()),
                         QPalette::ButtonText);
    option.rect = QRect(rect().right() - kArrow - 1, 0, kArrow, height()).adjusted(2, 0, -2, 0);
    painter.drawPrimitive(QStyle::PE_IndicatorArrowDown, option);
}

}  // namespace sescope::ui

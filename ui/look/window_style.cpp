// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/window_style.h"

#include <QPainter>
#include <QStyleOption>

namespace sescope::ui {

WindowStyle::WindowStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

void WindowStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option,
                                QPainter* painter, const QWidget* widget) const {
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    const bool edged = element == PE_IndicatorCheckBox ||
                       element == PE_IndicatorItemViewItemCheck || element == PE_FrameLineEdit;
    if (!edged || option->state.testFlag(State_HasFocus)) return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(option->palette.color(QPalette::PlaceholderText));
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
    painter->restore();
}

}  // namespace sescope::ui

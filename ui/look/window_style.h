// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

namespace sescope::ui {

/// Fusion, whose outlines of fields and check boxes vanish on dark ground: they get an edge of at
/// least 3 : 1 (WCAG 2.1, 1.4.11).
class WindowStyle : public QProxyStyle {
    Q_OBJECT

  public:
    WindowStyle();
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
};

}  // namespace sescope::ui

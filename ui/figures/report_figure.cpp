// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/report_figure.h"

#include <QPainter>
#include <QSvgRenderer>
#include <QTextDocument>

namespace sescope {

QSizeF ReportFigure::intrinsicSize(QTextDocument* document, int, const QTextFormat& format) {
    const QSvgRenderer svg(format.property(kSvg).toByteArray());
    const QSizeF size = svg.viewBoxF().size();
    const double width = document->pageSize().width();
    if (size.isEmpty()) return {width, 0};
    const double height = width * size.height() / size.width();
    // A figure must fit on a page, with its caption.
    const double tallest = 0.85 * document->pageSize().height();
    return height <= tallest ? QSizeF(width, height) : QSizeF(width * tallest / height, tallest);
}

void ReportFigure::drawObject(QPainter* painter, const QRectF& place, QTextDocument*, int,
                              const QTextFormat& format) {
    QSvgRenderer svg(format.property(kSvg).toByteArray());
    svg.render(painter, place);
}

}  // namespace sescope

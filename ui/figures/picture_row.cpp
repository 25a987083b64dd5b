// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/picture_row.h"

#include <algorithm>

#include "ui/figures/shown_text.h"

namespace sescope {

PictureRow::PictureRow(QCustomPlot* plot, const std::vector<Picture>& pictures,
                       const PlotStyle& style, double width)
    : QCPLayoutElement(plot),
      font_(style.small_font()),
      text_(style.theme.text),
      gap_(style.whole_units(6)) {
    for (const Picture& picture : pictures) {
        const QImage image(picture.rgb.data(), picture.width, picture.height, 3 * picture.width,
                           QImage::Format_RGB888);
        pictures_.push_back({image.copy(), shown(picture.caption)});
    }
    constexpr double kLargest = 96;  // points
    const int count = std::max(1, static_cast<int>(pictures.size()));
    const int room = static_cast<int>(width) / count - gap_;
    side_ = std::max(1, std::min(style.whole_units(kLargest), room));
    const int height = side_ + static_cast<int>(QFontMetricsF(font_).height() * 1.5);
    setMinimumSize(1, height);
    setMaximumSize(QWIDGETSIZE_MAX, height);
}

void PictureRow::draw(QCPPainter* painter) {
    painter->save();
    painter->setRenderHint(QPainter::SmoothPixmapTransform);
    painter->setFont(font_);
    painter->setPen(text_);
    const QFontMetricsF metrics(font_);
    int left = rect().left();
    for (const Shown& shown : pictures_) {
        const QSize size = shown.image.size().scaled(side_, side_, Qt::KeepAspectRatio);
        painter->drawImage(QRect(QPoint(left, rect().top()), size), shown.image);
        const QRectF below(left, rect().top() + side_, side_ + gap_ / 2.0, metrics.height() * 1.4);
        painter->drawText(below, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                          metrics.elidedText(shown.caption, Qt::ElideRight, below.width()));
        left += side_ + gap_;
    }
    painter->restore();
}

}  // namespace sescope

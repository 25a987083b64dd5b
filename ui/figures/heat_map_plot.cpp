// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/heat_map_plot.h"

#include <algorithm>
#include <cmath>

#include "ui/figures/colour_maps.h"

namespace sescope {
namespace {

QImage image_of(const HeatMap& map, const ColourScale& scale, QRgb nothing) {
    const auto table = colour_table(scale.colours);
    const float steps = 255.0F / float(std::max(scale.high - scale.low, 1e-12));
    QImage image(std::max(map.columns, 1), std::max(map.rows, 1), QImage::Format_RGB32);
    image.fill(nothing);
    for (int r = 0; r < map.rows; ++r) {
        auto* const line = reinterpret_cast<QRgb*>(image.scanLine(r));
        for (int c = 0; c < map.columns; ++c) {
            const float value = map.at(r, c);
            if (!std::isfinite(value)) continue;
            const float step = (value - float(scale.low)) * steps + 0.5F;
            line[c] = table[std::size_t(std::clamp(step, 0.0F, 255.0F))];
        }
    }
    return image;
}

// Half as many columns or rows, each the mean of two.
QImage halved(const QImage& image, bool columns) {
    const int width = columns ? (image.width() + 1) / 2 : image.width();
    const int height = columns ? image.height() : (image.height() + 1) / 2;
    QImage half(width, height, QImage::Format_RGB32);
    for (int y = 0; y < height; ++y) {
        const int top = columns ? y : 2 * y;
        const int bottom = columns ? y : std::min(2 * y + 1, image.height() - 1);
        const auto* const a = reinterpret_cast<const QRgb*>(image.constScanLine(top));
        const auto* const b = reinterpret_cast<const QRgb*>(image.constScanLine(bottom));
        auto* const to = reinterpret_cast<QRgb*>(half.scanLine(y));
        for (int x = 0; x < width; ++x) {
            const int left = columns ? 2 * x : x;
            const int right = columns ? std::min(2 * x + 1, image.width() - 1) : x;
            const QRgb p = a[left];
            const QRgb q = b[right];
            to[x] = qRgb((qRed(p) + qRed(q)) / 2, (qGreen(p) + qGreen(q)) / 2,
                         (qBlue(p) + qBlue(q)) / 2);
        }
    }
    return half;
}

bool on_pixels(const QPainter& painter) {
    return painter.paintEngine()->type() == QPaintEngine::Raster;
}

}  // namespace

HeatMapPlot::HeatMapPlot(QCPAxis* columns, QCPAxis* rows, const HeatMap& map,
                         const ColourScale& scale, const QColor& nothing)
    : QCPAbstractPlottable(columns, rows), rows_(map.rows), columns_(map.columns) {
    levels_.push_back(image_of(map, scale, nothing.rgb()));
    setSelectable(QCP::stNone);
    // A figure in a file is drawn once, at any zoom: levels for the whole map are enough.
    constexpr int kSmallest = 256;
    while (levels_.back().width() > kSmallest) levels_.push_back(halved(levels_.back(), true));
    const std::size_t wide = levels_.size();
    for (std::size_t i = 0; i < wide; ++i) {
        QImage image = levels_[i];
        while (image.height() > kSmallest) {
            image = halved(image, false);
            levels_.push_back(image);
        }
    }
}

double HeatMapPlot::selectTest(const QPointF&, bool, QVariant*) const {
    return -1;
}

QCPRange HeatMapPlot::getKeyRange(bool& found, QCP::SignDomain) const {
    found = true;
    return {-0.5, columns_ - 0.5};
}

QCPRange HeatMapPlot::getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const {
    found = true;
    return {-0.5, rows_ - 0.5};
}

// The smallest image that still has a pixel for each pixel of the place.
const QImage& HeatMapPlot::level_for(double columns_per_pixel, double rows_per_pixel) const {
    const QImage* best = &levels_.front();
    const double widest = columns_ / std::max(columns_per_pixel, 1.0);
    const double highest = rows_ / std::max(rows_per_pixel, 1.0);
    for (const QImage& level : levels_) {
        const bool fine = level.width() >= std::min<double>(widest, columns_) &&
                          level.height() >= std::min<double>(highest, rows_);
        if (fine && level.width() * level.height() < best->width() * best->height()) best = &level;
    }
    return *best;
}

void HeatMapPlot::draw(QCPPainter* painter) {
    if (rows_ == 0 || columns_ == 0) return;
    const QPointF first = coordsToPixels(-0.5, -0.5);
    const QPointF last = coordsToPixels(columns_ - 0.5, rows_ - 0.5);
    const double column = (last.x() - first.x()) / columns_;
    const double row = (last.y() - first.y()) / rows_;
    if (column <= 0 || row == 0) return;
    const double zoom = painter->transform().m11();
    const QImage& image = level_for(1 / (column * zoom), std::abs(1 / (row * zoom)));
    // What can be seen of it, in cells; whole cells, so that their edges stay where they are.
    const QRectF clip = clipRect();
    const auto cell = [](double at, int cells) { return std::clamp(at, 0.0, double(cells)); };
    const double left = std::floor(cell((clip.left() - first.x()) / column, columns_));
    const double right = std::ceil(cell((clip.right() + 1 - first.x()) / column, columns_));
    const double edges[2] = {(clip.top() - first.y()) / row, (clip.bottom() + 1 - first.y()) / row};
    const double top = std::floor(cell(std::min(edges[0], edges[1]), rows_));
    const double bottom = std::ceil(cell(std::max(edges[0], edges[1]), rows_));
    if (right <= left || bottom <= top) return;
    const double x_scale = double(image.width()) / columns_;
    const double y_scale = double(image.height()) / rows_;
    QImage source = image;
    QRectF part(left * x_scale, top * y_scale, (right - left) * x_scale, (bottom - top) * y_scale);
    QRectF target(QPointF(first.x() + left * column, first.y() + top * row),
                  QPointF(first.x() + right * column, first.y() + bottom * row));
    if (row < 0) {
        source = image.mirrored();
        part.moveTop(image.height() - part.bottom());
        target = target.normalized();
    }
    if (!on_pixels(*painter)) {
        // Viewers of PDF and SVG smooth what they enlarge: leave them little to enlarge.
        source = source.copy(part.toAlignedRect());
        const int times = std::max(1, 1600 / std::max(source.width(), source.height()));
        source = source.scaled(source.size() * times);
        part = QRectF(QPointF(0, 0), QSizeF(source.size()));
    }
    painter->save();
    painter->setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->drawImage(target, source, part);
    painter->restore();
}

ColourBar::ColourBar(QCustomPlot* plot, const ColourScale& scale) : QCPColorScale(plot) {
    QCPColorGradient gradient;
    const auto table = colour_table(scale.colours);
    QMap<double, QColor> stops;
    for (std::size_t i = 0; i < table.size(); i += 5) stops[double(i) / 255] = QColor(table[i]);
    gradient.setColorStops(stops);
    gradient.setLevelCount(256);
    setGradient(gradient);
    setDataRange({scale.low, scale.high});
    setRangeDrag(false);
    setRangeZoom(false);
}

}  // namespace sescope

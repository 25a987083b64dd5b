// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/curve_bundle.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "ui/figures/hairlines.h"

namespace sescope {
namespace {

bool on_pixels(const QPainter& painter) {
    return painter.paintEngine()->type() == QPaintEngine::Raster;
}

template <class Values>
void widen(QCPRange& range, bool& found, const Values& values) {
    for (const float value : values) {
        if (!std::isfinite(value)) continue;
        range = found ? QCPRange(std::min<double>(range.lower, value),
                                 std::max<double>(range.upper, value))
                      : QCPRange(value, value);
        found = true;
    }
}

}  // namespace

CurveBundle::CurveBundle(QCPAxis* x, QCPAxis* y) : QCPAbstractPlottable(x, y) {
    setSelectable(QCP::stNone);
}

void CurveBundle::add(const Series& series, const QColor& colour) {
    Curve curve{nullptr, {series.y.begin(), series.y.end()}, colour};
    curve.y.resize(series.x.size(), std::numeric_limits<float>::quiet_NaN());
    const bool same = !curves_.empty() &&
                      std::equal(series.x.begin(), series.x.end(), curves_.back().x->begin(),
                                 curves_.back().x->end(),
                                 [](double a, float b) { return static_cast<float>(a) == b; });
    curve.x =
        same ? curves_.back().x : std::make_shared<const Values>(series.x.begin(), series.x.end());
    curves_.push_back(std::move(curve));
}

double CurveBundle::selectTest(const QPointF&, bool, QVariant*) const {
    return -1;
}

QCPRange CurveBundle::getKeyRange(bool& found, QCP::SignDomain) const {
    found = false;
    QCPRange range;
    for (const Curve& curve : curves_) widen(range, found, *curve.x);
    return range;
}

QCPRange CurveBundle::getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const {
    found = false;
    QCPRange range;
    for (const Curve& curve : curves_) widen(range, found, curve.y);
    return range;
}

void CurveBundle::draw(QCPPainter* painter) {
    if (curves_.empty()) return;
    if (!on_pixels(*painter)) return draw_lines(*painter);
    const QRect place = clipRect();
    const double zoom = painter->deviceTransform().m11();
    Hairlines image(QSize(static_cast<int>(std::lround(place.width() * zoom)),
                          static_cast<int>(std::lround(place.height() * zoom))));
    // Axes are linear: two places tell them all.
    const QPointF origin = coordsToPixels(0, 0);
    const QPointF unit = coordsToPixels(1, 1) - origin;
    const Hairlines::Scale x{unit.x() * zoom, (origin.x() - place.left()) * zoom};
    const Hairlines::Scale y{unit.y() * zoom, (origin.y() - place.top()) * zoom};
    std::shared_ptr<const Values> placed;
    std::optional<Hairlines::Places> places;
    for (auto curve = curves_.rbegin(); curve != curves_.rend() && !image.full(); ++curve) {
        if (curve->x != placed) places.emplace(*curve->x, x, image.width());
        placed = curve->x;
        image.add_below(*places, curve->y, y, curve->colour.rgb());
    }
    painter->save();
    painter->setRenderHint(QPainter::SmoothPixmapTransform, false);
    // As few as these can be told apart by their colours, for which one pixel is thin.
    constexpr std::size_t kBroad = 64;
    if (curves_.size() <= kBroad) {
        for (const QPointF by : {QPointF(1, 1), QPointF(0, 1), QPointF(1, 0)})
            painter->drawImage(QRectF(place).translated(by / zoom), image.image());
    }
    painter->drawImage(QRectF(place), image.image());
    painter->restore();
}

void CurveBundle::draw_lines(QCPPainter& painter) const {
    for (const Curve& curve : curves_) {
        painter.setPen(QPen(curve.colour, 0));
        QPolygonF line;
        const auto end_line = [&] {
            if (line.size() > 1) painter.drawPolyline(line);
            line.clear();
        };
        for (std::size_t i = 0; i < curve.y.size(); ++i) {
            const float x = (*curve.x)[i];
            if (std::isfinite(x) && std::isfinite(curve.y[i])) {
                line.append(coordsToPixels(x, curve.y[i]));
            } else {
                end_line();
            }
        }
        end_line();
    }
}

}  // namespace sescope

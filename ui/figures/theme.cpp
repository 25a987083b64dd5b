// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/theme.h"

#include <qcustomplot.h>

#include <QFontDatabase>
#include <algorithm>
#include <cmath>

namespace sescope {
namespace {

constexpr double kCurvePoints = 0.7;
constexpr double kNeutralPoints = 2.2;
constexpr std::size_t kManyPoints = 200;
constexpr double kFineWidth = 0.45;
constexpr double kMarkerPoints = 2.0;
constexpr double kSmallText = 0.875;
constexpr double kBandOpacity = 0.2;
constexpr int kHues = 8;

// Plain sans-serif faces in the order in which they suit a paper; one of them is on every Debian.
QString family() {
    static const QString chosen = [] {
        const QStringList present = QFontDatabase::families();
        for (const char* name :
             {"Liberation Sans", "Arial", "Helvetica Neue", "Noto Sans", "DejaVu Sans"}) {
            if (present.contains(QLatin1String(name))) return QString(QLatin1String(name));
        }
        return QFontDatabase::systemFont(QFontDatabase::GeneralFont).family();
    }();
    return chosen;
}

QVector<qreal> dashes(int repetition) {
    switch (repetition % 4) {
        case 1:
            return {4, 2};
        case 2:
            return {1, 2};
        case 3:
            return {5, 2, 1, 2};
        default:
            return {};
    }
}

}  // namespace

const Theme& light_theme() {
    static const Theme theme{
        .background = QColor("#FFFFFF"),
        .text = QColor("#1A1A1A"),
        .muted = QColor("#595959"),
        .axis = QColor("#4D4D4D"),
        .guide = QColor("#B8B8B8"),
        .neutral = QColor("#8C8C8C"),
        .mark = QColor("#1A1A1A"),
        .curves = {QColor("#0072B2"), QColor("#D55E00"), QColor("#009E73"), QColor("#CC79A7"),
                   QColor("#E69F00"), QColor("#56B4E9"), QColor("#000000"), QColor("#948A00")}};
    return theme;
}

const Theme& dark_theme() {
    static const Theme theme{
        .background = QColor("#1B1D21"),
        .text = QColor("#ECECEC"),
        .muted = QColor("#A9ADB3"),
        .axis = QColor("#9A9EA4"),
        .guide = QColor("#55595F"),
        .neutral = QColor("#8E9298"),
        .mark = QColor("#FFFFFF"),
        // Black becomes white, and the dark blue comes late.
        .curves = {QColor("#56B4E9"), QColor("#E69F00"), QColor("#009E73"), QColor("#CC79A7"),
                   QColor("#F0E442"), QColor("#D55E00"), QColor("#FFFFFF"), QColor("#0072B2")}};
    return theme;
}

int PlotStyle::whole_units(double points) const {
    return std::max(1, int(std::lround(units(points))));
}

QFont PlotStyle::font(double relative_size) const {
    QFont font(family());
    // In units of the place, not in points: points depend on what Qt believes of the screen.
    font.setPixelSize(whole_units(font_pt * relative_size));
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

QFont PlotStyle::small_font() const {
    return font(kSmallText);
}

QPen PlotStyle::thin_pen(const QColor& colour, double points) const {
    return QPen(QBrush(colour), units(points), Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin);
}

QColor PlotStyle::curve_colour(int colour) const {
    return theme.curve(colour);
}

QColor PlotStyle::band_colour(int colour) const {
    QColor band = curve_colour(colour);
    band.setAlphaF(float(kBandOpacity));
    return band;
}

QPen PlotStyle::curve_pen(int colour, std::size_t points, double thickness) const {
    const double width = units(colour < 0 ? kNeutralPoints : kCurvePoints) *
                         (points > kManyPoints ? kFineWidth : 1.0);
    QPen pen(QBrush(curve_colour(colour)),
             std::max(thinnest, thickness * std::max(thinnest, width)));
    pen.setJoinStyle(Qt::RoundJoin);
    pen.setCapStyle(Qt::RoundCap);
    const auto pattern = dashes(std::max(colour, 0) / kHues);
    if (!pattern.isEmpty()) {
        pen.setCapStyle(Qt::FlatCap);
        pen.setDashPattern(pattern);
    }
    return pen;
}

QCPScatterStyle PlotStyle::marker(int colour, double thickness) const {
    static constexpr std::array kShapes = {QCPScatterStyle::ssDisc, QCPScatterStyle::ssSquare,
                                           QCPScatterStyle::ssTriangle, QCPScatterStyle::ssDiamond,
                                           QCPScatterStyle::ssTriangleInverted};
    const auto shape = kShapes[std::size_t(std::max(colour, 0)) % kShapes.size()];
    const QColor ink = curve_colour(colour);
    return QCPScatterStyle(shape, QPen(Qt::NoPen), QBrush(ink), units(kMarkerPoints * thickness));
}

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
// How a figure looks: colours and sizes, apart from what it shows.
#pragma once

#include <QColor>
#include <QFont>
#include <QPen>
#include <array>

class QCPScatterStyle;

namespace sescope {

/// Colours of a figure. Curves are those of Okabe and Ito, "Color Universal Design" (2008), which
/// people with any colour vision tell apart; beyond eight the same hues return with other dashes.
/// On white their yellow is darker: it would not be seen.
struct Theme {
    QColor background;
    QColor text;   ///< at least 4.5 : 1 on the background
    QColor muted;  ///< captions, at least 4.5 : 1 as well
    QColor axis;
    QColor guide;
    QColor neutral;  ///< the thick line of the all-class mean
    QColor mark;     ///< of what is selected
    std::array<QColor, 8> curves;

    /// By its number in the session; below 0 `neutral`.
    QColor curve(int colour) const {
        return colour < 0 ? neutral : curves[static_cast<std::size_t>(colour) % curves.size()];
    }
};
const Theme& light_theme();
const Theme& dark_theme();

/// A theme at a size. Everything is measured in printer's points and turned into the units of the
/// place that is drawn on, so that a figure is the same on screen, on paper and at any dpi.
struct PlotStyle {
    Theme theme;
    double font_pt = 8;
    double units_per_inch = 96;
    double thinnest = 0;  ///< curve, in units: pixels of a screen are coarse

    double units(double points) const { return points * units_per_inch / 72; }
    int whole_units(double points) const;
    QFont font(double relative_size = 1) const;  ///< of labels, titles and the legend
    QFont small_font() const;                    ///< of tick labels and the caption

    QPen thin_pen(const QColor& colour, double points) const;
    /// The curve of palette index `colour` through so many points; -1 is the neutral one. Curves
    /// through hundreds of points are finer.
    QPen curve_pen(int colour, std::size_t points, double thickness = 1) const;
    QCPScatterStyle marker(int colour, double thickness = 1) const;
    QColor curve_colour(int colour) const;
    QColor band_colour(int colour) const;
};

}  // namespace sescope

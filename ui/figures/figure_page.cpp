// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/figure_page.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "ui/figures/figure_plot.h"
#include "ui/figures/layout_elements.h"
#include "ui/figures/shown_text.h"

namespace sescope {
namespace {

constexpr double kUnitsPerInch = FigurePage::kUnitsPerInch;
constexpr double kMillimetresPerInch = 25.4;
constexpr double kTallestPanel = 65;  // mm
constexpr double kTallestSinglePanel = 110;
constexpr double kShortestPanel = 8;     // mm
constexpr double kLargestImage = 400e6;  // pixels

double units(double millimetres) {
    return millimetres / kMillimetresPerInch * kUnitsPerInch;
}

double millimetres(double layout_units) {
    return layout_units / kUnitsPerInch * kMillimetresPerInch;
}

void refuse(const char* what, double value, double low, double high) {
    if (value >= low && value <= high) return;
    throw Error(ErrorKind::usage,
                std::string(what) + " of a figure cannot be " + std::to_string(value), {},
                "choose one from " + std::to_string(int(low)) + " to " + std::to_string(int(high)));
}

void check(const RenderSettings& settings) {
    refuse("the width (mm)", settings.width_mm, 20, 2000);
    if (settings.height_mm != 0) refuse("the height (mm)", settings.height_mm, 20, 2000);
    refuse("the dpi", settings.dpi, 20, 4800);
    refuse("the font size (pt)", settings.font_pt, 3, 72);
}

void lay_out(QCustomPlot& plot, int width, int height) {
    plot.setViewport(QRect(0, 0, width, height));
    for (const auto phase : {QCPLayoutElement::upPreparation, QCPLayoutElement::upMargins,
                             QCPLayoutElement::upLayout}) {
        plot.plotLayout()->update(phase);
    }
}

const RenderSettings& checked(const RenderSettings& settings) {
    check(settings);
    return settings;
}

}  // namespace

FigurePage::FigurePage(const Figure& figure, const RenderSettings& settings)
    : style_{settings.dark ? dark_theme() : light_theme(), checked(settings).font_pt,
             kUnitsPerInch},
      title_(shown(figure.title)),
      caption_(shown(figure.caption)),
      width_(int(std::lround(units(settings.width_mm)))),
      aspect_(figure.aspect) {
    show_figure(plot_, figure, style_, width_, settings.caption);
    choose_height(settings);
}

QSizeF FigurePage::size_mm() const {
    return {millimetres(width_), millimetres(height_)};
}

void FigurePage::draw(QPaintDevice& device, double scale) {
    QCPPainter painter;
    if (!painter.begin(&device)) {
        throw Error(ErrorKind::output, "the figure cannot be drawn: out of memory");
    }
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::TextAntialiasing);
    painter.scale(scale, scale);
    plot_.toPainter(&painter, width_, height_);
    painter.end();
}

// What stands around the panels is as high as it is; the rest is theirs.
void FigurePage::choose_height(const RenderSettings& settings) {
    const int trial = int(units(settings.height_mm != 0 ? settings.height_mm : 1000));
    height_ = trial;
    PanelGrid& grid = panel_grid(plot_);
    const double kept_aspect = grid.aspect();
    if (settings.height_mm == 0) grid.set_aspect(0);  // panels are to fill what there is
    lay_out(plot_, width_, trial);
    const auto panels = panel_rects(plot_);
    if (panels.empty()) return;
    const double width = millimetres(panels.front()->width());
    if (settings.height_mm == 0) {
        const double tallest = panels.size() == 1 ? kTallestSinglePanel : kTallestPanel;
        const double wanted = units(std::min(tallest, aspect_ * width));
        std::vector<int> tops;
        for (const auto* panel : panels) tops.push_back(panel->top());
        tops.erase(std::unique(tops.begin(), tops.end()), tops.end());
        const double spare = panels.front()->height() - wanted;
        height_ = int(std::lround(trial - double(tops.size()) * spare));
        grid.set_aspect(kept_aspect);
        lay_out(plot_, width_, height_);
    }
    if (width < kShortestPanel || millimetres(panels.front()->height()) < kShortestPanel) {
        throw Error(ErrorKind::usage, "the figure is too small for its panels and text", {},
                    "choose a larger width or height, a smaller font, or fewer blocks");
    }
}

QImage FigurePage::image(double dpi) {
    const double scale = dpi / kUnitsPerInch;
    const QSize pixels(int(std::lround(width_ * scale)), int(std::lround(height_ * scale)));
    if (double(pixels.width()) * pixels.height() > kLargestImage) {
        throw Error(ErrorKind::usage, "the figure would have more than 400 megapixels", {},
                    "choose a smaller size or dpi, or a vector format: svg or pdf");
    }
    QImage image(pixels, QImage::Format_RGB32);
    if (image.isNull()) throw Error(ErrorKind::output, "there is no memory for so large a figure");
    image.fill(style_.theme.background);  // to the last pixel, whatever rounding leaves uncovered
    draw(image, scale);
    return image;
}

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
// Figures into files, without a display. Opened at run time by load_figure_renderer().
#include <QBuffer>
#include <QImage>
#include <QPageSize>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <algorithm>
#include <cmath>
#include <mutex>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/version.h"
#include "ui/figures/figure_plot.h"
#include "ui/figures/layout_elements.h"
#include "ui/figures/qt_application.h"
#include "ui/figures/shown_text.h"

namespace sescope {
namespace {

// Everything is laid out in these units and then scaled: tenths of a point, so that fonts are
// exact and the layout is the same at any dpi and in any format.
constexpr double kUnitsPerInch = 720;
constexpr double kMillimetresPerInch = 25.4;
constexpr double kTallestPanel = 65;  // mm
constexpr double kTallestSinglePanel = 110;
constexpr double kShortestPanel = 8;     // mm
constexpr double kLargestImage = 400e6;  // pixels

double units(double millimetres) {
    return millimetres / kMillimetresPerInch * kUnitsPerInch;
}

QString program_name() {
    return "SE Scope " + QString::fromUtf8(kVersion.data(), qsizetype(kVersion.size()));
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

// The figure laid out at its final size.
class Page {
  public:
    Page(const Figure& figure, const RenderSettings& settings)
        : style_{settings.dark ? dark_theme() : light_theme(), settings.font_pt, kUnitsPerInch},
          title_(shown(figure.title)),
          caption_(shown(figure.caption)),
          width_(int(std::lround(units(settings.width_mm)))),
          aspect_(figure.aspect) {
        show_figure(plot_, figure, style_, width_, settings.caption);
        choose_height(settings);
    }

    const QColor& background() const { return style_.theme.background; }
    QSize size() const { return {width_, height_}; }
    QSizeF size_mm() const { return {millimetres(width_), millimetres(height_)}; }
    const QString& title() const { return title_; }
    const QString& caption() const { return caption_; }

    void draw(QPaintDevice& device, double scale) {
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

  private:
    // What stands around the panels is as high as it is; the rest is theirs.
    void choose_height(const RenderSettings& settings) {
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

    QCustomPlot plot_;
    PlotStyle style_;
    QString title_;
    QString caption_;
    int width_;
    double aspect_;
    int height_ = 0;
};

QByteArray png(Page& page, const RenderSettings& settings) {
    const double scale = settings.dpi / kUnitsPerInch;
    const QSize pixels(int(std::lround(page.size().width() * scale)),
                       int(std::lround(page.size().height() * scale)));
    if (double(pixels.width()) * pixels.height() > kLargestImage) {
        throw Error(ErrorKind::usage, "the figure would have more than 400 megapixels", {},
                    "choose a smaller size or dpi, or a vector format: svg or pdf");
    }
    QImage image(pixels, QImage::Format_RGB32);
    if (image.isNull()) throw Error(ErrorKind::output, "there is no memory for so large a figure");
    image.fill(page.background());  // to the last pixel, whatever rounding leaves uncovered
    page.draw(image, scale);
    // Only now: text would be drawn larger on an image that says its dpi.
    const int per_metre = int(std::lround(settings.dpi / kMillimetresPerInch * 1000));
    image.setDotsPerMeterX(per_metre);
    image.setDotsPerMeterY(per_metre);
    image.setText("Title", page.title());
    image.setText("Description", page.caption());
    image.setText("Software", program_name());
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, "PNG")) throw Error(ErrorKind::output, "the PNG cannot be encoded");
    return bytes;
}

QByteArray svg(Page& page) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(int(kUnitsPerInch));
    generator.setSize(page.size());
    generator.setViewBox(QRect(QPoint(0, 0), page.size()));
    generator.setTitle(page.title());
    generator.setDescription(page.caption());
    page.draw(generator, 1);
    // Text stays text, so say what to show it in where our font is not installed.
    const QByteArray family = QFontInfo(PlotStyle().font()).family().toUtf8();
    bytes.replace("font-family=\"" + family + "\"",
                  "font-family=\"" + family + ", Arial, Helvetica, sans-serif\"");
    return bytes;
}

QByteArray pdf(Page& page) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(int(kUnitsPerInch));
    writer.setPageSize(QPageSize(page.size_mm(), QPageSize::Millimeter, {}, QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF());
    writer.setTitle(page.title());
    writer.setCreator(program_name());
    page.draw(writer, 1);
    return bytes;
}

class FileRenderer : public FigureRenderer {
  public:
    void render(const Figure& figure, const std::filesystem::path& path,
                const RenderSettings& settings) const override {
        check(settings);
        QByteArray bytes;
        {
            const QuietQt quiet;
            ensure_qt_application();
            Page page(figure, settings);
            switch (settings.format) {
                case FigureFormat::png:
                    bytes = png(page, settings);
                    break;
                case FigureFormat::svg:
                    bytes = svg(page);
                    break;
                case FigureFormat::pdf:
                    bytes = pdf(page);
                    break;
            }
        }
        write_file_atomically(path, std::string_view(bytes.constData(), std::size_t(bytes.size())));
    }
};

}  // namespace
}  // namespace sescope

extern "C" Q_DECL_EXPORT const sescope::FigureRenderer* sescope_figure_renderer() {
    static const sescope::FileRenderer renderer;
    return &renderer;
}

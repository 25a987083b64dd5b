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
#include <string_view>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/plain_text.h"
#include "core/base/version.h"
#include "core/report/html_text.h"
#include "ui/figures/figure_page.h"
#include "ui/figures/qt_application.h"

namespace sescope {
namespace {

constexpr double kUnitsPerInch = FigurePage::kUnitsPerInch;
constexpr double kMillimetresPerInch = 25.4;

QString program_name() {
    return "SE Scope " + QString::fromUtf8(kVersion.data(), qsizetype(kVersion.size()));
}

// Names of folders and classes are in the text of figures; Qt puts it into metadata as it is.
QString plain(const QString& text) {
    return QString::fromStdString(plain_text(text.toStdString()));
}

QString as_markup(const QString& text) {
    return QString::fromStdString(html_text(text.toStdString()));
}

// Qt escapes the markup in text that is drawn, but not the characters that no XML may hold.
QByteArray without_control_characters(const QByteArray& xml) {
    QByteArray clean;
    clean.reserve(xml.size());
    for (std::string_view rest(xml.data(), std::size_t(xml.size())); !rest.empty();) {
        const bool is_line = rest.front() == '\n' || rest.front() == '\r' || rest.front() == '\t';
        const std::size_t length = is_line ? 1 : visible_length(rest);
        const std::string_view character = rest.substr(0, std::max<std::size_t>(length, 1));
        if (is_line || is_xml_character(character)) {
            clean.append(character.data(), qsizetype(character.size()));
        } else {
            clean.append("\xEF\xBF\xBD");
        }
        rest.remove_prefix(character.size());
    }
    return clean;
}

QByteArray png(FigurePage& page, const RenderSettings& settings) {
    QImage image = page.image(settings.dpi);
    // Only now: text would be drawn larger on an image that says its dpi.
    const int per_metre = int(std::lround(settings.dpi / kMillimetresPerInch * 1000));
    image.setDotsPerMeterX(per_metre);
    image.setDotsPerMeterY(per_metre);
    image.setText("Title", plain(page.title()));
    image.setText("Description", plain(page.caption()));
    image.setText("Software", program_name());
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, "PNG")) throw Error(ErrorKind::output, "the PNG cannot be encoded");
    return bytes;
}

QByteArray svg(FigurePage& page) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(int(kUnitsPerInch));
    generator.setSize(page.size());
    generator.setViewBox(QRect(QPoint(0, 0), page.size()));
    generator.setTitle(as_markup(page.title()));
    generator.setDescription(as_markup(page.caption()));
    page.draw(generator, 1);
    // Text stays text, so say what to show it in where our font is not installed.
    const QByteArray family = QFontInfo(PlotStyle().font()).family().toUtf8();
    bytes.replace("font-family=\"" + family + "\"",
                  "font-family=\"" + family + ", Arial, Helvetica, sans-serif\"");
    return without_control_characters(bytes);
}

QByteArray pdf(FigurePage& page) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(int(kUnitsPerInch));
    writer.setPageSize(QPageSize(page.size_mm(), QPageSize::Millimeter, {}, QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF());
    writer.setTitle(plain(page.title()));
    writer.setCreator(program_name());
    page.draw(writer, 1);
    return bytes;
}

class FileRenderer : public FigureRenderer {
  public:
    std::string bytes(const Figure& figure, const RenderSettings& settings) const override {
        const QuietQt quiet;
        ensure_qt_application();
        FigurePage page(figure, settings);
        switch (settings.format) {
            case FigureFormat::png:
                return png(page, settings).toStdString();
            case FigureFormat::svg:
                return svg(page).toStdString();
            case FigureFormat::pdf:
                return pdf(page).toStdString();
        }
        return {};
    }

    void render(const Figure& figure, const std::filesystem::path& path,
                const RenderSettings& settings) const override {
        write_file_atomically(path, bytes(figure, settings));
    }
};

}  // namespace
}  // namespace sescope

extern "C" Q_DECL_EXPORT const sescope::FigureRenderer* sescope_figure_renderer() {
    static const sescope::FileRenderer renderer;
    return &renderer;
}

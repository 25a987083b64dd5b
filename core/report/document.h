// SPDX-License-Identifier: GPL-3.0-or-later
// A report as plain data: what an engineer attaches to a pull request. Writers make HTML and PDF of
// it.
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/figures/figure.h"
#include "core/report/table.h"

namespace sescope {

enum class ParagraphKind { text, note, warning };

struct Paragraph {
    std::string text;
    ParagraphKind kind = ParagraphKind::text;
    bool operator==(const Paragraph&) const = default;
};

/// Names and their values, one a line: "parameters: 28,088,024".
struct Facts {
    std::vector<std::pair<std::string, std::string>> lines;
};

using ReportPart = std::variant<Paragraph, Facts, Table, Figure>;

struct ReportSection {
    std::string heading;
    std::vector<ReportPart> parts;
};

struct ReportDocument {
    std::string title;
    std::string subtitle;
    std::vector<ReportSection> sections;
};

/// A figure as SVG text in light or dark colours. Throws as `FigureRenderer::render`.
using FigureSvg = std::function<std::string(const Figure&, bool dark)>;
/// By the renderer, without captions: a report has its own.
FigureSvg svg_by(const FigureRenderer& renderer);

/// One HTML file that needs nothing else: no script, no reference to anywhere, figures inline,
/// light or dark as the reader's system, fit for printing. Names from files are text and stay text.
/// Where `svg` is empty, figures are left out and the document says so.
void write_html(const ReportDocument& document, const FigureSvg& svg, std::ostream& out);

/// Prints reports as PDF. Implemented by ui in the shared library of the figures, opened on first
/// use.
class ReportPrinter {
  public:
    virtual ~ReportPrinter() = default;
    /// A4, whole or not at all. Throws Error{output} naming `path`. Qt draws on one thread: see
    /// `FigureRenderer`.
    virtual void print(const ReportDocument& document, const std::filesystem::path& path) const = 0;
};
/// Throws Error{usage} saying what is missing on a build without Qt.
const ReportPrinter& load_report_printer();

}  // namespace sescope

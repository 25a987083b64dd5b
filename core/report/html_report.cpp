// SPDX-License-Identifier: GPL-3.0-or-later
#include <ostream>
#include <sstream>

#include "core/report/document.h"
#include "core/report/html_text.h"
#include "core/report/table_writers.h"

namespace sescope {
namespace {

// Contrast of text is at least 4.5 : 1 on both grounds.
constexpr const char* kStyle = R"css(
:root{color-scheme:light dark;--ground:#ffffff;--text:#1c1e21;--muted:#5b6068;--line:#d5d8dc;
--warn-text:#7a4100;--warn-ground:#fff4e5}
@media screen and (prefers-color-scheme:dark){:root{--ground:#1b1d21;--text:#e6e7e9;--muted:#a3a8b0;
--line:#3b3f45;--warn-text:#ffc27a;--warn-ground:#3a2c17}
svg.light{display:none}svg.dark{display:block}}
@media not all and (prefers-color-scheme:dark){svg.dark{display:none}}
@media print{svg.dark{display:none!important}svg.light{display:block!important}}
*{box-sizing:border-box}
body{margin:0 auto;padding:2rem 1.5rem 4rem;max-width:62rem;background:var(--ground);
color:var(--text);font:16px/1.5 system-ui,"Segoe UI","Noto Sans","Noto Sans CJK SC",sans-serif}
h1{font-size:1.6rem;line-height:1.25;margin:0}
h2{font-size:1.15rem;margin:2.4rem 0 .6rem;padding-top:.6rem;border-top:1px solid var(--line)}
p{margin:.5rem 0;max-width:48rem;overflow-wrap:anywhere;white-space:pre-line}
.subtitle,.note,figcaption{color:var(--muted);font-size:.875rem}
.warning{color:var(--warn-text);background:var(--warn-ground);padding:.4rem .75rem;border-radius:4px}
dl{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.2rem 1.25rem;margin:.5rem 0}
dt{color:var(--muted)}
dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
.scroll{overflow-x:auto;margin:.75rem 0}
table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums}
th,td{padding:.25rem .75rem .25rem 0;text-align:left;vertical-align:top;
border-bottom:1px solid var(--line)}
th{color:var(--muted);font-weight:600;vertical-align:bottom}
.number{text-align:right;white-space:nowrap}
figure{margin:1rem 0}
svg{width:100%;max-width:54rem;height:auto}
@media print{@page{size:A4;margin:16mm}body{max-width:none;padding:0;font-size:10pt}
.scroll{overflow:visible}table{font-size:8pt}th,td{padding-right:.4rem}
h2,figcaption{break-after:avoid}tr,figure,dl{break-inside:avoid}thead{display:table-header-group}}
)css";

// An SVG file as an element of a page: no prolog, and a class and a name for readers.
std::string inline_svg(const std::string& svg, const char* look, const std::string& name) {
    const std::size_t begin = svg.find("<svg");
    if (begin == std::string::npos) return {};
    return "<svg class=\"" + std::string(look) + "\" role=\"img\" aria-label=\"" + html_text(name) +
           "\"" + svg.substr(begin + 4);
}

class HtmlWriter {
  public:
    HtmlWriter(const FigureSvg& svg, std::ostream& out) : svg_(svg), out_(out) {}

    void operator()(const Paragraph& paragraph) {
        static constexpr const char* kOpening[] = {"<p>", "<p class=\"note\">",
                                                   "<p class=\"warning\">"};
        out_ << kOpening[static_cast<int>(paragraph.kind)] << html_text(paragraph.text) << "</p>\n";
    }

    void operator()(const Facts& facts) {
        out_ << "<dl>\n";
        for (const auto& [name, value] : facts.lines) {
            out_ << "<dt>" << html_text(name) << "</dt><dd>" << html_text(value) << "</dd>\n";
        }
        out_ << "</dl>\n";
    }

    void operator()(const Table& table) {
        out_ << "<div class=\"scroll\">\n";
        write_html_table(table, out_);
        out_ << "</div>\n";
    }

    void operator()(const Figure& figure) {
        out_ << "<figure>\n";
        if (svg_) {
            for (const bool dark : {false, true}) {
                out_ << inline_svg(svg_(figure, dark), dark ? "dark" : "light", figure.title.str())
                     << '\n';
            }
        } else {
            out_ << "<p class=\"note\">The drawing is left out: this SE Scope was built without "
                    "Qt.</p>\n";
        }
        out_ << "<figcaption>" << html_text(figure.caption.str()) << "</figcaption>\n</figure>\n";
    }

  private:
    const FigureSvg& svg_;
    std::ostream& out_;
};

}  // namespace

FigureSvg svg_by(const FigureRenderer& renderer) {
    return [&renderer](const Figure& figure, bool dark) {
        RenderSettings settings;
        settings.format = FigureFormat::svg;
        settings.dark = dark;
        settings.caption = false;
        return renderer.bytes(figure, settings);
    };
}

void write_html(const ReportDocument& document, const FigureSvg& svg, std::ostream& out) {
    const std::string title = html_text(document.title);
    out << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
           "'unsafe-inline'\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"
        << title << "</title>\n<style>" << kStyle << "</style>\n</head>\n<body>\n<h1>" << title
        << "</h1>\n<p class=\"subtitle\">" << html_text(document.subtitle) << "</p>\n";
    HtmlWriter writer(svg, out);
    for (const auto& section : document.sections) {
        out << "<h2>" << html_text(section.heading) << "</h2>\n";
        for (const auto& part : section.parts) std::visit(writer, part);
    }
    out << "</body>\n</html>\n";
}

}  // namespace sescope

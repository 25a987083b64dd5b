// SPDX-License-Identifier: GPL-3.0-or-later
// Reports as PDF. Opened at run time by load_report_printer().
#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextTable>

#include "core/base/atomic_file.h"
#include "core/base/plain_text.h"
#include "core/base/version.h"
#include "core/report/document.h"
#include "core/report/table_writers.h"
#include "ui/figures/column_widths.h"
#include "ui/figures/qt_application.h"
#include "ui/figures/report_figure.h"
#include "ui/figures/theme.h"

namespace sescope {
namespace {

constexpr int kDpi = 720;
constexpr double kMargin = 16;  // mm
constexpr double kBodyPoints = 9.5;
constexpr double kTablePoints = 7.5;
constexpr double kWideTablePoints = 6;
constexpr double kColumnGap = 8;
constexpr double kCellPadding = 1.4;
constexpr int kWideTable = 9;         // columns
constexpr double kFooterPoints = 20;  // below the text, page number included
constexpr double kPrintWidth = 178;   // mm: A4 less the margins

QString text_of(const std::string& text) {
    return QString::fromStdString(text);
}

double units(double points) {
    return points * kDpi / 72;
}

// Lengths of formats are of a screen of 96 dpi; the layout scales them to the device.
double length(double points) {
    return points * 96 / 72;
}

QTextCharFormat char_format(double points, const QColor& colour, bool bold = false) {
    QTextCharFormat format;
    format.setFont(PlotStyle().font());
    format.setFontPointSize(points);
    format.setForeground(colour);
    format.setFontWeight(bold ? QFont::DemiBold : QFont::Normal);
    return format;
}

QTextBlockFormat block_format(double above, double below) {
    QTextBlockFormat format;
    format.setTopMargin(length(above));
    format.setBottomMargin(length(below));
    format.setLineHeight(118, QTextBlockFormat::ProportionalHeight);
    return format;
}

// Lists of blocks may break where a comma is, although no space follows.
QString breakable(const std::string& text) {
    return text_of(text).replace(QLatin1Char(','), QStringLiteral(",\u200b"));
}

// Of each column, as a share of the page; none where all of them fit.
QList<QTextLength> column_widths(const Table& table, double points) {
    constexpr double kPage = kPrintWidth * 72 / 25.4;
    QList<QTextLength> lengths;
    for (const double width :
         shared_widths(natural_widths(table, points, kCellPadding, kColumnGap), kPage)) {
        lengths += QTextLength(QTextLength::PercentageLength, 100 * width / kPage);
    }
    return lengths;
}

// Puts a report into a text document, part by part.
class Typesetter {
  public:
    explicit Typesetter(QTextDocument& document)
        : figures_(&document), cursor_(&document), theme_(light_theme()) {
        document.documentLayout()->registerHandler(ReportFigure::kObject, &figures_);
    }

    void set(const ReportDocument& report) {
        cursor_.setBlockFormat(block_format(0, 0));
        cursor_.insertText(text_of(report.title), char_format(16, theme_.text, true));
        add_line(report.subtitle, block_format(2, 4), char_format(kBodyPoints, theme_.muted));
        for (const auto& section : report.sections) {
            auto heading = block_format(14, 4);
            heading.setHeadingLevel(2);
            add_line(section.heading, heading, char_format(12, theme_.text, true));
            for (const auto& part : section.parts) std::visit(*this, part);
        }
    }

    void operator()(const Paragraph& paragraph) {
        const bool note = paragraph.kind == ParagraphKind::note;
        auto block = block_format(3, 3);
        if (paragraph.kind == ParagraphKind::warning) block.setBackground(QColor(0xff, 0xf4, 0xe5));
        add_line(paragraph.text, block,
                 char_format(note ? kTablePoints : kBodyPoints, note ? theme_.muted : theme_.text));
    }

    void operator()(const Facts& facts) {
        if (facts.lines.empty()) return;
        auto* table = add_table(int(facts.lines.size()), 2, 0);
        for (int row = 0; row < table->rows(); ++row) {
            const auto& [name, value] = facts.lines[std::size_t(row)];
            fill(*table, row, 0, name, char_format(kBodyPoints, theme_.muted), false);
            fill(*table, row, 1, value, char_format(kBodyPoints, theme_.text), false);
        }
        leave_table();
    }

    void operator()(const Table& table) {
        const int columns = int(table.columns.size());
        const double points = columns >= kWideTable ? kWideTablePoints : kTablePoints;
        if (columns > 0) add_cells(table, points);
        for (const auto& note : table.notes) (*this)(Paragraph{note.str(), ParagraphKind::note});
    }

    void operator()(const Figure& figure) {
        RenderSettings settings;
        settings.format = FigureFormat::svg;
        settings.width_mm = kPrintWidth;
        settings.caption = false;
        const std::string svg = load_figure_renderer().bytes(figure, settings);
        QTextCharFormat object;
        object.setObjectType(ReportFigure::kObject);
        object.setProperty(ReportFigure::kSvg, QByteArray::fromStdString(svg));
        auto block = block_format(6, 0);
        block.setLineHeight(0, QTextBlockFormat::SingleHeight);  // or the caption would stand off
        cursor_.insertBlock(block);
        cursor_.insertText(QString(QChar::ObjectReplacementCharacter), object);
        add_line(figure.caption.str(), block_format(1, 8), char_format(kTablePoints, theme_.muted));
    }

  private:
    void add_line(const std::string& text, const QTextBlockFormat& block,
                  const QTextCharFormat& format) {
        cursor_.insertBlock(block, format);
        cursor_.insertText(text_of(text), format);
    }

    QTextTable* add_table(int rows, int columns, int header_rows,
                          const QList<QTextLength>& widths = {}) {
        QTextTableFormat format;
        if (!widths.isEmpty()) {
            format.setColumnWidthConstraints(widths);
            format.setWidth(QTextLength(QTextLength::PercentageLength, 100));
        }
        format.setBorder(0);
        format.setCellSpacing(0);
        format.setCellPadding(length(kCellPadding));
        format.setTopMargin(length(4));
        format.setBottomMargin(length(2));
        format.setHeaderRowCount(header_rows);
        cursor_.insertBlock(block_format(0, 0), char_format(1, theme_.text));
        return cursor_.insertTable(rows, columns, format);
    }

    void leave_table() {
        cursor_.movePosition(QTextCursor::End);
        cursor_.setCharFormat(char_format(1, theme_.text));
    }

    static void fill(QTextTable& table, int row, int column, const std::string& text,
                     const QTextCharFormat& format, bool right) {
        QTextTableCell place = table.cellAt(row, column);
        QTextTableCellFormat padded = place.format().toTableCellFormat();
        padded.setRightPadding(length(column + 1 < table.columns() ? kColumnGap : 0));
        place.setFormat(padded);
        QTextCursor cell = place.firstCursorPosition();
        QTextBlockFormat block;
        block.setAlignment(right ? Qt::AlignRight : Qt::AlignLeft);
        cell.setBlockFormat(block);
        cell.insertText(breakable(text), format);
    }

    void add_cells(const Table& table, double points) {
        auto* cells = add_table(int(table.rows.size()) + 1, int(table.columns.size()), 1,
                                column_widths(table, points));
        const auto head = char_format(points, theme_.muted, true);
        const auto body = char_format(points, theme_.text);
        for (int i = 0; i < cells->columns(); ++i) {
            const auto& column = table.columns[std::size_t(i)];
            const bool right = is_numeric(table, std::size_t(i));
            fill(*cells, 0, i, shown_header(column), head, right);
            for (int row = 1; row < cells->rows(); ++row) {
                fill(*cells, row, i,
                     shown_cell(table.rows[std::size_t(row) - 1].at(std::size_t(i)), column), body,
                     right);
            }
            rule_below(*cells, 0, i);
        }
        leave_table();
    }

    void rule_below(QTextTable& table, int row, int column) const {
        auto cell = table.cellAt(row, column);
        QTextTableCellFormat format = cell.format().toTableCellFormat();
        format.setBottomBorder(length(0.5));
        format.setBottomBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        format.setBottomBorderBrush(theme_.guide);
        cell.setFormat(format);
    }

    ReportFigure figures_;
    QTextCursor cursor_;
    const Theme& theme_;
};

// A heading at the foot of a page goes to the next one, with what it heads.
void keep_headings_with_text(QTextDocument& document) {
    // Of the first line: that of a figure may be on the page after its block's beginning.
    const auto page_of = [&](const QTextBlock& block) {
        const double top = document.documentLayout()->blockBoundingRect(block).top();
        const QTextLine line = block.layout()->lineAt(0);
        return int((top + line.y() + line.height() / 2) / document.pageSize().height());
    };
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        if (block.blockFormat().headingLevel() == 0) continue;
        // Tables are led by an empty block; what counts is what is read first.
        QTextBlock follower = block.next();
        while (follower.isValid() && follower.length() <= 1) follower = follower.next();
        if (!follower.isValid() || page_of(follower) == page_of(block)) continue;
        QTextBlockFormat format = block.blockFormat();
        format.setPageBreakPolicy(QTextFormat::PageBreak_AlwaysBefore);
        QTextCursor(block).setBlockFormat(format);
    }
}

void print_pages(QTextDocument& document, QPdfWriter& writer) {
    QPainter painter(&writer);
    const double height = document.pageSize().height();
    const int pages = document.pageCount();
    painter.setFont(char_format(kTablePoints, Qt::black).font());
    for (int page = 0; page < pages; ++page) {
        if (page > 0) writer.newPage();
        painter.setPen(light_theme().muted);
        painter.drawText(QRectF(0, height, document.pageSize().width(), units(kFooterPoints)),
                         Qt::AlignRight | Qt::AlignBottom,
                         QStringLiteral("%1 / %2").arg(page + 1).arg(pages));
        painter.save();
        painter.translate(0, -page * height);
        QAbstractTextDocumentLayout::PaintContext context;
        context.clip = QRectF(0, page * height, document.pageSize().width(), height);
        painter.setClipRect(context.clip);
        document.documentLayout()->draw(&painter, context);
        painter.restore();
    }
}

QByteArray pdf_of(const ReportDocument& report) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(kDpi);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins(QMarginsF(kMargin, kMargin, kMargin, kMargin), QPageLayout::Millimeter);
    writer.setTitle(text_of(plain_text(report.title)));
    writer.setCreator("SE Scope " + QString::fromUtf8(kVersion.data(), qsizetype(kVersion.size())));
    QTextDocument document;
    document.setDocumentMargin(0);
    document.setUndoRedoEnabled(false);
    document.documentLayout()->setPaintDevice(&writer);
    document.setPageSize(QSizeF(writer.width(), writer.height() - units(kFooterPoints)));
    Typesetter typesetter(document);
    typesetter.set(report);
    keep_headings_with_text(document);
    print_pages(document, writer);
    return bytes;
}

class PdfReportPrinter : public ReportPrinter {
  public:
    void print(const ReportDocument& report, const std::filesystem::path& path) const override {
        const QuietQt quiet;
        ensure_qt_application();
        write_file_atomically(path, pdf_of(report).toStdString());
    }
};

}  // namespace
}  // namespace sescope

extern "C" Q_DECL_EXPORT const sescope::ReportPrinter* sescope_report_printer() {
    static const sescope::PdfReportPrinter printer;
    return &printer;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/layout_elements.h"

#include <QTextLayout>
#include <algorithm>
#include <cmath>

namespace sescope {
namespace {

// What a line of the figure may take, inside the margins of the figure and of the element.
int room_for(const QCustomPlot& plot, const QMargins& own) {
    const QMargins around = plot.plotLayout()->margins();
    return plot.viewport().width() - around.left() - around.right() - own.left() - own.right();
}

// The text with a line break wherever a line would grow wider than `width`; Qt knows where a
// language may break.
QString broken(const QString& text, const QFont& font, double width) {
    QTextLayout layout(text, font);
    QStringList lines;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        lines += text.mid(line.textStart(), line.textLength()).trimmed();
    }
    layout.endLayout();
    return lines.join(QLatin1Char('\n'));
}

}  // namespace

void PanelGrid::updateLayout() {
    std::vector<int> across(std::size_t(columnCount()), 0);
    std::vector<int> down(std::size_t(rowCount()), 0);
    for (int row = 0; row < rowCount(); ++row) {
        for (int column = 0; column < columnCount(); ++column) {
            if (!hasElement(row, column)) continue;
            const QMargins around = element(row, column)->margins();
            auto& width = across[std::size_t(column)];
            auto& height = down[std::size_t(row)];
            width = std::max(width, around.left() + around.right());
            height = std::max(height, around.top() + around.bottom());
        }
    }
    const auto share = [](int whole, int spacing, const std::vector<int>& margins) {
        int left = whole - spacing * (int(margins.size()) - 1);
        for (const int margin : margins) left -= margin;
        return std::max(1.0, double(left) / double(margins.size()));
    };
    const double inner_width = share(rect().width(), columnSpacing(), across);
    const double inner_height = share(rect().height(), rowSpacing(), down);
    for (int column = 0; column < columnCount(); ++column) {
        setColumnStretchFactor(column, inner_width + across[std::size_t(column)]);
    }
    for (int row = 0; row < rowCount(); ++row) {
        setRowStretchFactor(row, inner_height + down[std::size_t(row)]);
    }
    QCPLayoutGrid::updateLayout();
}

CurveLegendItem::CurveLegendItem(QCPLegend* legend, QString text, Look look)
    : QCPAbstractLegendItem(legend), text_(std::move(text)), look_(std::move(look)) {}

int CurveLegendItem::icon_width() const {
    return mParentLegend->iconSize().width() + mParentLegend->iconTextPadding();
}

int CurveLegendItem::natural_width() const {
    return icon_width() + QFontMetrics(mFont).horizontalAdvance(text_) + 1;
}

int CurveLegendItem::widest() const {
    return mParentPlot != nullptr ? room_for(*mParentPlot, mParentLegend->margins())
                                  : QWIDGETSIZE_MAX;
}

QSize CurveLegendItem::minimumOuterSizeHint() const {
    return {std::min(natural_width(), widest()), QFontMetrics(mFont).height()};
}

void CurveLegendItem::draw(QCPPainter* painter) {
    const QRectF icon(rect().topLeft(), QSizeF(mParentLegend->iconSize().width(), rect().height()));
    const double middle = icon.center().y();
    if (look_.band.style() != Qt::NoBrush) {
        const double half = icon.height() * 0.3;
        painter->fillRect(QRectF(icon.left(), middle - half, icon.width(), 2 * half), look_.band);
    }
    painter->setBrush(Qt::NoBrush);
    painter->setPen(look_.line);
    painter->drawLine(QPointF(icon.left(), middle), QPointF(icon.right(), middle));
    if (!look_.marker.isNone()) {
        look_.marker.applyTo(painter, look_.line);
        look_.marker.drawShape(painter, QPointF(icon.center().x(), middle));
    }
    painter->setFont(mFont);
    painter->setPen(QPen(mTextColor));
    const int room = rect().width() - icon_width();
    const QFontMetrics metrics(mFont);
    const QString shown =
        natural_width() > widest() ? metrics.elidedText(text_, Qt::ElideMiddle, room) : text_;
    painter->drawText(QRectF(rect().left() + icon_width(), rect().top(), room, rect().height()),
                      Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip | Qt::TextSingleLine,
                      shown);
}

void WrappedLegend::update(UpdatePhase phase) {
    if (phase == upPreparation && itemCount() > 0 && mParentPlot != nullptr) {
        int widest = 1;
        for (int i = 0; i < itemCount(); ++i) {
            if (const auto* entry = dynamic_cast<const CurveLegendItem*>(item(i))) {
                widest = std::max(widest, entry->natural_width());
            }
        }
        const int room = room_for(*mParentPlot, margins());
        const int fitting = (room + columnSpacing()) / (widest + columnSpacing());
        const int rows = (itemCount() + std::max(fitting, 1) - 1) / std::max(fitting, 1);
        setWrap((itemCount() + rows - 1) / rows);  // as even as the rows allow
        setFillOrder(foColumnsFirst, true);
    }
    QCPLegend::update(phase);
}

WrappedText::WrappedText(QCustomPlot* plot, QString text, const QFont& font)
    : QCPTextElement(plot, text, font), whole_(std::move(text)) {}

void WrappedText::update(UpdatePhase phase) {
    if (phase == upPreparation && mParentPlot != nullptr) {
        setText(broken(whole_, font(), room_for(*mParentPlot, margins())));
    }
    QCPTextElement::update(phase);
}

double ChannelTicker::getTickStep(const QCPRange& range) {
    const double wanted = std::max(1.0, range.size() / std::max(tickCount(), 1));
    if (channels_ % 32 != 0) return std::max(1.0, cleanMantissa(wanted));
    return std::exp2(std::round(std::log2(wanted)));
}

int ChannelTicker::getSubTickCount(double) {
    return 0;
}

QString ChannelTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
    return QString::number(std::llround(tick));
}

}  // namespace sescope

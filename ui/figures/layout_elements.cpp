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

void PanelRect::set_y_label(const QString& label) {
    whole_ = label;
    axis(QCPAxis::atLeft)->setLabel(label);
}

bool PanelRect::break_y_label() {
    QCPAxis& y = *axis(QCPAxis::atLeft);
    // It stands at the middle, and may reach as far over one end as over the other.
    const double room = rect().height() + 2 * std::min(margins().top(), margins().bottom());
    // More than two lines would leave the panel no width.
    constexpr double kLeast = 0.65;
    const double least = kLeast * QFontMetricsF(y.labelFont()).horizontalAdvance(whole_);
    const QString lines = broken(whole_, y.labelFont(), std::max(room, least));
    if (lines == y.label()) return false;
    y.setLabel(lines);
    return true;
}

bool PanelGrid::break_y_labels() {
    bool changed = false;
    for (QCPLayoutElement* const panel : elements(false)) {
        if (auto* const rect = dynamic_cast<PanelRect*>(panel)) {
            changed = rect->break_y_label() || changed;
        }
    }
    return changed;
}

// How high the panels are is known last, and lines of a label take from their width alone.
void PanelGrid::update(UpdatePhase phase) {
    QCPLayoutGrid::update(phase);
    if (phase != upLayout || !break_y_labels()) return;
    QCPLayoutGrid::update(upMargins);
    QCPLayoutGrid::update(upLayout);
}

PanelGrid::Margins PanelGrid::margins_around() {
    Margins around{std::vector<int>(std::size_t(columnCount()), 0),
                   std::vector<int>(std::size_t(rowCount()), 0)};
    for (int row = 0; row < rowCount(); ++row) {
        for (int column = 0; column < columnCount(); ++column) {
            if (!hasElement(row, column)) continue;
            const QMargins margins = element(row, column)->margins();
            auto& width = around.across[std::size_t(column)];
            auto& height = around.down[std::size_t(row)];
            width = std::max(width, margins.left() + margins.right());
            height = std::max(height, margins.top() + margins.bottom());
        }
    }
    return around;
}

QSizeF PanelGrid::inner_size(const QSize& room, const Margins& around) const {
    const auto share = [](int whole, int spacing, const std::vector<int>& margins) {
        int left = whole - spacing * (int(margins.size()) - 1);
        for (const int margin : margins) left -= margin;
        return std::max(1.0, double(left) / double(margins.size()));
    };
    QSizeF inner(share(room.width(), columnSpacing(), around.across),
                 share(room.height(), rowSpacing(), around.down));
    if (aspect_ > 0) {
        inner.setWidth(std::min(inner.width(), inner.height() / aspect_));
        inner.setHeight(inner.width() * aspect_);
    }
    return inner;
}

int PanelGrid::width_within(const QSize& room) {
    if (aspect_ <= 0) return room.width();
    const Margins around = margins_around();
    double width =
        columnSpacing() * (columnCount() - 1) + columnCount() * inner_size(room, around).width();
    for (const int margin : around.across) width += margin;
    return std::min(room.width(), int(std::lround(width)));
}

void PanelGrid::updateLayout() {
    const Margins around = margins_around();
    const QSizeF all = inner_size(mRect.size(), around);
    const QRect whole = mRect;
    if (aspect_ > 0) {
        mRect.setWidth(width_within(whole.size()));
        int height = rowSpacing() * (rowCount() - 1) + int(std::lround(rowCount() * all.height()));
        for (const int margin : around.down) height += margin;
        mRect.setHeight(std::min(whole.height(), height));
    }
    for (int column = 0; column < columnCount(); ++column) {
        setColumnStretchFactor(column, all.width() + around.across[std::size_t(column)]);
    }
    for (int row = 0; row < rowCount(); ++row) {
        setRowStretchFactor(row, all.height() + around.down[std::size_t(row)]);
    }
    QCPLayoutGrid::updateLayout();
    mRect = whole;
}

BesideBar::BesideBar(QCustomPlot* plot, PanelGrid* grid, QCPLayoutElement* bar, int spacing)
    : grid_(grid), bar_(bar) {
    initializeParentPlot(plot);
    addElement(0, 0, new QCPLayoutElement(plot));
    addElement(0, 1, grid);
    addElement(0, 2, bar);
    addElement(0, 3, new QCPLayoutElement(plot));
    setColumnSpacing(spacing);
}

void BesideBar::updateLayout() {
    const int room = mRect.width() - 3 * columnSpacing() - getFinalMinimumOuterSize(bar_).width();
    const int used = grid_->width_within({room, mRect.height()});
    constexpr double kNothing = 0.001;
    const double side = std::max(kNothing, (room - used) / 2.0);
    setColumnStretchFactor(0, side);
    setColumnStretchFactor(1, std::max(1, used));
    setColumnStretchFactor(2, kNothing);
    setColumnStretchFactor(3, side);
    QCPLayoutGrid::updateLayout();
}

NameTicker::NameTicker(QCPAxis* axis, const std::vector<std::string>& names, double room)
    : axis_(axis), room_(room) {
    for (const auto& name : names) {
        QString shown = QString::fromUtf8(name.data(), qsizetype(name.size()));
        constexpr qsizetype kLongest = 24;
        if (shown.size() > kLongest) shown = shown.left(kLongest - 1) + QChar(0x2026);
        names_ += shown;
    }
}

QVector<double> NameTicker::createTickVector(double, const QCPRange& range) {
    const int first = std::max(0, int(std::ceil(range.lower)));
    const int last = std::min(int(names_.size()) - 1, int(std::floor(range.upper)));
    const QRect area = axis_->axisRect()->rect();
    const int length = axis_->orientation() == Qt::Horizontal ? area.width() : area.height();
    // Before the first layout nothing is known of the room.
    const double fitting = length > 1 ? length / room_ : 24;
    const double shown = std::min(double(last - first + 1), range.size());
    const int step = std::max(1, int(std::ceil(shown / fitting)));
    constexpr int kMostLeftOut = 4;
    if (step > kMostLeftOut) return {};
    QVector<double> ticks;
    for (int at = first; at <= last; at += step) ticks += at;
    return ticks;
}

QString NameTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
    return names_.value(int(std::lround(tick)));
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
    // What is drawn is cut at the entry's edge: leave descenders room, whatever the hinting.
    const double line = QFontMetricsF(mFont).height();
    return {std::min(natural_width(), widest()), int(std::ceil(line * 1.25))};
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
    if (look_.line.style() != Qt::NoPen) {
        painter->drawLine(QPointF(icon.left(), middle), QPointF(icon.right(), middle));
    }
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

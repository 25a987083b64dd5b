// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/figure_canvas.h"

#include <QTimer>
#include <algorithm>
#include <utility>

#include "ui/figures/figure_plot.h"
#include "ui/figures/shown_text.h"

namespace sescope::ui {
namespace {

constexpr int kClickPixels = 3;      // a press that moves less is a click
constexpr double kHoverPixels = 24;  // a curve that is nearer tells its name
const QString kOverlay = QStringLiteral("overlay");

QMouseEvent as_left_button(const QMouseEvent& event) {
    const Qt::MouseButtons held =
        event.type() == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton;
    return QMouseEvent(event.type(), event.position(), event.globalPosition(), Qt::LeftButton, held,
                       Qt::NoModifier);
}

}  // namespace

FigureCanvas::FigureCanvas(QWidget* parent)
    : QCustomPlot(parent), style_{light_theme()}, marks_(*this), settled_(new QTimer(this)) {
    constexpr int kMoment = 80;
    settled_->setSingleShot(true);
    settled_->setInterval(kMoment);
    connect(settled_, &QTimer::timeout, this, &FigureCanvas::zoomed);
    setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    setSelectionRectMode(QCP::srmZoom);
    setMouseTracking(true);
    setNoAntialiasingOnDrag(true);
    // Lines are as wide as the theme says, and there may be thousands of them.
    setPlottingHint(QCP::phFastPolylines, true);
}

void FigureCanvas::show_figure(std::shared_ptr<const Figure> figure, const PlotStyle& style) {
    const auto kept = kept_ranges(*figure);
    const bool forgotten = kept.empty() && !zooms().empty();
    figure_ = std::move(figure);
    style_ = style;
    sescope::show_figure(*this, *figure_, style, width(), false);
    selectionRect()->setPen(QPen(style.theme.mark, 1, Qt::DashLine));
    take_ranges(kept);
    if (forgotten) settled_->start();
    make_hover();
    marks_.show(*figure_, style_, marked_);
    // Which names along an axis have room is known once it is laid out.
    for (const auto phase : {QCPLayoutElement::upPreparation, QCPLayoutElement::upMargins,
                             QCPLayoutElement::upLayout}) {
        plotLayout()->update(phase);
    }
    replot();
}

// Of each axis, in turn: what is zoomed into of it, where the next figure has the same panels.
std::vector<std::optional<QCPRange>> FigureCanvas::kept_ranges(const Figure& next) const {
    std::vector<std::optional<QCPRange>> kept;
    if (figure_ == nullptr || figure_->name != next.name) return kept;
    const auto same = [](const Panel& a, const Panel& b) {
        return a.title == b.title && a.x.low == b.x.low && a.x.high == b.x.high;
    };
    if (!std::ranges::equal(figure_->panels, next.panels, same)) return kept;
    for (const FullRange& full : full_) {
        const bool zoomed = full.axis && full.axis->range() != full.range;
        kept.push_back(zoomed ? std::optional(full.axis->range()) : std::nullopt);
    }
    return kept;
}

void FigureCanvas::take_ranges(const std::vector<std::optional<QCPRange>>& kept) {
    full_.clear();
    const auto rects = panel_rects(*this);
    for (std::size_t i = 0; i < rects.size(); ++i) {
        const Panel& panel = figure_->panels[i];
        for (const auto side : {QCPAxis::atBottom, QCPAxis::atLeft}) {
            QCPAxis* const axis = rects[i]->axis(side);
            full_.push_back(
                {axis, full_range(panel, side == QCPAxis::atBottom ? panel.x : panel.y)});
            const std::size_t at = full_.size() - 1;
            if (at < kept.size() && kept[at]) axis->setRange(*kept[at]);
            connect(axis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this, [this] {
                keep_within_full_ranges();
                settled_->start();
            });
        }
    }
    keep_within_full_ranges();
}

std::vector<Zoom> FigureCanvas::zooms() const {
    std::vector<Zoom> zooms;
    for (std::size_t i = 0; i + 1 < full_.size(); i += 2) {
        const FullRange& x = full_[i];
        const FullRange& y = full_[i + 1];
        if (!x.axis || !y.axis) continue;
        const QCPRange across = x.axis->range();
        const QCPRange up = y.axis->range();
        if (across == x.range && up == y.range) continue;
        zooms.push_back(
            {static_cast<int>(i / 2) + 1, {across.lower, across.upper}, {up.lower, up.upper}});
    }
    return zooms;
}

void FigureCanvas::show_marks(const Marks& marks) {
    if (marks == marked_) return;
    marked_ = marks;
    if (figure_ == nullptr) return;
    marks_.show(*figure_, style_, marked_);
    layer(kOverlay)->replot();
}

void FigureCanvas::make_hover() {
    dot_ = new QCPItemEllipse(this);
    label_ = new QCPItemText(this);
    for (QCPAbstractItem* item : {static_cast<QCPAbstractItem*>(dot_.data()),
                                  static_cast<QCPAbstractItem*>(label_.data())}) {
        item->setLayer(kOverlay);
        item->setVisible(false);
        item->setSelectable(false);
        item->setClipToAxisRect(false);
    }
    for (QCPItemPosition* corner : {dot_->topLeft, dot_->bottomRight, label_->position}) {
        corner->setType(QCPItemPosition::ptAbsolute);
    }
    dot_->setPen(QPen(style_.theme.mark, 1.2));
    label_->setFont(style_.small_font());
    label_->setColor(style_.theme.text);
    QColor paper = style_.theme.background;
    paper.setAlphaF(0.85F);
    label_->setBrush(paper);
    label_->setPadding(QMargins(4, 1, 4, 1));
}

void FigureCanvas::show_hover(const std::optional<ReadOut>& read_out, std::size_t panel) {
    if (!dot_ || !label_ || figure_ == nullptr) return;
    const auto rects = panel_rects(*this);
    const bool shown = read_out && panel < rects.size() && !figure_->panels[panel].map &&
                       read_out->distance <= kHoverPixels;
    if (!shown && !dot_->visible()) return;
    dot_->setVisible(shown);
    label_->setVisible(shown);
    if (shown) {
        const QCPAxisRect& rect = *rects[panel];
        const QPointF at(rect.axis(QCPAxis::atBottom)->coordToPixel(read_out->x),
                         rect.axis(QCPAxis::atLeft)->coordToPixel(read_out->y));
        const double radius = style_.units(2.2);
        dot_->topLeft->setCoords(at - QPointF(radius, radius));
        dot_->bottomRight->setCoords(at + QPointF(radius, radius));
        label_->setText(sescope::shown(read_out->name));
        const bool right = at.x() < rect.center().x();
        const bool below = at.y() < rect.top() + style_.units(24);
        label_->setPositionAlignment((right ? Qt::AlignLeft : Qt::AlignRight) |
                                     (below ? Qt::AlignTop : Qt::AlignBottom));
        label_->position->setCoords(at + QPointF(right ? 2 : -2, below ? 2 : -2) * radius);
    }
    layer(kOverlay)->replot();
}

void FigureCanvas::reset_view() {
    for (const FullRange& full : full_) {
        if (full.axis) full.axis->setRange(full.range);
    }
    replot();
}

void FigureCanvas::keep_within_full_ranges() {
    for (const FullRange& full : full_) {
        if (!full.axis) continue;
        const QCPRange kept = full.axis->range().bounded(full.range.lower, full.range.upper);
        if (kept != full.axis->range()) full.axis->setRange(kept);
    }
}

std::optional<PanelPoint> FigureCanvas::point_at(const QPointF& position) const {
    const auto rects = panel_rects(*this);
    for (std::size_t i = 0; i < rects.size(); ++i) {
        if (!rects[i]->rect().contains(position.toPoint())) continue;
        const QCPAxis& x = *rects[i]->axis(QCPAxis::atBottom);
        const QCPAxis& y = *rects[i]->axis(QCPAxis::atLeft);
        return PanelPoint{i, x.pixelToCoord(position.x()), y.pixelToCoord(position.y()),
                          x.range().size() / std::max(1, rects[i]->width()),
                          y.range().size() / std::max(1, rects[i]->height())};
    }
    return std::nullopt;
}

// A drag along one axis zooms that axis alone: the other one would be flattened to what the hand
// shook, the more the longer its way.
void FigureCanvas::processRectZoom(QRect rect, QMouseEvent* event) {
    constexpr int kFlat = 16;
    constexpr int kShare = 8;
    if (const QCPAxisRect* panel = axisRectAt(rect.center())) {
        const QRect whole = panel->rect();
        QRect zoomed = rect.normalized();
        const auto flat = [&](int side, int other) {
            return other >= kFlat && side < std::max(kFlat, other / kShare);
        };
        if (flat(zoomed.height(), zoomed.width())) {
            zoomed.setTop(whole.top());
            zoomed.setBottom(whole.bottom());
        } else if (flat(zoomed.width(), zoomed.height())) {
            zoomed.setLeft(whole.left());
            zoomed.setRight(whole.right());
        }
        rect = zoomed;
    }
    QCustomPlot::processRectZoom(rect, event);
}

void FigureCanvas::mousePressEvent(QMouseEvent* event) {
    pressed_at_ = event->pos();
    if (event->button() == Qt::RightButton) return;  // the context menu is the view's
    panning_ =
        event->button() == Qt::MiddleButton || event->modifiers().testFlag(Qt::ShiftModifier);
    setSelectionRectMode(panning_ ? QCP::srmNone : QCP::srmZoom);
    QMouseEvent left = as_left_button(*event);
    QCustomPlot::mousePressEvent(panning_ ? &left : event);
    if (panning_) setCursor(Qt::ClosedHandCursor);
}

void FigureCanvas::mouseMoveEvent(QMouseEvent* event) {
    QCustomPlot::mouseMoveEvent(event);
    if (event->buttons() != Qt::NoButton) return;
    if (const auto point = point_at(event->position())) {
        emit pointed(*point);
    } else {
        emit left();
    }
}

void FigureCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::RightButton) return;
    QMouseEvent left_button = as_left_button(*event);
    QCustomPlot::mouseReleaseEvent(panning_ ? &left_button : event);
    if (panning_) unsetCursor();
    const bool click = (event->pos() - pressed_at_).manhattanLength() <= kClickPixels;
    if (click && !panning_ && !std::exchange(double_clicked_, false)) {
        if (const auto point = point_at(event->position())) emit picked(*point);
    }
    panning_ = false;
}

void FigureCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    double_clicked_ = true;
    pressed_at_ = event->pos();
    emit double_clicked();
    reset_view();
}

void FigureCanvas::leaveEvent(QEvent* event) {
    QCustomPlot::leaveEvent(event);
    emit left();
}

}  // namespace sescope::ui

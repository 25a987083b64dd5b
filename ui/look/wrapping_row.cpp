// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/wrapping_row.h"

#include <QWidget>
#include <algorithm>

namespace sescope::ui {

WrappingRow::WrappingRow(QWidget* parent, int spacing) : QLayout(parent) {
    setSpacing(spacing);
}

WrappingRow::~WrappingRow() {
    for (QLayoutItem* item : items_) delete item;
}

void WrappingRow::addItem(QLayoutItem* item) {
    items_.push_back(item);
}

QLayoutItem* WrappingRow::itemAt(int index) const {
    return index >= 0 && index < count() ? items_[static_cast<std::size_t>(index)] : nullptr;
}

QLayoutItem* WrappingRow::takeAt(int index) {
    QLayoutItem* const item = itemAt(index);
    if (item != nullptr) items_.erase(items_.begin() + index);
    return item;
}

int WrappingRow::heightForWidth(int width) const {
    return arrange(QRect(0, 0, width, 0), false);
}

QSize WrappingRow::sizeHint() const {
    QSize size(0, 0);
    for (const QLayoutItem* item : items_) {
        const QSize hint = item->sizeHint();
        size = {size.width() + hint.width() + (size.width() > 0 ? spacing() : 0),
                std::max(size.height(), hint.height())};
    }
    const QMargins around = contentsMargins();
    return size + QSize(around.left() + around.right(), around.top() + around.bottom());
}

QSize WrappingRow::minimumSize() const {
    QSize size(0, 0);
    for (const QLayoutItem* item : items_) size = size.expandedTo(item->minimumSize());
    const QMargins around = contentsMargins();
    return size + QSize(around.left() + around.right(), around.top() + around.bottom());
}

void WrappingRow::setGeometry(const QRect& rect) {
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

// How high that is.
int WrappingRow::arrange(const QRect& rect, bool move) const {
    const QMargins around = contentsMargins();
    const QRect room = rect.marginsRemoved(around);
    QPoint at = room.topLeft();
    int row = 0;  // its height
    for (QLayoutItem* item : items_) {
        const QSize size = item->sizeHint().boundedTo(
            QSize(std::max(room.width(), item->minimumSize().width()), QWIDGETSIZE_MAX));
        if (at.x() > room.left() && at.x() + size.width() > room.right() + 1) {
            at = QPoint(room.left(), at.y() + row + spacing() / 2);
            row = 0;
        }
        if (move) item->setGeometry(QRect(at, size));
        at.rx() += size.width() + spacing();
        row = std::max(row, size.height());
    }
    return at.y() + row + around.bottom() - rect.top();
}

}  // namespace sescope::ui

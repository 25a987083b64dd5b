// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/tables_fold.h"

#include <QAction>
#include <QDockWidget>
#include <QEvent>
#include <QTabWidget>
#include <utility>

namespace sescope::ui {

TablesFold::TablesFold(QDockWidget* tables, QTabWidget* pages, QObject* parent)
    : QObject(parent), tables_(tables), pages_(pages) {
    connect(pages_, &QTabWidget::currentChanged, this, &TablesFold::apply);
    connect(tables_->toggleViewAction(), &QAction::triggered, this, &TablesFold::choose);
    tables_->installEventFilter(this);
}

// The pane's own X says what its line in the menu says.
bool TablesFold::eventFilter(QObject* watched, QEvent* event) {
    if (watched == tables_ && event->type() == QEvent::Close) choose(false);
    return QObject::eventFilter(watched, event);
}

void TablesFold::choose(bool shown) {
    if (!high_.contains(pages_->currentWidget())) return;
    wanted_ = shown;
    folded_ = !shown;
}

void TablesFold::add_page(QWidget* page) {
    high_.insert(page);
}

void TablesFold::apply() {
    if (!tables_->toggleViewAction()->isEnabled()) return;  // the start page has no panes
    const bool fold = high_.contains(pages_->currentWidget()) && !wanted_;
    if (!fold) return unfold();
    if (tables_->isHidden() || tables_->isFloating()) return;
    folded_ = true;
    tables_->hide();
}

void TablesFold::unfold() {
    if (!std::exchange(folded_, false)) return;
    tables_->show();
}

}  // namespace sescope::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/table_notes.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <algorithm>

namespace sescope::ui {
namespace {

constexpr int kLines = 2;

}  // namespace

TableNotes::TableNotes(QWidget* parent)
    : QWidget(parent), text_(new QLabel), more_(new QToolButton) {
    text_->setWordWrap(true);
    text_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    // As high as its lines at its width, and no more.
    text_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    more_->setText(tr("More"));
    more_->setToolTip(tr("All notes of the table"));
    more_->setCheckable(true);
    more_->setFocusPolicy(Qt::StrongFocus);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(6, 2, 6, 2);
    row->addWidget(text_, 1, Qt::AlignTop);
    row->addWidget(more_, 0, Qt::AlignTop);
    connect(more_, &QToolButton::toggled, this, &TableNotes::fit);
    hide();
}

void TableNotes::set_notes(const QStringList& notes) {
    text_->setText(notes.join(QLatin1Char(' ')));
    text_->setToolTip(notes.join(QLatin1Char('\n')));
    // First its height: to show it is to lay out the page around it, with the height that it has.
    fit();
    setVisible(!notes.isEmpty());
}

void TableNotes::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fit();
}

void TableNotes::fit() {
    const QMargins around = layout()->contentsMargins();
    const int whole = width() - around.left() - around.right();
    const int beside = whole - more_->sizeHint().width() - layout()->spacing();
    const int few = kLines * text_->fontMetrics().lineSpacing() + 1;
    const bool all_fits = text_->heightForWidth(whole) <= few;
    more_->setVisible(!all_fits);
    const int wanted = text_->heightForWidth(all_fits ? whole : beside);
    text_->setFixedHeight(std::max(0, all_fits || more_->isChecked() ? wanted : few));
}

}  // namespace sescope::ui

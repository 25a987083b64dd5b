// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/block_choice.h"

#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <QWidgetAction>

namespace sescope::ui {

BlockChoice::BlockChoice(QWidget* parent) : QToolButton(parent), list_(new QListWidget) {
    setObjectName(QStringLiteral("paper_blocks"));
    setPopupMode(QToolButton::InstantPopup);
    setFocusPolicy(Qt::StrongFocus);
    setToolTip(
        tr("A panel for each block that is checked; with none checked, the last block of "
           "stages 2 to 4 and the last three of stage 5, as in the paper"));
    list_->setObjectName(QStringLiteral("paper_blocks_list"));
    list_->setAccessibleName(tr("Blocks"));
    auto* as_in_paper = new QPushButton(tr("As in the paper"));
    as_in_paper->setObjectName(QStringLiteral("paper_blocks_default"));
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(4, 4, 4, 4);
    column->addWidget(list_);
    column->addWidget(as_in_paper);
    // The menu stays while several are checked.
    auto* menu = new QMenu(this);
    auto* holder = new QWidgetAction(menu);
    holder->setDefaultWidget(content);
    menu->addAction(holder);
    setMenu(menu);
    connect(list_, &QListWidget::itemChanged, this, [this] {
        show_what_is_chosen();
        emit changed();
    });
    connect(as_in_paper, &QPushButton::clicked, this, &BlockChoice::uncheck_all);
    show_what_is_chosen();
}

void BlockChoice::set_blocks(const QStringList& blocks) {
    QStringList known;
    for (int i = 0; i < list_->count(); ++i) known.append(list_->item(i)->text());
    if (blocks == known) return;
    const QStringList kept = chosen();
    const QSignalBlocker quiet(list_);
    list_->clear();
    for (const QString& block : blocks) {
        auto* item = new QListWidgetItem(block, list_);
        item->setCheckState(kept.contains(block) ? Qt::Checked : Qt::Unchecked);
    }
    show_what_is_chosen();
}

QStringList BlockChoice::chosen() const {
    QStringList blocks;
    for (int i = 0; i < list_->count(); ++i) {
        if (list_->item(i)->checkState() == Qt::Checked) blocks.append(list_->item(i)->text());
    }
    return blocks;
}

void BlockChoice::show_what_is_chosen() {
    const auto count = chosen().size();
    setText(count == 0 ? tr("As in the paper") : tr("%L1 chosen").arg(count));
}

void BlockChoice::uncheck_all() {
    if (chosen().isEmpty()) return;
    {
        const QSignalBlocker quiet(list_);
        for (int i = 0; i < list_->count(); ++i) list_->item(i)->setCheckState(Qt::Unchecked);
    }
    show_what_is_chosen();
    emit changed();
}

}  // namespace sescope::ui

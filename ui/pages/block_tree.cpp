// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/block_tree.h"

#include <QHeaderView>
#include <QItemSelectionModel>
#include <QPainter>
#include <QSortFilterProxyModel>
#include <algorithm>
#include <cmath>

#include "ui/models/blocks_model.h"
#include "ui/models/pruning.h"
#include "ui/models/workspace.h"

namespace sescope::ui {

void BarDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const {
    QStyledItemDelegate::paint(painter, option, index);
    bool known = false;
    const double share = index.data(BlocksModel::kBar).toDouble(&known);
    if (!known || std::isnan(share)) return;
    const QRectF area = QRectF(option.rect).adjusted(4, 7, -4, -7);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    QColor ink = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    ink.setAlphaF(0.2F);
    painter->fillRect(area, ink);  // the whole, so that bars compare
    ink.setAlphaF(0.85F);
    QRectF bar = area;
    bar.setWidth(area.width() * std::clamp(share, 0.0, 1.0));
    painter->fillRect(bar, ink);
}

QSize BarDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    return {56, std::max(24, QStyledItemDelegate::sizeHint(option, index).height())};
}

BlockTree::BlockTree(Workspace& workspace, Pruning& pruning, QWidget* parent)
    : QTreeView(parent),
      workspace_(workspace),
      model_(new BlocksModel(this)),
      sorted_(new QSortFilterProxyModel(this)) {
    sorted_->setSourceModel(model_);
    sorted_->setSortRole(BlocksModel::kSortValue);
    setModel(sorted_);
    setItemDelegateForColumn(BlocksModel::kShare, new BarDelegate(this));
    setItemDelegateForColumn(BlocksModel::kStrength, new BarDelegate(this));
    setTextElideMode(Qt::ElideMiddle);
    setObjectName(QStringLiteral("blocks_tree"));
    setAccessibleName(tr("SE blocks"));
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setIndentation(12);
    setSortingEnabled(true);
    sortByColumn(BlocksModel::kName, Qt::AscendingOrder);
    header()->setStretchLastSection(true);
    // Seen first where the pane is narrow.
    header()->moveSection(BlocksModel::kVerdict, BlocksModel::kShare);
    header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    connect(&workspace_, &Workspace::profile_changed, this, &BlockTree::show_profile);
    connect(&workspace_, &Workspace::selection_changed, this, &BlockTree::show_selection);
    connect(&pruning, &Pruning::verdicts_changed, this,
            [this, &pruning] { model_->set_verdicts(pruning.verdicts()); });
    model_->set_verdicts(pruning.verdicts());
    connect(this, &QAbstractItemView::clicked, this, [this](const QModelIndex& index) {
        if (index.column() == BlocksModel::kVerdict && index.data(BlocksModel::kPrunable).toBool())
            emit pruning_asked();
    });
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& current) {
                const QString block = current.data(BlocksModel::kBlockName).toString();
                if (!block.isEmpty()) workspace_.select_block(block);
            });
}

void BlockTree::walk(int rows) {
    QModelIndex next = currentIndex();
    const auto step = [&] { next = rows < 0 ? indexAbove(next) : indexBelow(next); };
    for (step(); next.isValid(); step()) {
        if (next.data(BlocksModel::kBlockName).toString().isEmpty()) continue;  // a stage
        return setCurrentIndex(next);
    }
}

void BlockTree::show_profile() {
    const bool was_empty = model_->rowCount() == 0;
    model_->set_digest(workspace_.digest());
    if (was_empty) expandAll();
    show_selection();
}

void BlockTree::show_selection() {
    const QModelIndex index =
        sorted_->mapFromSource(model_->index_of(workspace_.selection().block));
    if (index.isValid() && index.siblingAtColumn(currentIndex().column()) != currentIndex())
        setCurrentIndex(index);
}

}  // namespace sescope::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/block_tree.h"

#include <QHeaderView>
#include <QItemSelectionModel>
#include <QPainter>
#include <QPainterPath>
#include <QSortFilterProxyModel>

#include "ui/models/blocks_model.h"
#include "ui/models/pruning.h"
#include "ui/models/workspace.h"

namespace sescope::ui {

void CurveDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
    QStyledItemDelegate::paint(painter, option, index);
    const QVariantList curve = index.data(BlocksModel::kCurve).toList();
    if (curve.size() < 2) return;
    const QRectF area = QRectF(option.rect).adjusted(4, 3, -4, -3);
    QPainterPath path;
    for (qsizetype i = 0; i < curve.size(); ++i) {
        const QPointF point(
            area.left() +
                area.width() * static_cast<double>(i) / static_cast<double>(curve.size() - 1),
            area.bottom() - area.height() * std::clamp(curve[i].toDouble(), 0.0, 1.0));
        if (i == 0) path.moveTo(point);
        path.lineTo(point);
    }
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->setPen(
        QPen(option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text), 1.2));
    painter->drawPath(path);
    painter->restore();
}

QSize CurveDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    return {80, std::max(24, QStyledItemDelegate::sizeHint(option, index).height())};
}

BlockTree::BlockTree(Workspace& workspace, Pruning& pruning, QWidget* parent)
    : QTreeView(parent),
      workspace_(workspace),
      model_(new BlocksModel(this)),
      sorted_(new QSortFilterProxyModel(this)) {
    sorted_->setSourceModel(model_);
    sorted_->setSortRole(BlocksModel::kSortValue);
    setModel(sorted_);
    setItemDelegateForColumn(BlocksModel::kChart, new CurveDelegate(this));
    setAccessibleName(tr("SE blocks"));
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setIndentation(12);
    setSortingEnabled(true);
    sortByColumn(BlocksModel::kName, Qt::AscendingOrder);
    header()->setStretchLastSection(true);
    header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    connect(&workspace_, &Workspace::profile_changed, this, &BlockTree::show_profile);
    connect(&workspace_, &Workspace::selection_changed, this, &BlockTree::show_selection);
    connect(&pruning, &Pruning::verdicts_changed, this,
            [this, &pruning] { model_->set_verdicts(pruning.verdicts()); });
    model_->set_verdicts(pruning.verdicts());
    connect(this, &QAbstractItemView::clicked, this, [this](const QModelIndex& index) {
        if (index.column() == BlocksModel::kHealth && index.data(BlocksModel::kPrunable).toBool())
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

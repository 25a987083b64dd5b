// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>
#include <QTreeView>

class QSortFilterProxyModel;

namespace sescope::ui {

class BlocksModel;
class Pruning;
class Workspace;

/// A fraction as a bar on 0..1.
class BarDelegate : public QStyledItemDelegate {
    Q_OBJECT

  public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// SE blocks by stage; up and down walk them. Sorted by a column within their stages: by place in
/// the network, by class share, strength, verdict.
class BlockTree : public QTreeView {
    Q_OBJECT

  public:
    BlockTree(Workspace& workspace, Pruning& pruning, QWidget* parent = nullptr);
    /// Selects the block so many rows up or down, across stages.
    void walk(int rows);

  signals:
    /// The mark of a block that can be taken out was clicked; the block is selected.
    void pruning_asked();

  private:
    void show_profile();
    void show_selection();

    Workspace& workspace_;
    BlocksModel* model_;
    QSortFilterProxyModel* sorted_;
};

}  // namespace sescope::ui

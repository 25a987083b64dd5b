// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include "core/report/table.h"

namespace sescope::ui {

/// Any table of core in a view.
class ReportTableModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Role { kSortValue = Qt::UserRole + 1 };

    using QAbstractTableModel::QAbstractTableModel;

    void set_table(Table table);
    const Table& table() const { return table_; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    Table table_;
};

}  // namespace sescope::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <vector>

namespace sescope::ui {

/// A ranking: a name and two gates a row, the first one first. Of classes their rows have colours.
class RanksModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Column { kName, kGate, kOther, kColumns };
    enum Role {
        kSortValue = Qt::UserRole,
        kId,  ///< of the class or channel, as index into the profile
    };
    struct Row {
        QString name;
        int id = 0;
        double gate = 0;
        double other = 0;
        int colour = -1;  ///< of the palette; -1: it is not shown
        QString tool_tip = {};
        bool operator==(const Row&) const = default;
    };
    using QAbstractTableModel::QAbstractTableModel;

    /// `headers` are those of the columns.
    void set_rows(std::vector<Row> rows, const QStringList& headers);
    void set_dark(bool dark);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    std::vector<Row> rows_;
    QStringList headers_;
    bool dark_ = false;
};

}  // namespace sescope::ui

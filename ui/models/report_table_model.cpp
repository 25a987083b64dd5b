// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/report_table_model.h"

#include "core/report/table_writers.h"
#include "ui/look/core_texts.h"
#include "ui/look/metric_help.h"

namespace sescope::ui {
void ReportTableModel::set_table(Table table) {
    const bool same =
        table.columns.size() == table_.columns.size() && table.rows.size() == table_.rows.size();
    if (!same) beginResetModel();
    table_ = std::move(table);
    if (!same) {
        endResetModel();
    } else if (rowCount() > 0 && columnCount() > 0) {
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    }
}

int ReportTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(table_.rows.size());
}

int ReportTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(table_.columns.size());
}

QVariant ReportTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const auto& row = table_.rows[static_cast<std::size_t>(index.row())];
    const auto at = static_cast<std::size_t>(index.column());
    if (at >= row.size()) return {};
    if (role == Qt::DisplayRole) {
        if (const auto* words = std::get_if<Text>(&row[at])) return core_text(*words);
        return QString::fromStdString(shown_cell(row[at], table_.columns[at]));
    }
    if (role == Qt::TextAlignmentRole) {
        const bool text = std::holds_alternative<Text>(row[at]);
        return QVariant((text ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    }
    if (role == kSortValue) {
        if (const auto* whole = std::get_if<std::int64_t>(&row[at]))
            return static_cast<qlonglong>(*whole);
        if (const auto* real = std::get_if<double>(&row[at])) return *real;
        return QString::fromStdString(shown_cell(row[at], table_.columns[at]));
    }
    return {};
}

QVariant ReportTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
    const Column& column = table_.columns[static_cast<std::size_t>(section)];
    if (role == Qt::ToolTipRole) return metric_help(column.key);
    if (role != Qt::DisplayRole) return {};
    const QString name = core_text(column.name);
    return column.unit.empty()
               ? name
               : QStringLiteral("%1 (%2)").arg(name, QString::fromStdString(column.unit));
}

}  // namespace sescope::ui

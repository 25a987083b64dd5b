// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/ranks_model.h"

#include <QColor>
#include <QLocale>
#include <cmath>

#include "ui/figures/theme.h"

namespace sescope::ui {
namespace {

QString gate_text(double gate) {
    return std::isfinite(gate) ? QLocale().toString(gate, 'f', 3) : QString();
}

// A value that is not there sorts below all.
double sort_value(double gate) {
    return std::isfinite(gate) ? gate : -1e9;
}

}  // namespace

void RanksModel::set_rows(std::vector<Row> rows, const QStringList& headers) {
    if (rows == rows_ && headers == headers_) return;
    beginResetModel();
    rows_ = std::move(rows);
    headers_ = headers;
    endResetModel();
}

void RanksModel::set_dark(bool dark) {
    if (dark == dark_) return;
    dark_ = dark;
    if (!rows_.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, 0));
}

int RanksModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int RanksModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumns;
}

QVariant RanksModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = rows_[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            if (index.column() == kName) return row.name;
            return gate_text(index.column() == kGate ? row.gate : row.other);
        case Qt::ToolTipRole:
            return row.tool_tip;
        case Qt::DecorationRole: {
            if (index.column() != kName || row.colour < 0) return {};
            return (dark_ ? dark_theme() : light_theme()).curve(row.colour);
        }
        case Qt::TextAlignmentRole:
            return QVariant((index.column() == kName ? Qt::AlignLeft : Qt::AlignRight) |
                            Qt::AlignVCenter);
        case kSortValue:
            if (index.column() == kName) return row.name;
            return sort_value(index.column() == kGate ? row.gate : row.other);
        case kId:
            return row.id;
        default:
            return {};
    }
}

QVariant RanksModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) {
        return QVariant((section == kName ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    }
    return role == Qt::DisplayRole ? QVariant(headers_.value(section)) : QVariant();
}

}  // namespace sescope::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/classes_model.h"

#include <QColor>
#include <QLocale>
#include <cmath>
#include <limits>

#include "ui/figures/theme.h"

namespace sescope::ui {

void ClassesModel::set_profile(const ProfilePtr& profile) {
    std::vector<Row> rows;
    if (profile) {
        const Predictions& said = profile->predictions;
        for (std::size_t i = 0; i < profile->classes.size(); ++i) {
            const quint64 images = profile->gates.images.empty() ? 0 : profile->gates.images[i];
            const bool known = said.matched && i < said.images.size() && said.images[i] > 0;
            rows.push_back(
                {QString::fromStdString(profile->classes[i].name),
                 QString::fromStdString(profile->classes[i].readable), images,
                 known ? static_cast<double>(said.top1[i]) / static_cast<double>(said.images[i])
                       : std::numeric_limits<double>::quiet_NaN()});
            const auto& until = profile->origin.until;
            if (until && i < until->classes.size()) rows.back().stop = until->classes[i];
        }
    }
    const bool same =
        rows.size() == rows_.size() && std::ranges::equal(rows, rows_, {}, &Row::name, &Row::name);
    if (!same) beginResetModel();
    rows_ = std::move(rows);
    if (!same) {
        endResetModel();
    } else if (!rows_.empty()) {
        emit dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
    }
}

void ClassesModel::set_colours(const QHash<QString, int>& colours) {
    if (colours == colours_) return;
    colours_ = colours;
    if (!rows_.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, 0));
}

void ClassesModel::set_shown(const QStringList& names) {
    if (names == shown_) return;
    shown_ = names;
    if (!rows_.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, 0));
}

void ClassesModel::set_dark(bool dark) {
    if (dark == dark_) return;
    dark_ = dark;
    if (!rows_.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, 0));
}

int ClassesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int ClassesModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumns;
}

QString ClassesModel::images_text(const Row& row) {
    const QString images = QLocale().toString(row.images);
    return row.stop && row.stop->total > row.images
               ? tr("%1 / %2").arg(images, QLocale().toString(quint64(row.stop->total)))
               : images;
}

QString ClassesModel::tool_tip(const Row& row) {
    QString text = row.name == row.readable ? row.name : tr("%1 (%2)").arg(row.readable, row.name);
    if (!row.stop) return text;
    const ClassStop& stop = *row.stop;
    text +=
        QLatin1Char('\n') +
        tr("%L1 of its %L2 images were taken").arg(quint64(stop.taken)).arg(quint64(stop.total));
    if (stop.half_width && std::isfinite(*stop.half_width)) {
        text += QLatin1Char('\n') + tr("each of its mean gates is known within \u00b1 %1 (95 %)")
                                        .arg(QLocale().toString(*stop.half_width, 'g', 2));
    }
    return text;
}

QVariant ClassesModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = rows_[static_cast<std::size_t>(index.row())];
    const auto shown_at = shown_.indexOf(row.name);
    switch (role) {
        case Qt::DisplayRole:
            if (index.column() == kName) return row.readable;
            if (index.column() == kImages) return images_text(row);
            return std::isnan(row.accuracy) ? QString()
                                            : tr("%1 %").arg(100 * row.accuracy, 0, 'f', 1);
        case Qt::ToolTipRole:
            return tool_tip(row);
        case Qt::CheckStateRole:
            if (index.column() != kName) return {};
            return shown_at >= 0 ? Qt::Checked : Qt::Unchecked;
        case Qt::DecorationRole: {
            if (index.column() != kName) return {};
            if (shown_at < 0) return QColor(Qt::transparent);  // so that names stay in line
            const Theme& theme = dark_ ? dark_theme() : light_theme();
            const int colour = colours_.value(row.name, static_cast<int>(shown_at));
            return theme.curve(colour);
        }
        case Qt::TextAlignmentRole:
            return index.column() == kName ? QVariant(Qt::AlignLeft | Qt::AlignVCenter)
                                           : QVariant(Qt::AlignRight | Qt::AlignVCenter);
        case kClassName:
            return row.name;
        case kShown:
            return shown_at >= 0;
        case kSortValue:
            if (index.column() == kName) return row.readable;
            if (index.column() == kImages) return row.images;
            return std::isnan(row.accuracy) ? -1.0 : row.accuracy;
        default:
            return {};
    }
}

bool ClassesModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::CheckStateRole || index.column() != kName ||
        !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const QString& name = rows_[static_cast<std::size_t>(index.row())].name;
    if (value.toInt() == Qt::Checked) {
        if (!shown_.contains(name)) shown_.append(name);
    } else {
        shown_.removeAll(name);
    }
    emit dataChanged(this->index(0, 0), this->index(rowCount() - 1, 0));
    emit shown_changed(shown_);
    return true;
}

Qt::ItemFlags ClassesModel::flags(const QModelIndex& index) const {
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.isValid() && index.column() == kName) flags |= Qt::ItemIsUserCheckable;
    return flags;
}

QVariant ClassesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) {
        return QVariant((section == kName ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case kName:
            return tr("Class");
        case kImages:
            return tr("Images");
        case kAccuracy:
            return tr("Top-1");
        default:
            return {};
    }
}

}  // namespace sescope::ui

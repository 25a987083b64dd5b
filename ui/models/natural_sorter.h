// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCollator>
#include <QLocale>
#include <QSortFilterProxyModel>

namespace sescope::ui {

/// Sorts names as people do, "img 9" before "Img 10", and numbers by their size.
class NaturalSorter : public QSortFilterProxyModel {
  public:
    explicit NaturalSorter(QObject* parent)
        // The locale "C" sorts by bytes, whatever is asked for.
        : QSortFilterProxyModel(parent),
          natural_(QLocale().language() == QLocale::C ? QLocale(QLocale::English) : QLocale()) {
        natural_.setNumericMode(true);
        natural_.setCaseSensitivity(Qt::CaseInsensitive);
    }

  protected:
    bool lessThan(const QModelIndex& a, const QModelIndex& b) const override {
        const QVariant left = a.data(sortRole());
        const QVariant right = b.data(sortRole());
        if (left.typeId() == QMetaType::QString && right.typeId() == QMetaType::QString)
            return natural_.compare(left.toString(), right.toString()) < 0;
        return QSortFilterProxyModel::lessThan(a, b);
    }

  private:
    QCollator natural_;
};

}  // namespace sescope::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <QStringList>
#include <optional>
#include <vector>

#include "ui/jobs/work_jobs.h"

namespace sescope::ui {

/// The classes of a profile: name, check (is shown), images, accuracy. Stays fluid with thousands.
class ClassesModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Column { kName, kImages, kAccuracy, kColumns };
    enum Role { kClassName = Qt::UserRole + 1, kSortValue, kShown };

    using QAbstractTableModel::QAbstractTableModel;

    void set_profile(const ProfilePtr& profile);
    /// Palette index of each class; of others none is shown.
    void set_colours(const QHash<QString, int>& colours);
    void set_shown(const QStringList& names);
    QStringList shown() const { return shown_; }
    /// Swatches have the colours that the figures use in light or dark.
    void set_dark(bool dark);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  signals:
    /// The person checked or unchecked a class.
    void shown_changed(const QStringList& names);

  private:
    struct Row {
        QString name;
        QString readable;
        quint64 images = 0;
        double accuracy = 0;                 ///< NaN where not known
        std::optional<ClassStop> stop = {};  ///< of a run that ends once means are known
    };
    static QString images_text(const Row& row);
    static QString tool_tip(const Row& row);
    bool dark_ = false;
    std::vector<Row> rows_;
    QStringList shown_;
    QHash<QString, int> colours_;  ///< in the order of colours
};

}  // namespace sescope::ui

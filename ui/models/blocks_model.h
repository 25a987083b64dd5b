// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <map>
#include <vector>

#include "core/pruning/verdict.h"
#include "ui/jobs/work_jobs.h"

namespace sescope::ui {

/// What a block's numbers say at a glance.
enum class Health { agnostic, specific, saturated, constant, stuck };
/// By share of variance between classes, open fraction, spread and stuck fraction.
Health health_of(const BlockSummary& summary);
QString health_word(Health health);
/// One character of its own for each, so that health is told by shape as well as by word.
QString health_shape(Health health);
QString health_sentence(const BlockSummary& summary);

/// SE blocks in a tree: stages, and the blocks of each.
class BlocksModel : public QAbstractItemModel {
    Q_OBJECT

  public:
    enum Role { kBlockName = Qt::UserRole + 1, kCurve, kSortValue, kPrunable };
    enum Column { kName, kChart, kHealth, kColumns };

    using QAbstractItemModel::QAbstractItemModel;

    void set_digest(const DigestPtr& digest);
    /// Marks the blocks that can be taken out; a mark's tooltip is the verdict's sentence.
    void set_verdicts(const std::vector<Verdict>& verdicts);
    QModelIndex index_of(const QString& block) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    struct Block {
        QString name;
        BlockSummary summary;
        QVariantList curve;  ///< mean gates, sorted: the block's profile in small
    };
    struct Stage {
        int number = 0;
        std::vector<Block> blocks;
    };
    QString tip_of(const Block& block) const;
    const Block* block_at(const QModelIndex& index) const;

    std::vector<Stage> stages_;
    std::map<QString, QString> prunable_;  ///< name and verdict of each that can be taken out
};

}  // namespace sescope::ui

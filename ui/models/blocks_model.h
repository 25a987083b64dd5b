// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <vector>

#include "core/pruning/verdict.h"
#include "ui/jobs/work_jobs.h"

namespace sescope::ui {

/// Blocks in a tree: stages, and the gates of each. What a block is, its verdict says: see
/// `set_verdicts`.
class BlocksModel : public QAbstractItemModel {
    Q_OBJECT

  public:
    /// `kBar`: a fraction of 0..1 that is drawn as a bar; none: not known.
    enum Role { kBlockName = Qt::UserRole + 1, kBar, kSortValue, kPrunable };
    enum Column { kName, kShare, kStrength, kVerdict, kModule, kColumns };

    using QAbstractItemModel::QAbstractItemModel;

    void set_digest(const DigestPtr& digest);
    /// Judgements of the same blocks, by the thresholds as they are now.
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
        QString module;  ///< path in the network
        int order = 0;   ///< in the network
        BlockSummary summary;
    };
    struct Stage {
        int number = 0;
        std::vector<Block> blocks;
    };
    static std::vector<Stage> stages_of(const DigestPtr& digest);
    QString tip_of(const Block& block) const;
    QVariant value_of(const Block& block, int column) const;
    const Block* block_at(const QModelIndex& index) const;
    const Verdict* verdict_of(const Block& block) const;

    std::vector<Stage> stages_;
    std::vector<Verdict> verdicts_;  ///< in the order of the network
};

}  // namespace sescope::ui

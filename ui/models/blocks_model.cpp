// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/blocks_model.h"

#include <QLocale>
#include <algorithm>
#include <cmath>

#include "ui/look/core_texts.h"
#include "ui/models/verdicts_model.h"

namespace sescope::ui {
namespace {

// Of internal ids: a stage's rows carry 0, a block's row carries its stage's position plus one.
constexpr quintptr kStageId = 0;

QString percent(double fraction) {
    return std::isnan(fraction) ? QStringLiteral("-")
                                : BlocksModel::tr("%1 %").arg(100 * fraction, 0, 'f', 1);
}

}  // namespace

// Blocks of a stage stand together, whatever stands between them in the network.
std::vector<BlocksModel::Stage> BlocksModel::stages_of(const DigestPtr& digest) {
    std::vector<Stage> stages;
    for (std::size_t i = 0; digest && i < digest->blocks.size(); ++i) {
        const BlockSummary& summary = digest->blocks[i];
        auto stage = std::ranges::find(stages, summary.stage, &Stage::number);
        if (stage == stages.end()) stage = stages.insert(stage, Stage{summary.stage, {}});
        const GateSite* site = digest->profile->network.find_site(summary.block);
        stage->blocks.push_back({QString::fromStdString(summary.block),
                                 site != nullptr ? QString::fromStdString(site->id) : QString(),
                                 static_cast<int>(i), summary});
    }
    std::ranges::stable_sort(stages, {}, &Stage::number);
    return stages;
}

void BlocksModel::set_digest(const DigestPtr& digest) {
    std::vector<Stage> stages = stages_of(digest);
    const bool same_shape = std::ranges::equal(stages, stages_, [](const Stage& a, const Stage& b) {
        return a.number == b.number &&
               std::ranges::equal(a.blocks, b.blocks, {}, &Block::name, &Block::name);
    });
    if (same_shape) {
        // Snapshots of a run keep the selection and the unfolded stages.
        stages_ = std::move(stages);
        for (int s = 0; s < rowCount(); ++s) {
            const QModelIndex stage = index(s, 0);
            emit dataChanged(index(0, 0, stage), index(rowCount(stage) - 1, kColumns - 1, stage));
        }
        return;
    }
    beginResetModel();
    stages_ = std::move(stages);
    endResetModel();
}

void BlocksModel::set_verdicts(const std::vector<Verdict>& verdicts) {
    verdicts_ = verdicts;
    for (int s = 0; s < rowCount(); ++s) {
        const QModelIndex stage = index(s, 0);
        if (rowCount(stage) == 0) continue;
        emit dataChanged(index(0, 0, stage), index(rowCount(stage) - 1, kColumns - 1, stage));
    }
}

QModelIndex BlocksModel::index_of(const QString& block) const {
    for (std::size_t s = 0; s < stages_.size(); ++s) {
        for (std::size_t b = 0; b < stages_[s].blocks.size(); ++b) {
            if (stages_[s].blocks[b].name == block) {
                return index(static_cast<int>(b), 0, index(static_cast<int>(s), 0));
            }
        }
    }
    return {};
}

QModelIndex BlocksModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    return createIndex(row, column,
                       parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : kStageId);
}

QModelIndex BlocksModel::parent(const QModelIndex& child) const {
    if (!child.isValid() || child.internalId() == kStageId) return {};
    return createIndex(static_cast<int>(child.internalId() - 1), 0, kStageId);
}

int BlocksModel::rowCount(const QModelIndex& parent) const {
    if (!parent.isValid()) return static_cast<int>(stages_.size());
    if (parent.internalId() != kStageId || parent.column() != 0) return 0;
    return static_cast<int>(stages_[static_cast<std::size_t>(parent.row())].blocks.size());
}

int BlocksModel::columnCount(const QModelIndex&) const {
    return kColumns;
}

const BlocksModel::Block* BlocksModel::block_at(const QModelIndex& index) const {
    if (!index.isValid() || index.internalId() == kStageId) return nullptr;
    return &stages_[index.internalId() - 1].blocks[static_cast<std::size_t>(index.row())];
}

const Verdict* BlocksModel::verdict_of(const Block& block) const {
    const auto found = std::ranges::find(verdicts_, block.name.toStdString(), &Verdict::block);
    return found == verdicts_.end() ? nullptr : &*found;
}

QString BlocksModel::tip_of(const Block& block) const {
    QStringList lines{
        tr("%1: %L2 channels, mean gate %3, class share %4, strength %5")
            .arg(block.module.isEmpty() ? block.name : block.module)
            .arg(block.summary.channels)
            .arg(block.summary.mean, 0, 'f', 3)
            .arg(percent(block.summary.class_share), percent(block.summary.strength.mean))};
    if (const Verdict* verdict = verdict_of(block)) {
        lines.append(tr("%1: %2").arg(verdict_text(*verdict), core_text(verdict->sentence)));
        if (verdict->prunable)
            lines.append(
                tr("%1 It can go. Click the mark to see what that costs.").arg(prunable_mark()));
    }
    return lines.join(QLatin1Char('\n'));
}

QVariant BlocksModel::value_of(const Block& block, int column) const {
    if (column == kShare) return block.summary.class_share;
    if (column == kStrength) return block.summary.strength.mean;
    return {};
}

QVariant BlocksModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Block* block = block_at(index);
    if (block == nullptr) {
        const Stage& stage = stages_[static_cast<std::size_t>(index.row())];
        if (role == Qt::DisplayRole && index.column() == kName)
            return tr("Stage %1").arg(stage.number);
        if (role == kSortValue) return stage.number;
        return {};
    }
    const Verdict* verdict = verdict_of(*block);
    switch (role) {
        case Qt::DisplayRole:
            if (index.column() == kName) return block->name;
            if (index.column() == kModule) return block->module;
            if (index.column() != kVerdict || verdict == nullptr) return {};
            return verdict->prunable ? verdict_text(*verdict) + QLatin1Char(' ') + prunable_mark()
                                     : verdict_text(*verdict);
        case Qt::ToolTipRole:
            return tip_of(*block);
        case Qt::AccessibleTextRole:
            return verdict == nullptr ? block->name
                                      : tr("%1, %2").arg(block->name, verdict_text(*verdict));
        case kPrunable:
            return verdict != nullptr && verdict->prunable;
        case kBlockName:
            return block->name;
        case kBar:
            return value_of(*block, index.column());
        case kSortValue:
            if (index.column() == kShare || index.column() == kStrength)
                return value_of(*block, index.column());
            if (index.column() == kVerdict && verdict != nullptr)
                return static_cast<int>(verdict->kind);
            return index.column() == kModule ? QVariant(block->module) : QVariant(block->order);
        default:
            return {};
    }
}

QVariant BlocksModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::ToolTipRole) {
        switch (section) {
            case kShare:
                return tr("How much of the variance of the gates lies between classes");
            case kStrength:
                return tr("What of the block's output would change if each gate were its mean");
            case kVerdict:
                return tr("What the block does, by the thresholds of the Prune page");
            case kModule:
                return tr("Where the gate stands in the network");
            default:
                return tr("By stage, in the order of the forward pass");
        }
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case kName:
            return tr("Block");
        case kShare:
            return tr("Class share");
        case kStrength:
            return tr("Strength");
        case kVerdict:
            return tr("Verdict");
        case kModule:
            return tr("Module");
        default:
            return {};
    }
}

}  // namespace sescope::ui

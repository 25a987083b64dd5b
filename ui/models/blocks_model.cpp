// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/blocks_model.h"

#include <algorithm>

#include "ui/look/core_texts.h"
#include "ui/models/verdicts_model.h"

namespace sescope::ui {
namespace {

// Of internal ids: a stage's rows carry 0, a block's row carries its stage's position plus one.
constexpr quintptr kStageId = 0;

int stage_number(const std::string& block) {
    return block.size() > 3 ? block[3] - '0' : 0;  // "SE_5_2"
}

}  // namespace

Health health_of(const BlockSummary& summary) {
    if (summary.stuck > 0.9) return Health::stuck;
    if (summary.open > 0.9) return Health::saturated;
    if (summary.std_total < 0.02) return Health::constant;
    return summary.class_share > 0.25 ? Health::specific : Health::agnostic;
}

QString health_word(Health health) {
    switch (health) {
        case Health::agnostic:
            return BlocksModel::tr("agnostic");
        case Health::specific:
            return BlocksModel::tr("specific");
        case Health::saturated:
            return BlocksModel::tr("saturated");
        case Health::constant:
            return BlocksModel::tr("constant");
        case Health::stuck:
            return BlocksModel::tr("stuck");
    }
    return {};
}

QString health_shape(Health health) {
    switch (health) {
        case Health::agnostic:
            return QStringLiteral("\u25cb");  // circle
        case Health::specific:
            return QStringLiteral("\u25cf");  // disc
        case Health::saturated:
            return QStringLiteral("\u25b2");  // triangle
        case Health::constant:
            return QStringLiteral("\u25a0");  // square
        case Health::stuck:
            return QStringLiteral("\u2715");  // cross
    }
    return {};
}

QString health_sentence(const BlockSummary& summary) {
    switch (health_of(summary)) {
        case Health::agnostic:
            return BlocksModel::tr(
                "Gates vary from image to image, but much alike for all classes.");
        case Health::specific:
            return BlocksModel::tr(
                "Gates depend on the class: much of their variance lies between classes.");
        case Health::saturated:
            return BlocksModel::tr(
                "Nearly all gates are open: the block is close to the identity.");
        case Health::constant:
            return BlocksModel::tr("Gates hardly move: a constant scale would do the same.");
        case Health::stuck:
            return BlocksModel::tr("Gates stay at 0.5: the block never learned.");
    }
    return {};
}

void BlocksModel::set_digest(const DigestPtr& digest) {
    std::vector<Stage> stages;
    for (std::size_t i = 0; digest && i < digest->blocks.size(); ++i) {
        const BlockSummary& summary = digest->blocks[i];
        const int number = stage_number(summary.block);
        if (stages.empty() || stages.back().number != number) stages.push_back({number, {}});
        QVariantList curve;
        for (const double gate : digest->curves[i]) curve.append(gate);
        stages.back().blocks.push_back(
            {QString::fromStdString(summary.block), summary, std::move(curve)});
    }
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
    prunable_.clear();
    for (const Verdict& verdict : verdicts) {
        if (verdict.prunable)
            prunable_[QString::fromStdString(verdict.block)] = core_text(verdict.sentence);
    }
    for (int s = 0; s < rowCount(); ++s) {
        const QModelIndex stage = index(s, 0);
        if (rowCount(stage) == 0) continue;
        emit dataChanged(index(0, kHealth, stage), index(rowCount(stage) - 1, kHealth, stage));
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

QString BlocksModel::tip_of(const Block& block) const {
    const QString tip = tr("%1: %2 channels, mean gate %3, class share %4. %5")
                            .arg(block.name)
                            .arg(block.summary.channels)
                            .arg(block.summary.mean, 0, 'f', 3)
                            .arg(block.summary.class_share, 0, 'f', 3)
                            .arg(health_sentence(block.summary));
    const auto found = prunable_.find(block.name);
    if (found == prunable_.end()) return tip;
    return tip + QLatin1Char('\n') +
           tr("%1 It can go: %2. Click the mark to see what that costs.")
               .arg(prunable_mark(), found->second);
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
    switch (role) {
        case Qt::DisplayRole:
            if (index.column() == kName) return block->name;
            if (index.column() == kHealth) {
                const Health health = health_of(block->summary);
                const QString text = health_shape(health) + QLatin1Char(' ') + health_word(health);
                return prunable_.contains(block->name) ? text + QLatin1Char(' ') + prunable_mark()
                                                       : text;
            }
            return {};
        case Qt::ToolTipRole:
            return tip_of(*block);
        case Qt::AccessibleTextRole:
            return tr("%1, %2").arg(block->name, health_word(health_of(block->summary)));
        case kPrunable:
            return prunable_.contains(block->name);
        case kBlockName:
            return block->name;
        case kSortValue:
            if (index.column() == kChart) return block->summary.mean;
            if (index.column() == kHealth) return block->summary.class_share;
            return index.row();
        case kCurve:
            return block->curve;
        default:
            return {};
    }
}

QVariant BlocksModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::ToolTipRole) {
        if (section == kChart) return tr("Mean gate of each channel, sorted, on 0 .. 1");
        if (section == kHealth) return tr("What the block does; sorted by its class share");
        return tr("By stage, in the order of the forward pass");
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case kName:
            return tr("Block");
        case kChart:
            return tr("Mean gates");
        case kHealth:
            return tr("Health");
        default:
            return {};
    }
}

}  // namespace sescope::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/verdicts_model.h"

#include <QLocale>
#include <cmath>

#include "core/report/shown_number.h"
#include "ui/look/core_texts.h"

namespace sescope::ui {
namespace {

QString percent(double fraction) {
    if (std::isnan(fraction)) return QStringLiteral("-");
    return QString::fromStdString(shown_real(100 * fraction, 3));
}

const VerdictRule& rule_of(int column) {
    return verdict_rules()[static_cast<std::size_t>(column - VerdictsModel::kFirstMetric)];
}

}  // namespace

QString metric_name(const VerdictRule& rule) {
    // Known to the catalogue; a rule that is not is shown in its own words.
    static const std::map<std::string_view, const char*> kNames{
        {"stuck", QT_TRANSLATE_NOOP("sescope::ui::VerdictsModel", "stuck channels")},
        {"open", QT_TRANSLATE_NOOP("sescope::ui::VerdictsModel", "open gates")},
        {"identity", QT_TRANSLATE_NOOP("sescope::ui::VerdictsModel", "change by gates of 1")},
        {"strength", QT_TRANSLATE_NOOP("sescope::ui::VerdictsModel", "strength")},
        {"spread", QT_TRANSLATE_NOOP("sescope::ui::VerdictsModel", "spread of the gates")}};
    const auto found = kNames.find(rule.key);
    return found != kNames.end() ? VerdictsModel::tr(found->second)
                                 : QString::fromUtf8(rule.metric.data(), rule.metric.size());
}

QString verdict_word(VerdictKind kind) {
    switch (kind) {
        case VerdictKind::live:
            return VerdictsModel::tr("live");
        case VerdictKind::saturated:
            return VerdictsModel::tr("saturated");
        case VerdictKind::constant:
            return VerdictsModel::tr("constant");
        case VerdictKind::stuck:
            return VerdictsModel::tr("stuck");
        case VerdictKind::unknown:
            break;
    }
    return VerdictsModel::tr("unknown");
}

QString verdict_shape(VerdictKind kind) {
    switch (kind) {
        case VerdictKind::live:
            return QStringLiteral("\u25cf");  // disc
        case VerdictKind::saturated:
            return QStringLiteral("\u25b2");  // triangle
        case VerdictKind::constant:
            return QStringLiteral("\u25a0");  // square
        case VerdictKind::stuck:
            return QStringLiteral("\u2715");  // cross
        case VerdictKind::unknown:
            break;
    }
    return QStringLiteral("?");
}

QString prunable_mark() {
    return QStringLiteral("\u2702");  // scissors
}

QString verdict_text(const Verdict& verdict) {
    const QString text =
        verdict_shape(verdict.kind) + QLatin1Char(' ') + verdict_word(verdict.kind);
    return verdict.near ? VerdictsModel::tr("%1, near %2").arg(text, verdict_word(*verdict.near))
                        : text;
}

void VerdictsModel::set_verdicts(const std::vector<Verdict>& verdicts) {
    const bool same_rows =
        std::ranges::equal(verdicts, verdicts_, {}, &Verdict::block, &Verdict::block);
    if (same_rows && !verdicts.empty()) {
        // Thresholds and snapshots of a run move no row: what is selected stays so.
        verdicts_ = verdicts;
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    beginResetModel();
    verdicts_ = verdicts;
    endResetModel();
}

void VerdictsModel::set_chosen(const QStringList& blocks, std::optional<Replacement> replacement) {
    if (blocks == chosen_ && replacement == replacement_) return;
    chosen_ = blocks;
    replacement_ = replacement;
    if (rowCount() > 0) emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int VerdictsModel::row_of(const QString& block) const {
    const auto found = std::ranges::find(verdicts_, block.toStdString(), &Verdict::block);
    return found == verdicts_.end() ? -1 : static_cast<int>(found - verdicts_.begin());
}

int VerdictsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(verdicts_.size());
}

int VerdictsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kFirstMetric + static_cast<int>(verdict_rules().size());
}

QString VerdictsModel::text_at(const Verdict& verdict, int column) const {
    switch (column) {
        case kBlock:
            return QString::fromStdString(verdict.block);
        case kVerdict:
            return verdict.prunable ? verdict_text(verdict) + QLatin1Char(' ') + prunable_mark()
                                    : verdict_text(verdict);
        case kReplacement:
            return replacement_.value_or(verdict.replacement) == Replacement::mean ? tr("mean gate")
                                                                                   : tr("nothing");
        case kParameters:
            return QString::fromStdString(shown_integer(verdict.numbers.parameters));
        case kClassShare:
            return percent(verdict.numbers.class_share);
        default:
            return percent(rule_of(column).value(verdict.numbers));
    }
}

QVariant VerdictsModel::sort_value(const Verdict& verdict, int row, int column) const {
    switch (column) {
        case kBlock:
            return row;
        case kVerdict:
            return static_cast<int>(verdict.kind);
        case kReplacement:
            return text_at(verdict, column);
        case kParameters:
            return QVariant::fromValue<qlonglong>(verdict.numbers.parameters);
        case kClassShare:
            return verdict.numbers.class_share;
        default:
            return rule_of(column).value(verdict.numbers);
    }
}

QVariant VerdictsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Verdict& verdict = verdicts_[static_cast<std::size_t>(index.row())];
    const QString block = QString::fromStdString(verdict.block);
    switch (role) {
        case Qt::DisplayRole:
            return text_at(verdict, index.column());
        case Qt::CheckStateRole:
            if (index.column() != kBlock) return {};
            return chosen_.contains(block) ? Qt::Checked : Qt::Unchecked;
        case Qt::ToolTipRole: {
            const QString sentence = tr("%1: %2").arg(block, core_text(verdict.sentence));
            return verdict.prunable ? sentence + QLatin1Char('\n') +
                                          tr("%1 can be taken out").arg(prunable_mark())
                                    : sentence;
        }
        case Qt::TextAlignmentRole:
            return index.column() >= kParameters ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                                 : QVariant();
        case kBlockName:
            return block;
        case kSortValue:
            return sort_value(verdict, index.row(), index.column());
        default:
            return {};
    }
}

bool VerdictsModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!index.isValid() || role != Qt::CheckStateRole || index.column() != kBlock) return false;
    const QString block = index.data(kBlockName).toString();
    const bool checked = value.toInt() == Qt::Checked;
    QStringList blocks;
    for (const Verdict& verdict : verdicts_) {
        const QString name = QString::fromStdString(verdict.block);
        if (name == block ? checked : chosen_.contains(name)) blocks.append(name);
    }
    emit chosen(blocks);
    return true;
}

Qt::ItemFlags VerdictsModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.isValid() && index.column() == kBlock ? flags | Qt::ItemIsUserCheckable : flags;
}

QVariant VerdictsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole && section >= kParameters)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case kBlock:
            return tr("Block");
        case kVerdict:
            return tr("Verdict");
        case kReplacement:
            return tr("Replace by");
        case kParameters:
            return tr("Parameters");
        case kClassShare:
            return tr("Class share (%)");
        default: {
            QString name = metric_name(rule_of(section));
            name[0] = name[0].toUpper();
            return tr("%1 (%)").arg(name);
        }
    }
}

}  // namespace sescope::ui

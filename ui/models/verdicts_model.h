// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "core/pruning/verdict.h"
#include "ui/models/workspace.h"

namespace sescope::ui {

/// "live", in the person's language.
QString verdict_word(VerdictKind kind);
/// One character of its own for each, so that verdicts are told by shape as well as by word.
QString verdict_shape(VerdictKind kind);
/// "▲ saturated", with a mark where another verdict is near.
QString verdict_text(const Verdict& verdict);
/// What a rule looks at, in the person's language.
QString metric_name(const VerdictRule& rule);
/// The mark of a block that can be taken out.
QString prunable_mark();

/// The SE blocks with their verdicts and the numbers behind them; checked: to be taken out.
class VerdictsModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Role { kBlockName = Qt::UserRole + 1, kSortValue };
    /// Columns before those of the metrics of `verdict_rules`, which follow in their order.
    enum Column { kBlock, kVerdict, kReplacement, kParameters, kClassShare, kFirstMetric };

    using QAbstractTableModel::QAbstractTableModel;

    void set_verdicts(const std::vector<Verdict>& verdicts);
    /// The checked blocks, and what replaces them; nothing: what each verdict says.
    void set_chosen(const QStringList& blocks, std::optional<Replacement> replacement);
    int row_of(const QString& block) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  signals:
    /// The person checked or unchecked a block: these are to be chosen now.
    void chosen(const QStringList& blocks);

  private:
    QString text_at(const Verdict& verdict, int column) const;
    QVariant sort_value(const Verdict& verdict, int row, int column) const;

    std::vector<Verdict> verdicts_;
    QStringList chosen_;
    std::optional<Replacement> replacement_;
};

}  // namespace sescope::ui

// SPDX-License-Identifier: GPL-3.0-or-later
// The models behind the views: their values, and Qt's own tester of the rules of models.
#include <QAbstractItemModelTester>

#include "core/report/tables.h"
#include "tests/ui/window/window_fixture.h"
#include "ui/look/core_texts.h"
#include "ui/models/blocks_model.h"
#include "ui/models/classes_model.h"
#include "ui/models/report_table_model.h"
#include "ui/models/verdicts_model.h"

namespace sescope::test {
namespace {

using ui::BlocksModel;
using ui::ClassesModel;
using ui::ReportTableModel;

constexpr auto kFatal = QAbstractItemModelTester::FailureReportingMode::Fatal;

class Models : public WindowTest {};

TEST_F(Models, BlocksAreATreeByStageWithTheirSummaries) {
    BlocksModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    model.set_digest(ui::digest_of(small_profile()));
    ASSERT_EQ(model.rowCount(), 1);
    const QModelIndex stage = model.index(0, 0);
    EXPECT_EQ(stage.data().toString(), "Stage 2");
    ASSERT_EQ(model.rowCount(stage), 2);
    const QModelIndex block = model.index_of("SE_2_2");
    EXPECT_EQ(block, model.index(1, 0, stage));
    EXPECT_EQ(block.data().toString(), "SE_2_2");
    EXPECT_EQ(model.index(0, BlocksModel::kShare, stage).data(BlocksModel::kBar).toDouble(),
              summarise(*small_profile())[0].class_share);
    EXPECT_FALSE(model.index_of("SE_5_3").isValid());
}

TEST_F(Models, BlocksOfAnEmptyProfileAreNone) {
    BlocksModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    model.set_digest(ui::digest_of(small_profile()));
    model.set_digest(nullptr);
    EXPECT_EQ(model.rowCount(), 0);
}

TEST_F(Models, TheVerdictOfABlockIsThatOfTheJudge) {
    BlocksModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    model.set_digest(ui::digest_of(small_profile()));
    for (const double strength : {0.05, 1.0}) {  // as a slider moves
        VerdictThresholds thresholds;
        thresholds.strength = strength;
        const std::vector<Verdict> judged = verdicts(*small_profile(), thresholds);
        model.set_verdicts(judged);
        for (const Verdict& verdict : judged) {
            const QModelIndex index = model.index_of(QString::fromStdString(verdict.block));
            EXPECT_TRUE(index.siblingAtColumn(BlocksModel::kVerdict)
                            .data()
                            .toString()
                            .startsWith(ui::verdict_text(verdict)));
            EXPECT_TRUE(
                index.data(Qt::ToolTipRole).toString().contains(ui::core_text(verdict.sentence)));
        }
    }
}

TEST_F(Models, ClassesShowNameCountAndAccuracy) {
    ClassesModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    model.set_profile(small_profile());
    ASSERT_EQ(model.rowCount(), 3);
    EXPECT_EQ(model.index(0, ClassesModel::kName).data().toString(), "tench");
    EXPECT_EQ(model.index(0, ClassesModel::kImages).data().toString(), "2");
    EXPECT_EQ(model.index(0, ClassesModel::kAccuracy).data().toString(), "50.0 %");
    // No image of this class was seen: no accuracy, not zero.
    EXPECT_EQ(model.index(2, ClassesModel::kAccuracy).data().toString(), "");
}

TEST_F(Models, CheckingAClassTellsWhatIsShown) {
    ClassesModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    model.set_profile(small_profile());
    model.set_shown({"n02"});
    QSignalSpy told(&model, &ClassesModel::shown_changed);
    EXPECT_EQ(model.index(1, 0).data(Qt::CheckStateRole).toInt(), Qt::Checked);
    EXPECT_TRUE(model.setData(model.index(0, 0), Qt::Checked, Qt::CheckStateRole));
    EXPECT_TRUE(model.setData(model.index(1, 0), Qt::Unchecked, Qt::CheckStateRole));
    ASSERT_EQ(told.count(), 2);
    EXPECT_EQ(told[0][0].toStringList(), (QStringList{"n02", "n01"}));
    EXPECT_EQ(told[1][0].toStringList(), (QStringList{"n01"}));
}

TEST_F(Models, TablesShowSignificantDigitsAndPercent) {
    ReportTableModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    Table table{"t",
                {{"layer", "layer"},
                 {"share", "share", "%", 3},
                 {"cost", "cost", "", 3},
                 {"count", "count"}},
                {{std::string("conv1"), 0.08062, 1234.5, std::int64_t{2530992}}},
                {}};
    model.set_table(table);
    EXPECT_EQ(model.index(0, 0).data().toString(), "conv1");
    EXPECT_EQ(model.index(0, 1).data().toString(), "8.06");
    EXPECT_EQ(model.index(0, 2).data().toString(), "1,234");
    EXPECT_EQ(model.index(0, 3).data().toString(), "2,530,992");
    EXPECT_EQ(model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), "share (%)");
    // Sorting goes by the value, not by what is shown of it.
    EXPECT_DOUBLE_EQ(model.index(0, 2).data(ReportTableModel::kSortValue).toDouble(), 1234.5);
}

TEST_F(Models, TheBlocksTableOfAProfileHasARowABlockAndOneForTheNetwork) {
    ReportTableModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    model.set_table(blocks_table(*small_profile()));
    ASSERT_EQ(model.rowCount(), 3);
    EXPECT_EQ(model.index(0, 0).data().toString(), "SE_2_1");
    EXPECT_EQ(model.index(2, 0).data().toString(), "network");
    EXPECT_EQ(model.index(0, 1).data().toString(), "2");
}

}  // namespace
}  // namespace sescope::test

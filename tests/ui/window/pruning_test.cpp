// SPDX-License-Identifier: GPL-3.0-or-later
// Pruning in the window: verdicts, choices and their undo, thresholds, search and proof.
#include "ui/models/pruning.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSlider>
#include <QTableView>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QTreeView>
#include <algorithm>
#include <utility>

#include "core/checkpoint/checkpoint.h"
#include "core/network/network.h"
#include "tests/ui/window/window_fixture.h"
#include "ui/bars/save_path.h"
#include "ui/main_window.h"
#include "ui/models/blocks_model.h"
#include "ui/models/verdicts_model.h"
#include "ui/pages/figure_tabs.h"
#include "ui/pages/figure_view.h"
#include "ui/pages/pruning_page.h"

namespace sescope::test {
namespace {

using ui::MainWindow;
using ui::PruningPage;
using ui::VerdictsModel;

constexpr auto kFatal = QAbstractItemModelTester::FailureReportingMode::Fatal;

Verdict made_verdict(const std::string& block, VerdictKind kind, bool prunable) {
    Verdict verdict;
    verdict.block = block;
    verdict.kind = kind;
    verdict.prunable = prunable;
    verdict.replacement =
        kind == VerdictKind::saturated ? Replacement::identity : Replacement::mean;
    verdict.sentence = "why";
    verdict.numbers.block = block;
    verdict.numbers.parameters = 526'464;
    verdict.numbers.open = 0.955;
    return verdict;
}

std::vector<Verdict> made_verdicts() {
    std::vector<Verdict> verdicts{made_verdict("SE_5_1", VerdictKind::live, false),
                                  made_verdict("SE_5_2", VerdictKind::saturated, true)};
    verdicts[0].near = VerdictKind::constant;
    return verdicts;
}

class VerdictsModelTest : public WindowTest {};

TEST_F(VerdictsModelTest, TellsVerdictsByShapeWordAndNumbers) {
    VerdictsModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    model.set_verdicts(made_verdicts());
    model.set_chosen({"SE_5_2"}, std::nullopt);
    const auto text = [&](int row, int column) {
        return model.index(row, column).data().toString();
    };
    EXPECT_EQ(text(0, VerdictsModel::kVerdict), "\u25cf live, near constant");
    EXPECT_EQ(text(1, VerdictsModel::kVerdict), "\u25b2 saturated \u2702");
    EXPECT_EQ(text(1, VerdictsModel::kReplacement), "nothing");
    EXPECT_EQ(text(0, VerdictsModel::kParameters), "526,464");
    EXPECT_EQ(text(0, VerdictsModel::kFirstMetric + 1), "95.5");
    EXPECT_TRUE(model.index(1, 0).data(Qt::ToolTipRole).toString().startsWith("SE_5_2: why"));
    EXPECT_EQ(model.index(0, 0).data(Qt::CheckStateRole).toInt(), Qt::Unchecked);
    EXPECT_EQ(model.index(1, 0).data(Qt::CheckStateRole).toInt(), Qt::Checked);
    model.set_chosen({"SE_5_2"}, Replacement::mean);
    EXPECT_EQ(text(1, VerdictsModel::kReplacement), "mean gate");
}

TEST_F(VerdictsModelTest, CheckingAsksForTheBlocksInTheNetworksOrder) {
    VerdictsModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    model.set_verdicts(made_verdicts());
    model.set_chosen({"SE_5_2"}, std::nullopt);
    QSignalSpy chosen(&model, &VerdictsModel::chosen);
    EXPECT_TRUE(model.setData(model.index(0, 0), Qt::Checked, Qt::CheckStateRole));
    EXPECT_EQ(chosen.at(0).at(0).toStringList(), QStringList({"SE_5_1", "SE_5_2"}));
    EXPECT_TRUE(model.setData(model.index(1, 0), Qt::Unchecked, Qt::CheckStateRole));
    EXPECT_EQ(chosen.at(1).at(0).toStringList(), QStringList());
    EXPECT_FALSE(model.setData(model.index(0, 1), Qt::Checked, Qt::CheckStateRole));
}

TEST_F(VerdictsModelTest, VerdictsOfTheSameBlocksMoveNoRow) {
    VerdictsModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    model.set_verdicts(made_verdicts());
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.set_verdicts(made_verdicts());
    EXPECT_EQ(reset.count(), 0);
    model.set_verdicts({});
    EXPECT_EQ(model.rowCount(), 0);
}

class PruningWindow : public WindowTest {
  protected:
    PruningPage& page() { return *window_.findChild<PruningPage*>(); }
    ui::Workspace& workspace() { return window_.workspace(); }
    QTableView& verdicts() {
        for (auto* view : page().findChildren<QTableView*>()) {
            if (view->accessibleName() == "Verdicts") return *view;
        }
        throw std::runtime_error("no table of verdicts");
    }
    QAction& action(const QString& text) {
        for (auto* found : page().findChildren<QAction*>()) {
            if (found->text() == text) return *found;
        }
        throw std::runtime_error("no command " + text.toStdString());
    }
    QComboBox& judged_by() {
        for (auto* box : page().findChildren<QComboBox*>()) {
            if (box->accessibleName() == "Judged by") return *box;
        }
        throw std::runtime_error("no choice of images");
    }
    void reopen_images(const DatasetOptions& options) {
        QSignalSpy opened(&workspace(), &ui::Workspace::dataset_changed);
        workspace().set_data_options(options);
        ASSERT_TRUE(wait_until([&] { return opened.count() > 0; }));
    }
    bool says(const QString& text) {
        for (auto* label : page().findChildren<QLabel*>()) {
            if (label->text().contains(text)) return true;
        }
        return false;
    }
    void open_profile() {
        make_profile();
        workspace().open_any(path("small.profile"));
        ASSERT_TRUE(wait_until([&] { return workspace().profile() != nullptr; }));
    }
    void run() {
        open_all(workspace(), 4);
        workspace().run();
        ASSERT_TRUE(wait_until([&] { return !workspace().running(); }));
        ASSERT_NE(workspace().profile(), nullptr);
    }
    void check(int row) {
        const QModelIndex index = verdicts().model()->index(row, 0);
        const bool checked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
        verdicts().model()->setData(index, checked ? Qt::Unchecked : Qt::Checked,
                                    Qt::CheckStateRole);
    }

    MainWindow window_;
};

TEST_F(PruningWindow, WithoutAProfileThePageSaysWhatWouldFillIt) {
    EXPECT_TRUE(says("run a network over images, or open a profile"));
    EXPECT_FALSE(action("Prove it").isEnabled());
    EXPECT_EQ(action("Prove it").toolTip(), "There is no profile yet: run a network over images");
}

TEST_F(PruningWindow, OfAProfileAloneNothingCanBeMeasuredAndTheTipSaysWhy) {
    open_profile();
    ASSERT_EQ(verdicts().model()->rowCount(), 2);
    check(0);
    EXPECT_FALSE(action("Find best set").isEnabled());
    EXPECT_EQ(action("Find best set").toolTip(), "Open the network of this profile first");
    EXPECT_EQ(action("Check best set").toolTip(), "Find the best set first");
}

// The middle of the page scrolls there; a measurement that runs out of sight seems to do nothing.
TEST_F(PruningWindow, OnALowScreenWhatMeasuresStaysInSight) {
    open_profile();
    window_.resize(1280, 760);
    window_.show();
    window_.findChild<ui::FigureTabs*>()->setCurrentWidget(&page());
    ASSERT_TRUE(wait_until([&] { return page().isVisible(); }));
    QApplication::processEvents();
    for (const char* text : {"Find best set", "Prove it", "Stop measuring"}) {
        bool found = false;
        for (auto* button : page().findChildren<QToolButton*>()) {
            if (button->defaultAction() != &action(text)) continue;
            found = true;
            EXPECT_FALSE(button->visibleRegion().isEmpty()) << text;
            EXPECT_EQ(button->visibleRegion().boundingRect(), button->rect()) << text;
        }
        EXPECT_TRUE(found) << text;
    }
}

TEST_F(PruningWindow, CheckedBlocksAreCountedAndUndone) {
    open_profile();
    EXPECT_TRUE(says("No block is checked."));
    check(0);
    EXPECT_EQ(workspace().selection().pruned, QStringList({"SE_2_1"}));
    // Of SE-ResNet-50's first block: 2 x 256 x 16 weights and 272 biases (counts.md).
    EXPECT_TRUE(says("Saves 8,464 parameters"));
    check(1);
    EXPECT_TRUE(says("Saves 16,928 parameters"));
    for (auto* found : window_.findChildren<QAction*>()) {
        if (found->shortcut() == QKeySequence(QKeySequence::Undo)) found->trigger();
    }
    EXPECT_EQ(workspace().selection().pruned, QStringList({"SE_2_1"}));
    EXPECT_TRUE(says("Saves 8,464 parameters"));
}

TEST_F(PruningWindow, TheBytesOfAFileFollowTheCounts) {
    run();
    check(3);
    EXPECT_TRUE(says("Saves "));  // at once
    const ui::Saving counted = window_.pruning().saving();
    EXPECT_FALSE(counted.bytes_known);
    ASSERT_TRUE(wait_until([&] { return window_.pruning().saving().bytes_known; }));
    const ui::Saving& saving = window_.pruning().saving();
    EXPECT_EQ(saving.after.parameters, counted.after.parameters);
    EXPECT_EQ(saving.after.macs, counted.after.macs);
    // Weights of fp32, every one of them a parameter of the unit.
    EXPECT_EQ(saving.before.bytes - saving.after.bytes,
              4 * (saving.before.parameters - saving.after.parameters));
    EXPECT_TRUE(says(" MB"));
    check(3);
    EXPECT_TRUE(says("No block is checked."));
    workspace().forget_partial();
}

TEST_F(PruningWindow, VerdictsFollowASliderAndGoBack) {
    open_profile();
    const QString before = verdicts().model()->index(0, VerdictsModel::kVerdict).data().toString();
    EXPECT_FALSE(before.contains("saturated"));
    for (auto* slider : page().findChildren<QSlider*>()) {
        if (slider->objectName() == "threshold_open") slider->setValue(0);
    }
    EXPECT_TRUE(verdicts()
                    .model()
                    ->index(0, VerdictsModel::kVerdict)
                    .data()
                    .toString()
                    .contains("saturated"));
    window_.pruning().set_thresholds({});
    EXPECT_EQ(verdicts().model()->index(0, VerdictsModel::kVerdict).data().toString(), before);
}

TEST_F(PruningWindow, AMarkInTheTreeOpensThePageAtItsBlock) {
    open_profile();
    window_.resize(1280, 800);
    window_.show();
    VerdictThresholds all_saturated;
    all_saturated.open = 0;
    all_saturated.identity = 1e9;  // however much it changes
    all_saturated.strength = 1e9;
    all_saturated.late_stage = 2;
    window_.pruning().set_thresholds(all_saturated);
    auto* tree = window_.findChild<QTreeView*>();
    const auto health = [&] {
        const QModelIndex stage = tree->model()->index(0, 0);
        return tree->model()->index(0, ui::BlocksModel::kVerdict, stage);
    };
    ASSERT_TRUE(
        wait_until([&] { return health().data().toString().endsWith(ui::prunable_mark()); }));
    const QModelIndex mark = health();
    EXPECT_TRUE(mark.data(Qt::ToolTipRole).toString().contains("It can go"));
    tree->scrollTo(mark);
    QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualRect(mark).center());
    EXPECT_EQ(window_.findChild<ui::FigureTabs*>()->currentWidget(), &page());
    EXPECT_EQ(workspace().selection().block, "SE_2_1");
    EXPECT_EQ(verdicts().currentIndex().data(VerdictsModel::kBlockName).toString(), "SE_2_1");
}

TEST_F(PruningWindow, AProofMeasuresWhatIsCheckedAndShowsIt) {
    run();
    EXPECT_TRUE(window_.pruning().same_images());  // there are no others
    EXPECT_TRUE(says("flatters the pruning"));
    EXPECT_EQ(action("Prove it").toolTip(), "Check a block in the table first");
    check(3);
    ASSERT_TRUE(action("Prove it").isEnabled());
    action("Prove it").trigger();
    EXPECT_TRUE(window_.pruning().running());
    EXPECT_EQ(action("Find best set").toolTip(), "A measurement is under way");
    ASSERT_TRUE(wait_until([&] { return !window_.pruning().running(); }));
    const auto proof = window_.pruning().proof();
    ASSERT_NE(proof, nullptr);
    EXPECT_EQ(proof->comparison.images, 12u);
    EXPECT_EQ(proof->choices.at(0).block, "SE_5_1");
    for (auto* view : page().findChildren<QTableView*>()) {
        if (view->accessibleName() != "Before and after") continue;
        EXPECT_EQ(view->model()->index(0, 0).data().toString(), "top-1");
    }
    // What the proof comes to stands once.
    const auto labels = page().findChildren<QLabel*>();
    EXPECT_EQ(std::ranges::count_if(
                  labels, [](const QLabel* label) { return label->text().contains("Tango"); }),
              1);
    workspace().forget_partial();
}

TEST_F(PruningWindow, ASearchDrawsItsTradeOffAndItsBestSetCanBeChecked) {
    window_.resize(1280, 800);
    window_.show();
    window_.findChild<ui::FigureTabs*>()->setCurrentWidget(&page());
    run();
    window_.pruning().find_best(1.0, Accuracy::top1);  // anything goes
    ASSERT_TRUE(wait_until([&] { return !window_.pruning().running(); }));
    ASSERT_NE(window_.pruning().plan(), nullptr);
    EXPECT_NE(page().figure()->figure(), nullptr);
    // It is drawn as high as the table can spare, and not flat.
    EXPECT_FALSE(verdicts().isVisible());
    EXPECT_TRUE(page().figure()->isVisible());
    ASSERT_TRUE(action("Check best set").isEnabled());
    action("Check best set").trigger();
    EXPECT_FALSE(workspace().selection().pruned.isEmpty());
    // They are replaced by what they were measured with, whatever their verdicts say.
    EXPECT_EQ(workspace().selection().replacement, Replacement::mean);
    workspace().forget_partial();
}

TEST_F(PruningWindow, AStoppedSearchEndsAndSaysNothingOfAnError) {
    run();
    std::vector<Error> errors;
    QObject::connect(&window_.pruning(), &ui::Pruning::failed, &window_,
                     [&](const Error& error) { errors.push_back(error); });
    window_.pruning().find_best(1.0, Accuracy::top1);
    window_.pruning().stop();
    ASSERT_TRUE(wait_until([&] { return !window_.pruning().running(); }));
    EXPECT_TRUE(errors.empty());
    workspace().forget_partial();
}

TEST_F(PruningWindow, ASearchThatIsToStopSaysSoAtOnce) {
    run();
    window_.pruning().find_best(1.0, Accuracy::top1);
    EXPECT_TRUE(action("Stop measuring").isEnabled());
    action("Stop measuring").trigger();
    ASSERT_TRUE(window_.pruning().running());
    EXPECT_TRUE(says("Stopping"));
    EXPECT_EQ(action("Stop measuring").toolTip(), "It is stopping");
    ASSERT_TRUE(wait_until([&] { return !window_.pruning().running(); }));
    EXPECT_FALSE(says("Stopping"));
    EXPECT_EQ(action("Stop measuring").toolTip(), "Nothing is measured");
    window_.pruning().find_best(1.0, Accuracy::top1);  // another one is not stopping
    EXPECT_TRUE(action("Stop measuring").isEnabled());
    workspace().forget_partial();
}

// A sample that is larger than the classes, as the profile of `sescope demo` is: of all its images.
TEST_F(PruningWindow, ImagesOutsideTheProfileAreNotOfferedWhereThereAreNone) {
    DatasetOptions sampled = workspace().data_options();
    sampled.per_class = 5;
    workspace().set_data_options(sampled);
    run();
    const auto& images = judged_by();
    const auto offered = [&] { return images.model()->flags(images.model()->index(0, 0)); };
    EXPECT_EQ(images.currentText(), "All images");
    EXPECT_FALSE(offered() & Qt::ItemIsEnabled);
    EXPECT_TRUE(says("all of them, which flatters the pruning. To judge by others"));

    sampled.per_class = 0;  // the same images, all of them
    reopen_images(sampled);
    EXPECT_EQ(images.currentText(), "All images");
    EXPECT_FALSE(offered() & Qt::ItemIsEnabled);

    make_images(6);  // two more of each class
    reopen_images(sampled);
    EXPECT_EQ(images.currentText(), "Images outside the profile");
    EXPECT_TRUE(offered() & Qt::ItemIsEnabled);
    EXPECT_FALSE(says("flatters the pruning"));
    workspace().forget_partial();
}

TEST_F(PruningWindow, WhatIsCheckedIsWrittenAsANetworkThatOpens) {
    run();
    EXPECT_EQ(action("Write pruned network...").toolTip(), "Check a block in the table first");
    check(3);
    ASSERT_TRUE(action("Write pruned network...").isEnabled());
    QString written;
    QObject::connect(&window_.pruning(), &ui::Pruning::written, &window_,
                     [&](const QString& file) { written = file; });
    window_.pruning().write(path("pruned"));
    EXPECT_EQ(action("Write pruned network...").toolTip(), "The pruned network is being written");
    ASSERT_TRUE(wait_until([&] { return !window_.pruning().writing(); }));
    EXPECT_EQ(written, path("pruned/model.safetensors"));
    const NetworkRecord before = workspace().profile()->network;
    const Network after = read_resnet_network(open_checkpoint(written.toStdString()));
    EXPECT_EQ(after.sites.size() + 1, before.sites.size());
    EXPECT_EQ(after.find_site("SE_5_1"), nullptr);
    workspace().forget_partial();
}

// The dialog is the one of all other files: it completes names, and begins where it ended.
TEST_F(PruningWindow, WhereToWriteIsAskedAsForOtherFiles) {
    run();
    check(3);
    QTimer person;
    QObject::connect(&person, &QTimer::timeout, &person, [&, typed = false]() mutable {
        auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
        if (dialog == nullptr || std::exchange(typed, true)) return;
        dialog->findChild<QLineEdit*>()->setText(path("smaller"));
        // Not from here: a timer does not fire while it is being answered.
        QMetaObject::invokeMethod(dialog, "accept", Qt::QueuedConnection);
    });
    person.start(20);
    QString written;
    QObject::connect(&window_.pruning(), &ui::Pruning::written, &window_,
                     [&](const QString& file) { written = file; });
    action("Write pruned network...").trigger();
    ASSERT_TRUE(wait_until([&] { return !window_.pruning().writing(); }));
    EXPECT_EQ(written, path("smaller.safetensors"));
    EXPECT_EQ(ui::last_folder(QStringLiteral("network")), QFileInfo(written).path());
    workspace().forget_partial();
}

TEST_F(PruningWindow, AWriteThatFailsIsSaidWithItsFile) {
    run();
    check(3);
    std::vector<Error> errors;
    QObject::connect(&window_.pruning(), &ui::Pruning::failed, &window_,
                     [&](const Error& error) { errors.push_back(error); });
    window_.pruning().write(path("net/config.json/pruned.safetensors"));  // a file in the way
    ASSERT_TRUE(wait_until([&] { return !window_.pruning().writing(); }));
    ASSERT_EQ(errors.size(), 1u);
    EXPECT_EQ(errors[0].kind(), ErrorKind::output);
    workspace().forget_partial();
}

TEST_F(PruningWindow, ClosingDuringAProofStopsIt) {
    run();
    check(3);
    window_.pruning().prove();
    EXPECT_TRUE(window_.pruning().running());
    workspace().forget_partial();
}

}  // namespace
}  // namespace sescope::test

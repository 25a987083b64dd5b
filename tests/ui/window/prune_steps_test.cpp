// SPDX-License-Identifier: GPL-3.0-or-later
// The three steps of the Prune page: what each says it came to, what folds away, and halves.
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QSlider>
#include <QSpinBox>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <algorithm>

#include "core/report/shown_number.h"
#include "tests/ui/window/window_fixture.h"
#include "ui/main_window.h"
#include "ui/pages/figure_tabs.h"
#include "ui/pages/images_page.h"
#include "ui/pages/pruning_headlines.h"
#include "ui/pages/pruning_page.h"

namespace sescope::test {
namespace {

using ui::Finding;
using ui::MainWindow;

QString shown(std::uint64_t number) {
    return QString::fromStdString(shown_integer(std::int64_t(number)));
}

Comparison compared(const PairedCounts& top1) {
    Comparison comparison;
    comparison.matched = true;
    comparison.images = top1.images();
    comparison.top1 = top1;
    comparison.classes.resize(10);
    return comparison;
}

TEST(Headlines, AProofThatIsNotDecidedSaysHowManyImagesWouldDo) {
    Proof proof;
    proof.comparison = compared({900, 0, 0, 100});
    const Finding finding = ui::finding_of(proof, 0.001);
    // 3.8415 x 0.999 / 0.001, in three digits.
    EXPECT_EQ(finding.images_needed, 3840u);
    EXPECT_TRUE(finding.text.contains(shown(3840))) << finding.text.toStdString();
    EXPECT_FALSE(finding.why_not_more.isEmpty());  // all that there were
    proof.origin.per_class = 100;
    proof.origin.images = 1000;
    EXPECT_TRUE(ui::finding_of(proof, 0.001).why_not_more.isEmpty());
    proof.origin.images = 990;  // a class that has no hundred
    EXPECT_FALSE(ui::finding_of(proof, 0.001).why_not_more.isEmpty());
}

TEST(Headlines, AProofThatIsDecidedAsksForNoMore) {
    Proof proof;
    proof.comparison = compared({9000, 0, 0, 1000});
    const Finding within = ui::finding_of(proof, 0.001);
    EXPECT_EQ(within.images_needed, 0u);
    proof.comparison = compared({9000, 500, 0, 500});
    const Finding beyond = ui::finding_of(proof, 0.001);
    EXPECT_EQ(beyond.images_needed, 0u);
    EXPECT_NE(within.text, beyond.text);
    proof.partial = true;
    EXPECT_TRUE(ui::finding_of(proof, 0.001).text.contains(shown(10'000)));
}

// The search chooses by the change that it saw; whether the budget is kept, the interval says.
TEST(Headlines, ASearchClaimsNoMoreThanItsInterval) {
    Plan plan;
    plan.budget.max_drop = 0.001;
    plan.steps.resize(3);
    plan.steps[1].comparison = compared({900, 0, 0, 100});
    plan.chosen = 1;
    Plan whole = plan;
    whole.steps[1].comparison = compared({90'000, 0, 0, 10'000});
    plan.partial = true;
    const Finding stopped = ui::finding_of(plan);
    EXPECT_EQ(stopped.images_needed, 3840u);
    EXPECT_TRUE(stopped.text.contains(shown(3840))) << stopped.text.toStdString();
    EXPECT_EQ(ui::finding_of(whole).images_needed, 0u);
    plan.chosen = -1;
    EXPECT_EQ(ui::finding_of(plan).images_needed, 0u);
}

TEST(Headlines, OutputsAreToldWhereThereIsNoClassifier) {
    Proof proof;
    proof.comparison.outputs = OutputComparison{.mean_error = 0.0123, .largest_error = 0.25};
    const QString text = ui::finding_of(proof, 0.001).text;
    EXPECT_TRUE(text.contains("1.23") && text.contains("25")) << text.toStdString();
}

TEST(Headlines, AProofWithoutAClassifierIsHeldToItsOwnMeasure) {
    Proof proof;
    Comparison& comparison = proof.comparison;
    comparison.images = 100;
    comparison.outputs = OutputComparison{.mean_error = 0.008, .low = 0.0035, .high = 0.0125};
    const Finding unclear = ui::finding_of(proof, 0.01);
    EXPECT_EQ(unclear.images_needed, 507u);  // as of the plan below
    EXPECT_TRUE(unclear.text.contains("outputs' change")) << unclear.text.toStdString();
    comparison.outputs->map = MapAgreement{.iou = 0.999, .low = 0.998, .high = 0.9995};
    const Finding within = ui::finding_of(proof, 0.01);
    EXPECT_EQ(within.images_needed, 0u);
    EXPECT_TRUE(within.text.contains("Agreement of the maps")) << within.text.toStdString();
}

TEST(Headlines, ASearchWithoutAClassifierIsHeldToWhatItsOutputsLose) {
    Plan plan;
    plan.budget.max_drop = 0.01;
    plan.steps.resize(1);
    plan.chosen = 0;
    Comparison& comparison = plan.steps[0].comparison;
    comparison.images = 100;
    comparison.outputs = OutputComparison{.mean_error = 0.001, .low = 0.0005, .high = 0.0015};
    const Finding within = ui::finding_of(plan);
    EXPECT_EQ(within.images_needed, 0u);
    comparison.outputs->mean_error = 0.008;
    comparison.outputs->low = 0.0035;
    comparison.outputs->high = 0.0125;
    const Finding unclear = ui::finding_of(plan);
    EXPECT_EQ(unclear.images_needed, 507u);  // 100 x (0.0045 / 0.002)^2
    EXPECT_TRUE(unclear.text.contains(shown(507))) << unclear.text.toStdString();
    EXPECT_NE(within.text, unclear.text);
}

class PruneStepsTest : public WindowTest {
  protected:
    ~PruneStepsTest() override { workspace().forget_partial(); }
    ui::Workspace& workspace() { return window_.workspace(); }
    ui::Pruning& pruning() { return window_.pruning(); }
    ui::PruningPage& page() { return *window_.findChild<ui::PruningPage*>(); }
    ui::FigureTabs& figures() { return *window_.findChild<ui::FigureTabs*>(); }
    template <class Widget>
    Widget& named(const char* name) {
        auto* found = window_.findChild<Widget*>(QString::fromLatin1(name));
        if (found == nullptr) throw std::runtime_error(std::string("no control ") + name);
        return *found;
    }
    QString headline(const char* step) {
        return named<QLabel>((std::string(step) + "_headline").c_str()).text();
    }
    void show_page(QSize size) {
        window_.resize(size);
        window_.show();
        figures().setCurrentWidget(&page());
    }
    void run(int per_class) {
        open_all(workspace(), per_class);
        workspace().run();
        ASSERT_TRUE(wait_until([&] { return !workspace().running(); }));
        ASSERT_NE(workspace().profile(), nullptr);
    }
    // Times are taken by the clock: on a busy machine a minute is short.
    bool measured() {
        const auto ended = [this] { return !pruning().running(); };
        return wait_until(ended) || wait_until(ended) || wait_until(ended);
    }
    void prove_last_block() {
        workspace().choose_pruned({"SE_5_1"});
        pruning().prove();
        ASSERT_TRUE(measured());
    }

    MainWindow window_;
};

TEST_F(PruneStepsTest, EachStepSaysWhatItCameTo) {
    show_page({1280, 800});
    run(4);
    const auto may_go = std::ranges::count_if(pruning().verdicts(), &Verdict::prunable);
    EXPECT_TRUE(headline("may_go").contains(shown(std::uint64_t(may_go > 0 ? may_go : 4))));
    const QString before = headline("proof");
    const QString unwritten = headline("writing");
    QString said;
    QObject::connect(&pruning(), &ui::Pruning::progressed, &window_,
                     [&] { said = named<QLabel>("measuring").text(); });
    ASSERT_NO_FATAL_FAILURE(prove_last_block());
    // After the last image it says what it does, and no longer how many of how many.
    EXPECT_FALSE(said.isEmpty());
    EXPECT_FALSE(said.contains("12")) << said.toStdString();
    const QString after = headline("proof");
    EXPECT_NE(after, before);
    auto& more = named<QPushButton>("measure_needed");
    EXPECT_FALSE(more.isHidden());
    EXPECT_FALSE(more.isEnabled());  // these are all
    EXPECT_FALSE(more.toolTip().isEmpty());
    workspace().choose_pruned({"SE_4_1"});
    EXPECT_NE(headline("proof"), after);  // it is of other blocks
    EXPECT_TRUE(more.isHidden());
    pruning().write(path("pruned"));
    ASSERT_TRUE(wait_until([&] { return !pruning().writing(); }));
    EXPECT_NE(headline("writing"), unwritten);
    EXPECT_TRUE(headline("writing").contains("pruned"));
}

TEST_F(PruneStepsTest, TheButtonMeasuresTheImagesThatAreNeeded) {
    show_page({1280, 800});
    DatasetOptions sampled = workspace().data_options();
    sampled.per_class = 2;
    workspace().set_data_options(sampled);
    run(6);
    ASSERT_EQ(workspace().profile()->images(), 6u);
    pruning().set_same_images(true);
    ASSERT_NO_FATAL_FAILURE(prove_last_block());
    EXPECT_EQ(pruning().proof()->comparison.images, 6u);
    auto& more = named<QPushButton>("measure_needed");
    ASSERT_FALSE(more.isHidden());
    ASSERT_TRUE(more.isEnabled());
    const std::uint64_t needed = ui::finding_of(*pruning().proof(), 0.001).images_needed;
    ASSERT_GT(needed, 0u);
    more.click();
    ASSERT_TRUE(measured());
    // As many of each class as that takes, and no more than there are.
    const std::uint64_t of_each = std::min<std::uint64_t>(6, (needed + 2) / 3);
    EXPECT_EQ(pruning().proof()->comparison.images, 3 * of_each);
    EXPECT_GT(pruning().proof()->comparison.images, 6u);
}

TEST_F(PruneStepsTest, EverySliderHasAPlainNameAndItsSentence) {
    const auto controls = page().findChildren<QSlider*>(QRegularExpression("^threshold_"));
    EXPECT_EQ(controls.size(), qsizetype(verdict_rules().size()) + 1);  // and how near is near
    const auto sentences = page().findChildren<QLabel*>("threshold_sentence");
    EXPECT_EQ(sentences.size(), controls.size() + 1);  // and the first stage
    QStringList texts;
    for (const QLabel* sentence : sentences) texts.append(sentence->text());
    EXPECT_FALSE(texts.contains(QString()));
    for (const QSlider* slider : controls) {
        EXPECT_FALSE(slider->accessibleName().isEmpty());
        EXPECT_TRUE(texts.contains(slider->accessibleDescription()));
    }
    EXPECT_TRUE(texts.contains(named<QSpinBox>("late_stage").accessibleDescription()));
}

TEST_F(PruneStepsTest, TablesFoldWhereThePageIsLowAndByTheirButton) {
    show_page({1024, 700});
    run(4);
    auto& verdicts = named<QTableView>("verdicts");
    ASSERT_TRUE(wait_until([&] { return verdicts.isVisible(); }));
    named<QToolButton>("may_go_fold").click();
    EXPECT_FALSE(verdicts.isVisible());
    named<QToolButton>("may_go_fold").click();
    EXPECT_TRUE(verdicts.isVisible());
    ASSERT_NO_FATAL_FAILURE(prove_last_block());
    EXPECT_TRUE(named<QWidget>("pruning_results").isVisible());  // what is new comes to the front
    window_.resize(1920, 1400);
    ASSERT_TRUE(wait_until([&] { return verdicts.isVisible(); }));
    EXPECT_TRUE(named<QWidget>("pruning_results").isVisible());
}

TEST_F(PruneStepsTest, ThePaneOfTablesMakesRoomOnPruneAndImages) {
    show_page({1024, 700});
    run(2);
    auto& tables = named<QDockWidget>("tables");
    const auto on = [&](QWidget* page_shown) {
        figures().setCurrentWidget(page_shown);
        QApplication::processEvents();
        return tables.isVisible();
    };
    QWidget* first = figures().widget(0);
    EXPECT_FALSE(on(&page()));
    EXPECT_FALSE(on(figures().findChild<ui::ImagesPage*>()));
    EXPECT_TRUE(on(first));
    EXPECT_FALSE(on(&page()));
    tables.toggleViewAction()->trigger();  // the person wants it here
    EXPECT_TRUE(tables.isVisible());
    EXPECT_TRUE(on(first));
    EXPECT_TRUE(on(&page()));
    tables.toggleViewAction()->trigger();
    EXPECT_FALSE(tables.isVisible());
    EXPECT_TRUE(on(first));
    EXPECT_FALSE(on(&page()));
    tables.toggleViewAction()->trigger();
    EXPECT_TRUE(tables.isVisible());
    tables.close();  // the pane's own X
    EXPECT_TRUE(on(first));
    EXPECT_FALSE(on(&page()));
}

TEST_F(PruneStepsTest, AProfileOfOneHalfIsProvenOnTheOther) {
    show_page({1280, 800});
    open_all(workspace(), 6);
    auto& half = named<QComboBox>("half");
    half.setCurrentIndex(half.findData(static_cast<int>(Split::profile)));
    emit half.activated(half.currentIndex());
    ASSERT_TRUE(wait_until([&] { return workspace().dataset()->images.size() == 9; }));
    workspace().run();
    ASSERT_TRUE(wait_until([&] { return !workspace().running(); }));
    EXPECT_EQ(workspace().profile()->origin.split, "profile");
    EXPECT_FALSE(pruning().only_own_images());
    auto& judged_by = named<QComboBox>("judged_by");
    EXPECT_EQ(judged_by.currentIndex(), 0);
    ASSERT_NO_FATAL_FAILURE(prove_last_block());
    ASSERT_NE(pruning().proof(), nullptr);
    EXPECT_EQ(pruning().proof()->comparison.images, 9u);
    EXPECT_EQ(pruning().proof()->origin.split, "proof");
    EXPECT_FALSE(pruning().proof()->origin.same_images);
    pruning().set_same_images(true);
    ASSERT_NO_FATAL_FAILURE(prove_last_block());
    EXPECT_EQ(pruning().proof()->comparison.images, 18u);
}

}  // namespace
}  // namespace sescope::test

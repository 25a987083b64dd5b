// SPDX-License-Identifier: GPL-3.0-or-later
// One visible state: whose results are shown, how far they are, and that no work is lost unasked.
#include <QAction>
#include <QApplication>
#include <QContextMenuEvent>
#include <QElapsedTimer>
#include <QGraphicsEffect>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QTimer>
#include <cstdio>
#include <filesystem>
#include <string>

#include "tests/ui/window/window_fixture.h"
#include "ui/bars/commands.h"
#include "ui/main_window.h"
#include "ui/models/selection_history.h"
#include "ui/pages/figure_canvas.h"
#include "ui/pages/figure_tabs.h"
#include "ui/pages/figure_view.h"
#include "ui/pages/start_page.h"
#include "ui/pages/table_page.h"
#include "ui/pages/tables.h"

namespace sescope::test {
namespace {

using ui::MainWindow;
using ui::Workspace;

class StateTest : public WindowTest {
  protected:
    ~StateTest() override { workspace().forget_partial(); }
    Workspace& workspace() { return window_.workspace(); }
    QAction& action(const char* name) {
        return *window_.findChild<QAction*>(QString::fromLatin1(name));
    }
    QString results() { return window_.findChild<QLabel*>("results_of")->text(); }
    /// Runs 600 images in batches of one and stops once some are through.
    void stop_early() {
        make_images(20);
        for (const char* name : {"bricks", "dots", "rings"}) {
            const std::filesystem::path folder = path("images").toStdString();
            for (int copy = 20; copy < 200; ++copy)
                std::filesystem::copy_file(folder / name / (std::to_string(copy % 20) + ".png"),
                                           folder / name / (std::to_string(copy) + ".png"));
        }
        open_all(workspace(), 20);
        workspace().engine_settings().batch = 1;
        const auto connection = QObject::connect(&workspace(), &Workspace::progressed, &workspace(),
                                                 [&](const Progress& progress) {
                                                     if (progress.done > 2) workspace().stop();
                                                 });
        workspace().run();
        ASSERT_TRUE(wait_until([&] { return !workspace().running(); }));
        QObject::disconnect(connection);
        ASSERT_TRUE(workspace().profile()->partial());
    }
    /// Presses the button of that name in the next message box.
    void press(const QString& button) {
        person_.disconnect();
        QObject::connect(&person_, &QTimer::timeout, &person_, [this, button] {
            auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
            if (box == nullptr) return;
            person_.stop();
            ++asked_;
            box->findChild<QPushButton*>(button)->click();
        });
        person_.start(20);
    }

    MainWindow window_;
    QTimer person_;
    int asked_ = 0;
};

TEST_F(StateTest, AfterStopTheButtonContinuesAndCountsNothingTwice) {
    window_.show();
    ASSERT_NO_FATAL_FAILURE(stop_early());
    const quint64 before = workspace().images_done().done;
    ASSERT_TRUE(workspace().can_continue());
    EXPECT_TRUE(action("run").text().contains(QLocale().toString(before)));
    EXPECT_TRUE(action("start_over").isVisible());
    quint64 first = 0;
    QObject::connect(&workspace(), &Workspace::progressed, &workspace(),
                     [&](const Progress& progress) {
                         if (first == 0) first = quint64(progress.done);
                     });
    action("run").trigger();
    ASSERT_TRUE(wait_until([&] { return !workspace().running(); }));
    EXPECT_GT(first, before);
    EXPECT_FALSE(workspace().profile()->partial());
    EXPECT_EQ(workspace().profile()->images(), 600u);
    EXPECT_FALSE(workspace().can_continue());
    EXPECT_FALSE(action("start_over").isVisible());
}

TEST_F(StateTest, StartingOverAsksFirst) {
    window_.show();
    ASSERT_NO_FATAL_FAILURE(stop_early());
    const auto kept = workspace().profile();
    press("keep");
    action("start_over").trigger();
    EXPECT_EQ(asked_, 1);
    EXPECT_FALSE(workspace().running());
    EXPECT_EQ(workspace().profile(), kept);
}

TEST_F(StateTest, EscapeInAFieldClearsItAndStopsNothing) {
    window_.show();
    open_all(workspace(), 40);
    workspace().engine_settings().batch = 1;
    workspace().run();
    ASSERT_TRUE(wait_until([&] { return workspace().profile() != nullptr; }));
    auto* filter = window_.findChild<QLineEdit*>("filter_classes");
    filter->setFocus();
    QTest::keyClicks(filter, "dots");
    QTest::keyClick(filter, Qt::Key_Escape);
    EXPECT_EQ(filter->text(), "");
    ASSERT_TRUE(wait_until([&] { return !workspace().running(); }));
    EXPECT_FALSE(workspace().profile()->partial());
    EXPECT_EQ(action("stop").shortcut(), QKeySequence("Ctrl+."));
}

TEST_F(StateTest, ResultsAreNamedWithWhatTheyAreOfAndThatTheyAreUnsaved) {
    window_.show();
    ASSERT_NO_FATAL_FAILURE(stop_early());
    const QString of = QString::fromStdString(workspace().profile()->network.architecture);
    for (const QString& text : {results(), window_.windowTitle()}) {
        EXPECT_TRUE(text.contains(of)) << text.toStdString();
        EXPECT_TRUE(text.contains("images")) << text.toStdString();
        EXPECT_TRUE(text.contains(QLocale().toString(workspace().images_done().done)));
        EXPECT_TRUE(text.contains("unsaved")) << text.toStdString();
    }
    workspace().save_profile_as(path("kept.profile"));
    ASSERT_TRUE(wait_until([&] { return !workspace().unsaved(); }));
    EXPECT_FALSE(results().contains("unsaved"));
}

TEST_F(StateTest, ResultsOfOtherInputsAreGreyedAndNamed) {
    window_.show();
    make_profile();
    workspace().open_any(path("small.profile"));
    ASSERT_TRUE(wait_until([&] { return workspace().profile() != nullptr; }));
    auto* figures = window_.findChild<ui::FigureTabs*>();
    EXPECT_EQ(figures->graphicsEffect(), nullptr);
    const QString plain = results();
    make_network();
    workspace().open_any(path("net"));
    ASSERT_TRUE(wait_until([&] { return workspace().network() != nullptr; }));
    EXPECT_FALSE(workspace().results_are_of_inputs());
    EXPECT_NE(figures->graphicsEffect(), nullptr);
    EXPECT_TRUE(results().contains(plain)) << results().toStdString();
    EXPECT_NE(results(), plain);
}

TEST_F(StateTest, UnsavedResultsAreNotRunOverUnasked) {
    window_.show();
    open_all(workspace(), 2);
    workspace().run();
    ASSERT_TRUE(wait_until([&] { return !workspace().running(); }));
    ASSERT_TRUE(workspace().unsaved());
    press("keep");
    action("run").trigger();
    EXPECT_EQ(asked_, 1);
    EXPECT_FALSE(workspace().running());
    press("discard");
    action("run").trigger();
    EXPECT_EQ(asked_, 2);
    EXPECT_TRUE(workspace().running());
    ASSERT_TRUE(wait_until([&] { return !workspace().running(); }));
}

TEST_F(StateTest, TheMenuOfAFigureComesOnItsPlot) {
    window_.show();
    make_profile();
    workspace().open_any(path("small.profile"));
    ASSERT_TRUE(wait_until([&] { return workspace().profile() != nullptr; }));
    auto& canvas = window_.findChild<ui::FigureTabs*>()->current_view()->canvas();
    bool shown = false;
    QTimer::singleShot(100, &window_, [&] {
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        shown = menu != nullptr && menu->objectName() == "figure_menu";
        if (menu != nullptr) menu->close();
    });
    QContextMenuEvent event(QContextMenuEvent::Mouse, canvas.rect().center(),
                            canvas.mapToGlobal(canvas.rect().center()));
    QApplication::sendEvent(&canvas, &event);
    EXPECT_TRUE(shown);
}

TEST_F(StateTest, TheFocusOfATableSelectsNoOtherBlock) {
    window_.show();
    make_profile();
    workspace().open_any(path("small.profile"));
    ASSERT_TRUE(wait_until([&] { return workspace().profile() != nullptr; }));
    ASSERT_EQ(workspace().selection().block, "SE_2_2");
    auto* tables = window_.findChild<ui::Tables*>();
    auto* table = qobject_cast<ui::TablePage*>(tables->widget(0))->view();
    QApplication::setActiveWindow(&window_);
    table->setFocus(Qt::TabFocusReason);
    QApplication::processEvents();
    EXPECT_EQ(workspace().selection().block, "SE_2_2");
    EXPECT_EQ(table->currentIndex().siblingAtColumn(0).data().toString(), "SE_2_2");
}

TEST_F(StateTest, AClassThatIsPointedOutAddsNoLegendLineAndIsUndone) {
    window_.show();
    make_profile();
    workspace().open_any(path("small.profile"));
    ASSERT_TRUE(wait_until([&] { return workspace().profile() != nullptr; }));
    auto& canvas = window_.findChild<ui::FigureTabs*>()->current_view()->canvas();
    int legends = 0;
    const auto lines = [&] {
        legends = 0;
        for (int i = 0; i < canvas.plottableCount(); ++i) {
            for (auto* legend : canvas.findChildren<QCPLegend*>())
                legends += legend->hasItemWithPlottable(canvas.plottable(i)) ? 1 : 0;
        }
        return legends;
    };
    const int before = lines();
    workspace().mark_class("n01");
    EXPECT_EQ(lines(), before);
    EXPECT_EQ(workspace().selection().marked_class, "n01");
    QTest::keyClick(&window_, Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(workspace().selection().marked_class, "");
    QTest::keyClick(&window_, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(workspace().selection().marked_class, "n01");
}

TEST_F(StateTest, TheEndOfARunIsSaidWithItsAccuracy) {
    window_.show();
    open_all(workspace(), 2);
    workspace().run();
    ASSERT_TRUE(wait_until([&] { return !workspace().running(); }));
    const QString said = window_.findChild<QLabel*>("foot_message")->text();
    EXPECT_TRUE(said.contains("6 images")) << said.toStdString();
    EXPECT_TRUE(said.contains("top-1")) << said.toStdString();
}

TEST_F(StateTest, AFewImagesRunInFp32AtOnce) {
    open_all(workspace(), 2);
    workspace().engine_settings().precision = Precision::automatic;
    workspace().run();
    ASSERT_TRUE(wait_until([&] { return !workspace().running(); }));
    EXPECT_EQ(workspace().profile()->origin.precision, "fp32");
}

// Under 2 s on two free cores; machines of tests are slower, and busy.
TEST_F(StateTest, TheFirstCurvesOfTheDemoDoNotWaitForATrial) {
    window_.show();
    workspace().start_engine();
    ASSERT_TRUE(wait_until([&] { return workspace().devices() != nullptr; }));
    QElapsedTimer clock;
    clock.start();
    workspace().open_demo();
    ASSERT_TRUE(wait_until([&] { return workspace().profile() != nullptr; }));
    std::printf("first curves of the demo after %lld ms\n",
                static_cast<long long>(clock.elapsed()));
    EXPECT_LT(clock.elapsed(), 20'000);
    workspace().stop();
    ASSERT_TRUE(wait_until([&] { return !workspace().running(); }));
    EXPECT_EQ(workspace().profile()->origin.precision, "fp32");
}

TEST_F(StateTest, AClassKeepsItsColourWhateverIsChecked) {
    window_.show();
    make_profile();
    workspace().open_any(path("small.profile"));
    ASSERT_TRUE(wait_until([&] { return workspace().profile() != nullptr; }));
    auto* figures = window_.findChild<ui::FigureTabs*>();
    const auto colour_of = [&](int cls) {
        for (const Series& series : figures->current_view()->figure()->panels.at(0).series) {
            if (series.cls == cls) return series.colour;
        }
        return -2;
    };
    const int second = colour_of(1);
    ASSERT_GE(second, 0);
    ASSERT_NE(second, colour_of(0));
    workspace().select_classes({"n02"});
    EXPECT_EQ(colour_of(1), second);
    EXPECT_EQ(colour_of(0), -2);
}

TEST_F(StateTest, TheStartPageFitsALowWindowWithRecentRunsAndAnInterruptedOne) {
    window_.findChild<ui::StartPage*>()->offer_partial();
    EXPECT_LE(window_.minimumSizeHint().height(), 660);
    EXPECT_LE(window_.minimumSizeHint().width(), 1016);
}

TEST_F(StateTest, TheNetworkPageShowsStagesMapsAndSelects) {
    window_.show();
    open_all(workspace(), 2);
    workspace().run();
    ASSERT_TRUE(wait_until([&] { return !workspace().running(); }));
    auto* stage = window_.findChild<QListWidget*>("stage_3");
    ASSERT_NE(stage, nullptr);
    ASSERT_EQ(stage->count(), 1);
    const auto& sites = workspace().network()->model.sites;
    const auto site = std::ranges::find(sites, 3, &GateSite::stage);
    EXPECT_TRUE(stage->item(0)->text().startsWith(QString::fromStdString(site->label)));
    EXPECT_TRUE(
        stage->item(0)->text().contains(QStringLiteral("4 \u00d7 4 \u00d7 %1").arg(site->channels)))
        << stage->item(0)->text().toStdString();
    EXPECT_TRUE(stage->item(0)->text().contains(QString::fromStdString(site->id)));
    ASSERT_NE(workspace().selection().block, QString::fromStdString(site->label));
    stage->setCurrentRow(0);
    EXPECT_EQ(workspace().selection().block, QString::fromStdString(site->label));
    workspace().select_block("SE_2_1");
    EXPECT_EQ(stage->currentRow(), -1);
}

}  // namespace
}  // namespace sescope::test

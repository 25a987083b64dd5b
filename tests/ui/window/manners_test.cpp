// SPDX-License-Identifier: GPL-3.0-or-later
// How the window behaves: panels, panes, undo, tables, messages, languages, the start page.
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QPointer>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>
#include <fstream>
#include <sstream>

#include "tests/ui/window/window_fixture.h"
#include "ui/bars/message_bar.h"
#include "ui/bars/network_bar.h"
#include "ui/bars/panel_button.h"
#include "ui/main_window.h"

#include "ui/models/blocks_model.h"
#include "ui/models/recent_sessions.h"
#include "ui/pages/export_dialog.h"
#include "ui/pages/figure_tabs.h"
#include "ui/pages/figure_view.h"
#include "ui/pages/start_page.h"
#include "ui/pages/table_notes.h"
#include "ui/pages/table_page.h"

namespace sescope::test {
namespace {

using ui::FigureTabs;
using ui::MainWindow;

class MannersTest : public WindowTest {
  protected:
    ~MannersTest() override { window_.language().set_code(QStringLiteral("en")); }

    void open_profile() {
        make_profile();
        window_.resize(1280, 800);
        window_.show();
        window_.workspace().open_any(path("small.profile"));
        ASSERT_TRUE(wait_until([&] { return window_.workspace().profile() != nullptr; }));
    }
    template <class Widget>
    Widget& named(const QString& name) {
        for (auto* found : window_.findChildren<Widget*>()) {
            if (found->accessibleName() == name) return *found;
        }
        throw std::runtime_error("no control " + name.toStdString());
    }
    bool pane_is_shown(const char* name) {
        return window_.findChild<QDockWidget*>(QString::fromLatin1(name))->isVisible();
    }
    QDockWidget& tables_pane() {
        return *window_.findChild<QDockWidget*>(QStringLiteral("tables"));
    }
    // Switches the language, and lets the parts be made anew.
    void speak(const QString& code) {
        const QPointer<QDockWidget> before = &tables_pane();
        window_.language().set_code(code);
        ASSERT_TRUE(wait_until([&] { return before.isNull(); }));
        QApplication::processEvents();
    }
    ui::TablePage& table(const QString& name) { return named<ui::TablePage>(name); }
    QAction& action(const QString& text) {
        for (auto* found : window_.findChildren<QAction*>()) {
            if (found->text().remove('&') == text) return *found;
        }
        throw std::runtime_error("no action " + text.toStdString());
    }

    MainWindow window_;
};

TEST_F(MannersTest, PanesStandBesideFiguresOnly) {
    window_.show();
    EXPECT_FALSE(pane_is_shown("blocks"));
    EXPECT_FALSE(pane_is_shown("tables"));
    open_profile();
    EXPECT_TRUE(pane_is_shown("blocks"));
    EXPECT_TRUE(pane_is_shown("classes"));
    EXPECT_TRUE(pane_is_shown("tables"));
}

TEST_F(MannersTest, WhatAWindowGrowsByIsTheFigures) {
    open_profile();
    window_.resize(1280, 800);
    window_.show();
    QApplication::processEvents();
    EXPECT_NEAR(tables_pane().height(), 200, 10);
    // As the person drags it, where there is room for it in Chinese too.
    window_.resize(1280, 1000);
    QApplication::processEvents();
    EXPECT_NEAR(tables_pane().height(), 200, 10);
    // What a drag does in the end; its own moves come by a timer, late on a busy machine.
    window_.resizeDocks({&tables_pane()}, {230}, Qt::Vertical);
    QApplication::processEvents();
    const int dragged = tables_pane().height();
    EXPECT_NEAR(dragged, 230, 2);
    speak(QStringLiteral("zh_CN"));
    EXPECT_EQ(tables_pane().height(), dragged);
    window_.resize(2000, 1400);
    QApplication::processEvents();
    EXPECT_EQ(tables_pane().height(), dragged);
    speak(QStringLiteral("en"));
    EXPECT_EQ(tables_pane().height(), dragged);
    window_.resize(1280, 1000);
    QApplication::processEvents();
    EXPECT_EQ(window_.height(), 1000);
    EXPECT_EQ(tables_pane().height(), dragged);
}

TEST_F(MannersTest, ADisabledCommandSaysWhatIsMissing) {
    EXPECT_FALSE(action("Run").isEnabled());
    EXPECT_EQ(action("Run").toolTip(), "Open a network first");
    make_network();
    window_.workspace().open_network(path("net"));
    ASSERT_TRUE(wait_until([&] { return window_.workspace().network() != nullptr; }));
    EXPECT_EQ(action("Run").toolTip(), "Open images first");
    EXPECT_EQ(action("Stop").toolTip(), "Nothing runs");
}

TEST_F(MannersTest, WhatWasAssumedIsChangedInThePanel) {
    make_network();
    ui::Workspace& workspace = window_.workspace();
    workspace.open_network(path("net"));
    ASSERT_TRUE(wait_until([&] { return workspace.network() != nullptr; }));
    auto& gate = named<QComboBox>("Gate function");
    ASSERT_EQ(gate.currentText(), "sigmoid");
    const auto assumed = workspace.network()->model.assumptions.size();
    gate.setCurrentIndex(gate.findText("hard_sigmoid"));
    emit gate.activated(gate.currentIndex());
    ASSERT_TRUE(
        wait_until([&] { return workspace.network()->model.assumptions.size() == assumed - 1; }));
    EXPECT_EQ(workspace.network()->model.sites.front().curve, GateCurve::hard_sigmoid);
    auto& size = named<QSpinBox>("Input height");
    ASSERT_EQ(size.value(), 32);
    size.setValue(64);
    ASSERT_TRUE(wait_until([&] { return workspace.network()->model.preprocessing.size == 64; }));
    EXPECT_EQ(gate.currentText(), "hard_sigmoid");  // the one does not undo the other
}

TEST_F(MannersTest, TheSampleIsChosenInThePanel) {
    open_all(window_.workspace(), 3);
    ASSERT_EQ(window_.workspace().dataset()->images.size(), 9u);
    named<QSpinBox>("Images of each class").setValue(2);
    EXPECT_TRUE(wait_until([&] { return window_.workspace().dataset()->images.size() == 6; }));
    auto& classes = named<QLineEdit>("Classes");
    QTest::keyClicks(&classes, "dots, rings");
    QTest::keyClick(&classes, Qt::Key_Return);
    EXPECT_TRUE(wait_until([&] { return window_.workspace().dataset()->images.size() == 4; }));
}

TEST_F(MannersTest, SelectionsAreUndoneAndRedone) {
    open_profile();
    ui::Workspace& workspace = window_.workspace();
    ASSERT_EQ(workspace.selection().block, "SE_2_2");
    const QStringList classes = workspace.selection().classes;
    EXPECT_FALSE(action("Undo selection").isEnabled());
    workspace.select_block("SE_2_1");
    workspace.select_classes({"n02"});
    QTest::keyClick(&window_, Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(workspace.selection().classes, classes);
    QTest::keyClick(&window_, Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(workspace.selection().block, "SE_2_2");
    QTest::keyClick(&window_, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(workspace.selection().block, "SE_2_1");
    QTest::keyClick(&window_, Qt::Key_Y, Qt::ControlModifier);
    EXPECT_EQ(workspace.selection().classes, QStringList{"n02"});
}

TEST_F(MannersTest, KeysWalkTheBlocksAcrossStages) {
    open_profile();
    QTest::keyClick(&window_, Qt::Key_Up, Qt::AltModifier);
    EXPECT_EQ(window_.workspace().selection().block, "SE_2_1");
    QTest::keyClick(&window_, Qt::Key_Up, Qt::AltModifier);  // the first one: stays
    EXPECT_EQ(window_.workspace().selection().block, "SE_2_1");
    QTest::keyClick(&window_, Qt::Key_Down, Qt::AltModifier);
    EXPECT_EQ(window_.workspace().selection().block, "SE_2_2");
}

TEST_F(MannersTest, BlocksAreSortedWithinTheirStage) {
    open_profile();
    auto* tree = window_.findChild<QTreeView*>();
    const auto first = [&] {
        const QModelIndex stage = tree->model()->index(0, 0);
        return tree->model()->index(0, 0, stage).data().toString();
    };
    EXPECT_EQ(first(), "SE_2_1");
    tree->sortByColumn(ui::BlocksModel::kStrength, Qt::AscendingOrder);
    const QString weakest = first();
    tree->sortByColumn(ui::BlocksModel::kStrength, Qt::DescendingOrder);
    EXPECT_NE(first(), weakest);
}

TEST_F(MannersTest, ATableGivesWhatIsShownOfIt) {
    open_profile();
    ui::TablePage& blocks = table("Blocks table");
    EXPECT_EQ(blocks.shown_table().rows.size(), 3u);
    auto* filter = blocks.findChild<QLineEdit*>();
    QTest::keyClicks(filter, "se_2_2");
    blocks.view()->setColumnHidden(1, true);
    const Table shown = blocks.shown_table();
    ASSERT_EQ(shown.rows.size(), 1u);
    EXPECT_EQ(std::get<Text>(shown.rows[0][0]), "SE_2_2");
    EXPECT_EQ(shown.columns[1].key, "mean");
    blocks.write(path("shown.csv"), "csv");
    std::ifstream file(path("shown.csv").toStdString());
    std::string line;
    std::getline(file, line);
    EXPECT_TRUE(line.starts_with("block,mean,")) << line;
    std::getline(file, line);
    EXPECT_TRUE(line.starts_with("SE_2_2,0.375")) << line;
    EXPECT_FALSE(std::getline(file, line));
}

TEST_F(MannersTest, ATableIsCopiedForASpreadsheet) {
    open_profile();
    ui::TablePage& blocks = table("Blocks table");
    blocks.view()->setFocus();
    QTest::keyClick(blocks.view(), Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QApplication::clipboard()->text().split('\n');
    ASSERT_EQ(lines.size(), 4);
    EXPECT_TRUE(lines[0].startsWith("block\tchannels\tmean gate")) << lines[0].toStdString();
    EXPECT_TRUE(lines[1].startsWith("SE_2_1\t2\t")) << lines[1].toStdString();
}

TEST_F(MannersTest, ARowOfTheBlocksTableSelectsItsBlock) {
    open_profile();
    QTableView* view = table("Blocks table").view();
    view->setCurrentIndex(view->model()->index(0, 0));
    EXPECT_EQ(window_.workspace().selection().block, "SE_2_1");
    view->setCurrentIndex(view->model()->index(2, 0));  // the network: no block
    EXPECT_EQ(window_.workspace().selection().block, "SE_2_1");
}

TEST_F(MannersTest, TheWindowFitsALowScreenInEveryLanguage) {
    open_profile();
    for (const QString& code : {QStringLiteral("zh_CN"), QStringLiteral("en")}) {
        speak(code);
        // 1280 x 800 without the frame of the window.
        EXPECT_LE(window_.minimumSizeHint().height(), 760) << code.toStdString();
        EXPECT_LE(window_.minimumSizeHint().width(), 1272) << code.toStdString();
        EXPECT_EQ(window_.height(), 800) << code.toStdString();
    }
}

// Notes that take more room than they need while they come make the whole window higher.
TEST_F(MannersTest, NotesOfATableTakeTwoLinesFromTheFirst) {
    QWidget page;
    auto* column = new QVBoxLayout(&page);
    auto* notes = new ui::TableNotes;
    column->addWidget(notes);
    page.resize(300, 200);
    page.show();
    notes->set_notes({QStringLiteral("words that go on and on, ").repeated(40)});
    EXPECT_LE(page.minimumSizeHint().height(), 5 * page.fontMetrics().lineSpacing());
}

TEST_F(MannersTest, CostsAreListedByLevelAndConvention) {
    open_profile();
    const auto rows = [&] { return table("Cost").shown_table().rows.size(); };
    // A profile keeps what each stage costs; the rest takes the network.
    EXPECT_EQ(rows(), 7u);
    EXPECT_FALSE(named<QComboBox>("Per").isEnabled());
    EXPECT_FALSE(named<QComboBox>("Per").toolTip().isEmpty());
    make_network();
    window_.workspace().open_network(path("net"));
    ASSERT_TRUE(wait_until([&] { return window_.workspace().network() != nullptr; }));
    ASSERT_TRUE(named<QComboBox>("Per").isEnabled());
    named<QComboBox>("Per").setCurrentText("stage");
    EXPECT_EQ(rows(), 7u);  // stem, four stages, head, total
    named<QComboBox>("Per").setCurrentText("layer");
    EXPECT_GT(rows(), 40u);
    named<QComboBox>("Convention").setCurrentText("flops");
    EXPECT_EQ(table("Cost").shown_table().columns[4].name, "FLOPs");
}

TEST_F(MannersTest, AnErrorHasItsDetailsBehindAButton) {
    window_.show();
    auto* bar = window_.findChild<ui::MessageBar*>();
    EXPECT_FALSE(bar->isVisible());
    window_.workspace().open_any(path("nowhere.profile"));
    EXPECT_TRUE(bar->isVisible());
    EXPECT_EQ(bar->text(), "nowhere.profile: there is no such file; check the name");
    const auto whole_path_is_shown = [&] {
        for (auto* label : bar->findChildren<QLabel*>()) {
            if (label->isVisible() && label->text().contains(path("nowhere.profile"))) return true;
        }
        return false;
    };
    EXPECT_FALSE(whole_path_is_shown());
    for (auto* button : bar->findChildren<QToolButton*>()) {
        if (button->text() == "Details") QTest::mouseClick(button, Qt::LeftButton);
    }
    EXPECT_TRUE(whole_path_is_shown());
    for (auto* button : bar->findChildren<QToolButton*>()) {
        if (button->text() == "Close") QTest::mouseClick(button, Qt::LeftButton);
    }
    EXPECT_FALSE(bar->isVisible());
}

TEST_F(MannersTest, AnotherLanguageKeepsWhatIsShown) {
    open_profile();
    window_.workspace().select_block("SE_2_1");
    action("简体中文").trigger();
    const auto menu = [&] { return window_.menuBar()->actions().front()->text(); };
    ASSERT_TRUE(wait_until([&] { return menu() == "文件(&F)"; }));
    EXPECT_EQ(window_.workspace().selection().block, "SE_2_1");
    EXPECT_TRUE(pane_is_shown("blocks"));
    EXPECT_EQ(table("模块表").shown_table().rows.size(), 3u);
    auto* figures = window_.findChild<ui::FigureTabs*>();
    EXPECT_TRUE(wait_until([&] { return figures->current_view()->isVisible(); }));
    EXPECT_TRUE(action("简体中文").isChecked());
    action("English").trigger();
    ASSERT_TRUE(wait_until([&] { return menu() == "&File"; }));
}

TEST_F(MannersTest, ARunIsFoundAgainOnTheStartPage) {
    window_.show();
    open_all(window_.workspace(), 2);
    window_.workspace().run();
    ASSERT_TRUE(wait_until([&] { return !ui::recent_sessions().isEmpty(); }));
    const auto pairs = ui::recent_sessions();
    ASSERT_EQ(pairs.size(), 1);
    EXPECT_EQ(pairs[0].network, path("net"));
    EXPECT_EQ(pairs[0].images, path("images"));
    EXPECT_FALSE(QImage(pairs[0].picture).isNull());
    MainWindow next;
    auto* start = next.findChild<ui::StartPage*>();
    bool offered = false;
    for (auto* button : start->findChildren<QToolButton*>()) {
        if (!button->accessibleName().contains("images")) continue;
        offered = true;
        QTest::mouseClick(button, Qt::LeftButton);
    }
    EXPECT_TRUE(offered);
    EXPECT_TRUE(wait_until([&] { return next.workspace().can_run(); }));
}

TEST_F(MannersTest, KeysAreListedUnderHelp) {
    window_.show();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&window_));
    QTest::keyClick(&window_, Qt::Key_F1);
    auto* keys = window_.findChild<QDialog*>();
    ASSERT_NE(keys, nullptr);
    QStringList texts;
    for (auto* label : keys->findChildren<QLabel*>()) texts.append(label->text());
    EXPECT_TRUE(texts.contains("Ctrl+R"));
    EXPECT_TRUE(texts.contains("Undo selection"));
}

TEST_F(MannersTest, EveryControlHasANameForScreenReaders) {
    open_profile();
    auto* view = window_.findChild<FigureTabs*>()->current_view();
    const ui::ExportDialog dialog(view->figure(), QStringLiteral("made"), &window_);
    QStringList nameless;
    for (auto* widget : window_.findChildren<QWidget*>()) {
        // Parts of Qt's own controls speak through these.
        const bool inner = widget->objectName().startsWith("qt_") ||
                           qobject_cast<QAbstractSpinBox*>(widget->parentWidget()) != nullptr ||
                           qobject_cast<QComboBox*>(widget->parentWidget()) != nullptr ||
                           widget->inherits("QComboBoxListView") || widget->inherits("QTabBar") ||
                           widget->inherits("QMenu") || widget->inherits("QHeaderView");
        if (inner || (widget->focusPolicy() & Qt::TabFocus) == 0) continue;
        const auto* button = qobject_cast<QAbstractButton*>(widget);
        if (button != nullptr && !button->text().isEmpty()) continue;
        if (widget->accessibleName().isEmpty())
            nameless.append(QString::fromLatin1(widget->metaObject()->className()));
    }
    EXPECT_EQ(nameless.join(", ").toStdString(), "");
}

}  // namespace
}  // namespace sescope::test

// SPDX-License-Identifier: GPL-3.0-or-later
// The window driven as a person drives it: keys, clicks, and what is then to be seen.
#include "ui/main_window.h"

#include <QApplication>
#include <QCheckBox>
#include <QDropEvent>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QTimer>
#include <QTreeView>
#include <fstream>
#include <sstream>

#include "tests/ui/window/window_fixture.h"
#include "ui/pages/figure_tabs.h"
#include "ui/pages/figure_view.h"

namespace sescope::test {
namespace {

using ui::FigureTabs;
using ui::MainWindow;

class MainWindowTest : public WindowTest {
  protected:
    void open_profile() {
        make_profile();
        window_.resize(1280, 800);
        window_.show();
        window_.workspace().open_any(path("small.profile"));
        ASSERT_TRUE(wait_until([&] { return window_.workspace().profile() != nullptr; }));
    }
    FigureTabs& figures() { return *window_.findChild<FigureTabs*>(); }
    QTableView& table(const QString& name) {
        for (auto* view : window_.findChildren<QTableView*>()) {
            if (view->accessibleName() == name) return *view;
        }
        throw std::runtime_error("no table " + name.toStdString());
    }
    QPushButton& button(const QString& text) {
        for (auto* found : window_.findChildren<QPushButton*>()) {
            if (found->text() == text) return *found;
        }
        throw std::runtime_error("no button " + text.toStdString());
    }
    const Panel& panel() { return figures().current_view()->figure()->panels.at(0); }

    MainWindow window_;
};

TEST_F(MainWindowTest, WhatIsDroppedIsOpenedAsWhatItIs) {
    make_profile();
    make_network();
    make_images(2);
    window_.show();
    const auto drop = [&](const std::string& name) {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path(name))});
        QDragEnterEvent enter({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&window_, &enter);
        EXPECT_TRUE(enter.isAccepted());
        QDropEvent event({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&window_, &event);
    };
    drop("net");
    EXPECT_TRUE(wait_until([&] { return window_.workspace().network() != nullptr; }));
    drop("images");
    EXPECT_TRUE(wait_until([&] { return window_.workspace().dataset() != nullptr; }));
    drop("small.profile");
    EXPECT_TRUE(wait_until([&] { return window_.workspace().profile() != nullptr; }));
    QMimeData text;
    text.setText("not a file");
    QDragEnterEvent enter({50, 50}, Qt::CopyAction, &text, Qt::LeftButton, Qt::NoModifier);
    enter.ignore();
    QApplication::sendEvent(&window_, &enter);
    EXPECT_FALSE(enter.isAccepted());
}

TEST_F(MainWindowTest, AProfileShowsItsNumbersInTablesAndFigure) {
    open_profile();
    QTableView& blocks = table("Blocks table");
    ASSERT_EQ(blocks.model()->rowCount(), 3);
    EXPECT_EQ(blocks.model()->index(0, 0).data().toString(), "SE_2_1");
    EXPECT_EQ(table("Skipped images").model()->index(0, 0).data().toString(), "n01/10.jpg");
    ASSERT_NE(figures().current_view()->figure(), nullptr);
    EXPECT_EQ(panel().title, "SE_2_2");
    // Two classes with images, and the mean of all.
    ASSERT_EQ(panel().series.size(), 3u);
    EXPECT_EQ(panel().series[0].name, "tench");
    EXPECT_NEAR(panel().series[0].y.at(0), 0.3125, 1e-6);
}

TEST_F(MainWindowTest, TheUpKeyWalksToThePreviousBlock) {
    open_profile();
    auto* tree = window_.findChild<QTreeView*>();
    ASSERT_EQ(tree->currentIndex().data().toString(), "SE_2_2");
    QTest::keyClick(tree, Qt::Key_Up);
    EXPECT_EQ(window_.workspace().selection().block, "SE_2_1");
    EXPECT_EQ(panel().title, "SE_2_1");
    EXPECT_EQ(panel().series[0].x.size(), 2u);
}

TEST_F(MainWindowTest, SpaceUnchecksAClassAndItsCurveGoes) {
    open_profile();
    QTableView& classes = table("Classes");
    const QString first = classes.model()->index(0, 0).data().toString();
    classes.setCurrentIndex(classes.model()->index(0, 0));
    QTest::keyClick(&classes, Qt::Key_Space);
    EXPECT_EQ(window_.workspace().selection().classes.size(), 1);
    ASSERT_EQ(panel().series.size(), 2u);
    EXPECT_NE(panel().series[0].name, first.toStdString());
}

TEST_F(MainWindowTest, NoneLeavesAnEmptyFigureThatSaysWhatToDo) {
    open_profile();
    QTest::mouseClick(&button("None"), Qt::LeftButton);
    EXPECT_EQ(figures().current_view()->figure(), nullptr);
    QTest::mouseClick(&button("Most different"), Qt::LeftButton);
    ASSERT_NE(figures().current_view()->figure(), nullptr);
    EXPECT_EQ(panel().series.size(), 3u);
}

TEST_F(MainWindowTest, TheFilterLeavesTheClassesThatMatch) {
    open_profile();
    for (auto* line : window_.findChildren<QLineEdit*>()) {
        if (line->accessibleName() == "Filter classes") QTest::keyClicks(line, "TENCH");
    }
    ASSERT_EQ(table("Classes").model()->rowCount(), 1);
    EXPECT_EQ(table("Classes").model()->index(0, 0).data().toString(), "tench");
}

TEST_F(MainWindowTest, DataOfWhatIsShownIsWritten) {
    open_profile();
    figures().current_view()->write_data(path("shown.csv"));
    std::ostringstream expected;
    write_figure_csv(*figures().current_view()->figure(), expected);
    std::ifstream file(path("shown.csv").toStdString(), std::ios::binary);
    std::ostringstream written;
    written << file.rdbuf();
    EXPECT_EQ(written.str(), expected.str());
    EXPECT_NE(written.str().find("SE_2_2,tench,0,0.3125"), std::string::npos) << written.str();
}

TEST_F(MainWindowTest, AFailureIsShownWithItsFile) {
    window_.show();
    window_.workspace().open_any(path("nowhere.profile"));
    bool shown = false;
    for (auto* label : window_.findChildren<QLabel*>())
        shown = shown || label->text().contains("nowhere.profile");
    EXPECT_TRUE(shown);
}

TEST_F(MainWindowTest, ARunFromTheKeyboardEndsWithFiguresOfEveryBlock) {
    window_.show();
    open_all(window_.workspace(), 2);
    QTest::keyClick(&window_, Qt::Key_R, Qt::ControlModifier);
    ASSERT_TRUE(window_.workspace().running());
    ASSERT_TRUE(wait_until([&] { return !window_.workspace().running(); }));
    EXPECT_EQ(table("Blocks table").model()->rowCount(), 5);
    EXPECT_EQ(panel().title, "SE_5_1");
    EXPECT_EQ(panel().series.back().images, 6u);
}

// Closes the window during a run, presses one button, and names a file where one is asked for.
class ClosingDuringARun : public MainWindowTest {
  protected:
    void close_and_press(const QString& text, const QString& file) {
        window_.show();
        open_all(window_.workspace(), 40);
        window_.workspace().run();
        ASSERT_TRUE(window_.workspace().running());
        QObject::connect(&person_, &QTimer::timeout, &person_, [=] {
            QWidget* modal = QApplication::activeModalWidget();
            if (auto* box = qobject_cast<QMessageBox*>(modal)) {
                for (auto* button : box->buttons()) {
                    if (button->text() == text) button->click();
                }
            } else if (auto* dialog = qobject_cast<QFileDialog*>(modal)) {
                if (file.isEmpty()) return dialog->reject();
                dialog->findChild<QLineEdit*>()->setText(file);
                // Not from here: a timer does not fire while it is being answered.
                QMetaObject::invokeMethod(dialog, "accept", Qt::QueuedConnection);
            }
        });
        person_.start(50);
        window_.close();
    }

    QTimer person_;
};

TEST_F(ClosingDuringARun, SavesWhatThereIsAndCloses) {
    close_and_press("Stop and save...", path("stopped.profile"));
    ASSERT_TRUE(wait_until([&] { return !window_.isVisible(); }));
    EXPECT_FALSE(window_.workspace().running());
    EXPECT_FALSE(window_.workspace().unsaved());
    // Stopped before its first batch, a run has nothing to save.
    EXPECT_EQ(QFile::exists(path("stopped.profile")), window_.workspace().profile() != nullptr);
}

TEST_F(ClosingDuringARun, StaysWhereNoFileIsNamed) {
    close_and_press("Stop and save...", QString());
    ASSERT_TRUE(wait_until([&] { return !window_.workspace().running(); }));
    QTest::qWait(300);
    EXPECT_EQ(window_.isVisible(), window_.workspace().unsaved());
    window_.workspace().forget_partial();
}

TEST_F(ClosingDuringARun, GoesOnWhereThePersonSaysSo) {
    close_and_press("Go on", QString());
    ASSERT_TRUE(wait_until([&] { return !window_.workspace().running(); }));
    EXPECT_TRUE(window_.isVisible());
    ASSERT_NE(window_.workspace().profile(), nullptr);
    EXPECT_EQ(window_.workspace().profile()->images(), 120);  // all of them
    window_.workspace().forget_partial();
}

}  // namespace
}  // namespace sescope::test

// SPDX-License-Identifier: GPL-3.0-or-later
// Small manners: every state fits a low screen, sessions are restored, names sort and are cut as
// people read them, messages go.
#include <QApplication>
#include <QDockWidget>
#include <QFile>
#include <QLabel>
#include <QPointer>
#include <QRegularExpression>
#include <QTableView>
#include <QTest>
#include <QTimer>
#include <filesystem>
#include <fstream>

#include "tests/support/run_program.h"
#include "tests/ui/window/window_fixture.h"
#include "ui/bars/message_bar.h"
#include "ui/look/elided_label.h"
#include "ui/main_window.h"
#include "ui/models/last_session.h"
#include "ui/models/recent_sessions.h"
#include "ui/pages/figure_tabs.h"
#include "ui/pages/start_page.h"
#include "ui/pages/table_page.h"
#include "ui/pages/tables.h"

namespace sescope::test {
namespace {

using ui::MainWindow;

class WorkMannersTest : public WindowTest {
  protected:
    ~WorkMannersTest() override { window_.language().set_code(QStringLiteral("en")); }
    ui::Workspace& workspace() { return window_.workspace(); }
    void expect_fits(const std::string& state) {
        QApplication::processEvents();
        const QSize least = window_.minimumSizeHint();
        // 1024 x 700 without the frame of the window.
        EXPECT_LE(least.width(), 1016) << state;
        EXPECT_LE(least.height(), 660) << state;
    }
    void speak(const QString& code) {
        const QPointer<QDockWidget> before = window_.findChild<QDockWidget*>("tables");
        if (window_.language().code() == code) return;
        window_.language().set_code(code);
        ASSERT_TRUE(wait_until([&] { return before.isNull(); }));
    }
    void run(int per_class) {
        open_all(workspace(), per_class);
        workspace().run();
        ASSERT_TRUE(wait_until([&] { return !workspace().running(); }));
        ASSERT_NE(workspace().profile(), nullptr);
    }

    MainWindow window_;
};

TEST_F(WorkMannersTest, EveryStateFitsALowScreen) {
    for (int i = 0; i < 6; ++i) {
        const std::string name = "network_with_a_long_name_" + std::to_string(i);
        std::ofstream(path(name).toStdString()) << "";
        std::ofstream(path(name + ".profile").toStdString()) << "";
        ui::remember_pair(
            {QString::fromStdString(name), path(name), {}, path(name + ".profile"), {}},
            QImage(320, 200, QImage::Format_RGB32));
    }
    window_.resize(1016, 660);
    window_.show();
    for (const QString& code : {QStringLiteral("en"), QStringLiteral("zh_CN")}) {
        ASSERT_NO_FATAL_FAILURE(speak(code));
        auto* start = window_.findChild<ui::StartPage*>();
        start->show_recent();
        start->offer_partial();
        expect_fits("start " + code.toStdString());
    }
    ASSERT_NO_FATAL_FAILURE(run(3));
    for (const QString& code : {QStringLiteral("zh_CN"), QStringLiteral("en")}) {
        ASSERT_NO_FATAL_FAILURE(speak(code));
        auto* figures = window_.findChild<ui::FigureTabs*>();
        for (int i = 0; i < figures->count(); ++i) {
            figures->setCurrentIndex(i);
            expect_fits("page " + std::to_string(i + 1) + ' ' + code.toStdString());
        }
        auto* message = window_.findChild<ui::MessageBar*>();
        message->show_error(Error(ErrorKind::data, "is empty", "/somewhere/network.pth",
                                  "copy or download it again"));
        expect_fits("message " + code.toStdString());
        message->clear();
    }
    workspace().forget_partial();
}

TEST_F(WorkMannersTest, AClosedWindowOpensWithWhatItShowed) {
    window_.show();
    ASSERT_NO_FATAL_FAILURE(run(3));
    QSignalSpy saved(&workspace(), &ui::Workspace::profile_saved);
    workspace().save_profile_as(path("kept.profile"));
    ASSERT_TRUE(wait_until([&] { return saved.count() == 1; }));
    workspace().select_block("SE_3_1");
    workspace().select_classes({"dots"});
    workspace().select_channel(3);
    window_.findChild<ui::FigureTabs*>()->setCurrentIndex(2);
    window_.findChild<ui::Tables*>()->setCurrentIndex(1);
    ASSERT_TRUE(window_.close());
    MainWindow next;
    next.restore_session();
    const auto restored = [&] {
        return next.workspace().selection().block == "SE_3_1" && next.workspace().can_run();
    };
    ASSERT_TRUE(wait_until(restored));
    EXPECT_EQ(next.workspace().selection().classes, QStringList{"dots"});
    EXPECT_EQ(next.workspace().selection().channel, 3);
    EXPECT_EQ(next.findChild<ui::FigureTabs*>()->currentIndex(), 2);
    EXPECT_EQ(next.findChild<ui::Tables*>()->currentIndex(), 1);
    EXPECT_EQ(next.workspace().images_path(), path("images").toStdString());
    EXPECT_TRUE(next.workspace().results_are_of_inputs());
}

TEST_F(WorkMannersTest, OfASessionOnlyWhatIsStillThereIsOpened) {
    ASSERT_NO_FATAL_FAILURE(run(1));
    ui::remember_session(workspace(), 0, 0);
    ASSERT_TRUE(ui::last_session());
    EXPECT_EQ(ui::last_session()->profile, "");  // it was not saved
    std::filesystem::remove_all(path("net").toStdString());
    EXPECT_EQ(ui::last_session()->network, "");
    EXPECT_EQ(ui::last_session()->images, path("images"));
    std::filesystem::remove_all(path("images").toStdString());
    EXPECT_FALSE(ui::last_session());
    workspace().forget_partial();
}

TEST_F(WorkMannersTest, ASessionKeepsItsChoiceOfImagesAndNoNetworkThatWasReadOtherwise) {
    ASSERT_NO_FATAL_FAILURE(run(1));
    DatasetOptions images = workspace().data_options();
    images.classes = {"dots", "a, b"};
    workspace().set_data_options(images);
    ui::remember_session(workspace(), 0, 0);
    ASSERT_TRUE(ui::last_session());
    EXPECT_EQ(ui::last_session()->kept, (QStringList{"dots", "a, b"}));
    EXPECT_EQ(ui::last_session()->network, path("net"));
    SpecOverrides said;
    said.size = 64;
    workspace().set_overrides(said);
    ui::remember_session(workspace(), 0, 0);
    EXPECT_EQ(ui::last_session()->network, "");
    workspace().forget_partial();
}

TEST_F(WorkMannersTest, NamesOfFilesSortAsPeopleSortThem) {
    ui::TablePage page(QStringLiteral("made"), QStringLiteral("made"));
    Table table{"made", {{"image", "image"}}, {}, {}};
    for (const char* name : {"img10.png", "Img9.png", "img1.png"})
        table.rows.push_back({std::string(name)});
    page.set_table(table);
    page.view()->sortByColumn(0, Qt::AscendingOrder);
    QStringList names;
    for (int row = 0; row < page.view()->model()->rowCount(); ++row)
        names.append(page.view()->model()->index(row, 0).data().toString());
    EXPECT_EQ(names, (QStringList{"img1.png", "Img9.png", "img10.png"}));
}

TEST_F(WorkMannersTest, NamesThatAreCutKeepTheirNumbers) {
    ui::ElidedLabel label;
    label.setText(QStringLiteral("/a/folder/of/images/ILSVRC2012_val_00012345.JPEG"));
    label.resize(label.fontMetrics().horizontalAdvance(label.text()) / 2, 20);
    EXPECT_LT(label.shown_text().size(), label.text().size());
    EXPECT_TRUE(label.shown_text().endsWith("12345.JPEG")) << label.shown_text().toStdString();
    EXPECT_EQ(label.minimumSizeHint().width(), 0);
    window_.show();
    EXPECT_NE(window_.findChild<ui::ElidedLabel*>("results_of"), nullptr);
    EXPECT_NE(window_.findChild<ui::ElidedLabel*>("foot_message"), nullptr);
}

TEST_F(WorkMannersTest, AMessageGoesByItself) {
    emit workspace().noticed(QStringLiteral("something"));
    auto* message = window_.findChild<QLabel*>("foot_message");
    EXPECT_EQ(message->text(), "something");
    auto* expiry = window_.findChild<QTimer*>("expiry");
    ASSERT_TRUE(expiry->isActive());
    EXPECT_TRUE(expiry->isSingleShot());
    expiry->start(0);
    EXPECT_TRUE(wait_until([&] { return message->text().isEmpty(); }));
}

TEST_F(WorkMannersTest, HelpAndVersionNeedNoDisplay) {
    for (const char* asked : {"--help", "-h", "--version"}) {
        const ProgramResult said =
            run_program({"/usr/bin/env", "-u", "DISPLAY", "-u", "WAYLAND_DISPLAY", "-u",
                         "QT_QPA_PLATFORM", SESCOPE_WINDOW, asked});
        EXPECT_EQ(said.exit_code, 0) << asked << said.err;
        EXPECT_NE(said.out.find("sescope-gui"), std::string::npos) << asked;
        EXPECT_EQ(said.err, "") << asked;
    }
}

TEST_F(WorkMannersTest, ChineseHasOneWordForAProfile) {
    QFile file(QStringLiteral(SESCOPE_SOURCE "/resources/translations/sescope_zh_CN.ts"));
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    const QString texts = QString::fromUtf8(file.readAll());
    for (const char* other : {"\u6863\u6848", "\u5256\u9762"})
        EXPECT_FALSE(texts.contains(QString::fromUtf8(other))) << other;
}

}  // namespace
}  // namespace sescope::test

// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves the window: figures as they are seen, all of them at once, reports, and the command
// that draws the same.
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTest>
#include <QTimer>
#include <fstream>
#include <sstream>
#include <utility>

#include "tests/support/run_program.h"
#include "tests/ui/window/window_fixture.h"
#include "ui/bars/report_file.h"
#include "ui/figures/figure_plot.h"
#include "ui/main_window.h"
#include "ui/pages/export_dialog.h"
#include "ui/pages/figure_canvas.h"
#include "ui/pages/figure_command.h"
#include "ui/pages/figure_controls.h"
#include "ui/pages/figure_files.h"
#include "ui/pages/figure_tabs.h"
#include "ui/pages/figure_view.h"
#include "ui/pages/images_page.h"

namespace sescope::test {
namespace {

using ui::FigureTabs;
using ui::FigureView;
using ui::MainWindow;

constexpr int kPaper = 1;
constexpr int kDistribution = 2;
constexpr int kHeatmap = 3;
constexpr int kSimilarity = 4;
constexpr int kDepth = 5;
constexpr int kImages = 6;

std::string contents(const QString& path) {
    std::ifstream file(path.toStdString(), std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

class FigureOutputTest : public WindowTest {
  protected:
    FigureOutputTest() {
        window_.resize(1280, 800);
        window_.show();
    }
    ~FigureOutputTest() override { window_.workspace().forget_partial(); }

    // The path has a space and a quote in it, as people's do.
    void open_wide() {
        auto profile = wide_profile(6, 512);
        profile.origin.network_file = "made net.pth";
        profile.classes[2].name = "it's a class, really";
        QDir().mkpath(path("our files"));
        profile_ = path("our files/wide.profile");
        save_profile(profile, profile_.toStdString());
        workspace().open_profile(profile_);
        ASSERT_TRUE(wait_until([&] { return workspace().profile() != nullptr; }));
        workspace().select_block("SE_2_1");
        workspace().select_classes({"c3", "it's a class, really", "c0"});
        workspace().select_classes({"it's a class, really", "c0", "c5"});
        QApplication::processEvents();
    }
    ui::Workspace& workspace() { return window_.workspace(); }
    FigureTabs& figures() { return *window_.findChild<FigureTabs*>(); }
    FigureView& view() { return *figures().current_view(); }
    void zoom(QCPRange across, QCPRange up) {
        const QCPAxisRect& rect = *panel_rects(view().canvas()).at(0);
        rect.axis(QCPAxis::atBottom)->setRange(across);
        rect.axis(QCPAxis::atLeft)->setRange(up);
        wait_until([&, settled = 0]() mutable { return ++settled > 12; });
    }
    std::string svg_of(const Figure& figure) {
        return load_figure_renderer().bytes(figure, {.format = FigureFormat::svg});
    }
    // What a shell makes of the command of the clipboard, but into an SVG.
    void expect_command_draws_the_same(const std::string& what) {
        view().copy_command();
        QString command = QGuiApplication::clipboard()->text();
        ASSERT_TRUE(command.startsWith("sescope figure ")) << command.toStdString();
        ASSERT_TRUE(command.endsWith(".pdf")) << command.toStdString();
        command.chop(4);
        const QString file = command.section(" -o ", -1) + ".svg";
        command = QString::fromLatin1(SESCOPE_PROGRAM) + command.mid(7) + ".svg --json=shown.json";
        const QString folder = path("drawn");
        QDir().mkpath(folder);
        const ProgramResult drawn = run_program(
            {"/bin/sh", "-c", "cd '" + folder.toStdString() + "' && " + command.toStdString()});
        ASSERT_EQ(drawn.exit_code, 0) << what << ": " << command.toStdString() << drawn.err;
        std::ostringstream numbers;
        write_figure_json(*view().figure(), numbers);
        EXPECT_EQ(contents(folder + "/shown.json"), numbers.str()) << what;
        EXPECT_EQ(contents(folder + "/" + file), svg_of(*view().figure_as_seen())) << what;
    }

    MainWindow window_;
    QString profile_;
};

TEST_F(FigureOutputTest, TheCommandLineDrawsWhatIsShown) {
    ASSERT_NO_FATAL_FAILURE(open_wide());
    expect_command_draws_the_same("class");
    zoom({100, 131.5}, {0.25, 0.75});
    ASSERT_NE(view().figure()->panels[0].series[0].x.size(), 50u);
    expect_command_draws_the_same("zoomed");
    view().canvas().reset_view();
    view().controls().choose(1, 2);  // by spread
    view().controls().choose(2, 1);  // bands
    expect_command_draws_the_same("sorted");
    view().controls().choose(0, 1);  // all channels
    expect_command_draws_the_same("all channels");
    for (const int page : {kPaper, kDistribution}) {
        figures().setCurrentIndex(page);
        expect_command_draws_the_same("page " + std::to_string(page));
        view().controls().choose(0, 1);
        expect_command_draws_the_same("other form of page " + std::to_string(page));
    }
    for (const int page : {kHeatmap, kSimilarity, kDepth}) {
        figures().setCurrentIndex(page);
        ASSERT_TRUE(wait_until([&] { return view().figure() != nullptr; }));
        expect_command_draws_the_same("page " + std::to_string(page));
    }
    figures().setCurrentIndex(kHeatmap);
    zoom({99.5, 200.5}, {-0.5, 2.5});
    expect_command_draws_the_same("zoomed map");
    figures().setCurrentIndex(kSimilarity);
    for (int choice = 0; choice < 4; ++choice) view().controls().choose(choice, 1);
    expect_command_draws_the_same("similarity of the block");
}

TEST_F(FigureOutputTest, OnlyFiguresOfTheCommandLineHaveACommand) {
    ASSERT_NO_FATAL_FAILURE(open_wide());
    EXPECT_TRUE(view().has_command());
    figures().setCurrentIndex(kImages);
    EXPECT_FALSE(view().has_command());
    QGuiApplication::clipboard()->setText("before");
    view().copy_command();
    EXPECT_EQ(QGuiApplication::clipboard()->text(), "before");
}

TEST_F(FigureOutputTest, FilesAreNamedByFigureBlockAndNetwork) {
    ASSERT_NO_FATAL_FAILURE(open_wide());
    const ExcitationProfile& profile = *workspace().profile();
    EXPECT_EQ(ui::figure_file_name(*view().figure(), profile), "class-SE_2_1-made_net");
    figures().setCurrentIndex(kDepth);
    EXPECT_EQ(ui::figure_file_name(*view().figure(), profile), "depth-made_net");
    // The dialog proposes it.
    QString proposed;
    bool asked = false;
    QTimer person;
    QObject::connect(&person, &QTimer::timeout, &person, [&] {
        auto* top = QApplication::activeModalWidget();
        if (auto* files = qobject_cast<QFileDialog*>(top)) {
            proposed = files->findChild<QLineEdit*>()->text();
            files->reject();
        } else if (auto* dialog = qobject_cast<ui::ExportDialog*>(top)) {
            if (!proposed.isEmpty()) return dialog->reject();
            if (std::exchange(asked, true)) return;
            for (auto* button : dialog->findChildren<QPushButton*>()) {
                if (button->text() == "Export...")
                    QMetaObject::invokeMethod(button, "click", Qt::QueuedConnection);
            }
        }
    });
    person.start(20);
    view().export_figure();
    EXPECT_EQ(proposed, "depth-made_net.pdf");
}

TEST_F(FigureOutputTest, PaperIsLightInADarkWindow) {
    ASSERT_NO_FATAL_FAILURE(open_wide());
    window_.appearance().set_look(ui::Look::dark);
    bool seen = false;
    QTimer person;
    QObject::connect(&person, &QTimer::timeout, &person, [&] {
        auto* dialog = qobject_cast<ui::ExportDialog*>(QApplication::activeModalWidget());
        if (dialog == nullptr) return;
        EXPECT_FALSE(dialog->findChild<QCheckBox*>("light_on_dark")->isChecked());
        EXPECT_FALSE(dialog->settings().dark);
        seen = true;
        dialog->reject();
    });
    person.start(20);
    view().export_figure();
    window_.appearance().set_look(ui::Look::light);
    EXPECT_TRUE(seen);
}

TEST_F(FigureOutputTest, AnExportIsOfThePartThatIsSeen) {
    ASSERT_NO_FATAL_FAILURE(open_wide());
    const ui::FigurePtr whole = view().figure_as_seen();
    EXPECT_FALSE(whole->panels[0].x.shown);
    zoom({100, 131.5}, {0.25, 0.75});
    const ui::FigurePtr part = view().figure_as_seen();
    EXPECT_EQ(part->panels[0].x.shown, (AxisRange{100, 131.5}));
    EXPECT_EQ(part->panels[0].y.shown, (AxisRange{0.25, 0.75}));
    EXPECT_NE(svg_of(*part), svg_of(*whole));
}

TEST_F(FigureOutputTest, AnExportOfAnImageHoldsItsPicturesAndMaps) {
    open_all(workspace(), 2);
    workspace().run();
    ASSERT_TRUE(wait_until([&] { return !workspace().running(); }));
    figures().setCurrentIndex(kImages);
    ASSERT_TRUE(wait_until([&] {
        return view().figure() != nullptr && view().figure_as_seen()->pictures.size() == 4;
    }));
    const Figure figure = *view().figure_as_seen();
    EXPECT_EQ(figure.pictures[0].caption, "Image");
    EXPECT_EQ(figure.pictures[0].width, 32);
    EXPECT_EQ(figure.pictures[0].rgb.size(), std::size_t(32 * 32 * 3));
    const std::string svg = svg_of(figure);
    std::size_t images = 0;
    for (auto at = svg.find("<image"); at != std::string::npos; at = svg.find("<image", at + 1))
        ++images;
    EXPECT_EQ(images, 4u);
    EXPECT_NE(svg.find("before the gates"), std::string::npos);
}

TEST_F(FigureOutputTest, AllFiguresAreWrittenIntoAFolder) {
    ASSERT_NO_FATAL_FAILURE(open_wide());
    auto* files = window_.findChild<ui::FigureFiles*>();
    ASSERT_NE(files, nullptr);
    QSignalSpy written(files, &ui::FigureFiles::written);
    QDir().mkpath(path("figures"));
    files->write(path("figures"));
    ASSERT_TRUE(wait_until([&] { return written.count() == 1; }));
    EXPECT_EQ(written[0][1].toInt(), 6);
    EXPECT_EQ(QDir(path("figures")).entryList(QDir::Files, QDir::Name),
              (QStringList{"class-SE_2_1-made_net.pdf", "class-SE_2_2-made_net.pdf",
                           "depth-made_net.pdf", "distribution-SE_2_1-made_net.pdf",
                           "heatmap-SE_2_1-made_net.pdf", "similarity-SE_2_1-made_net.pdf"}));
    EXPECT_TRUE(contents(path("figures/depth-made_net.pdf")).starts_with("%PDF"));
    // A folder that is not there is said, and nothing claimed.
    QSignalSpy failed(files, &ui::FigureFiles::failed);
    files->write(path("nowhere"));
    ASSERT_TRUE(wait_until([&] { return failed.count() == 1; }));
    EXPECT_EQ(written.count(), 1);
}

TEST_F(FigureOutputTest, AReportIsWrittenAsHtmlOrPdf) {
    ASSERT_NO_FATAL_FAILURE(open_wide());
    auto* report = window_.findChild<ui::ReportFile*>();
    ASSERT_NE(report, nullptr);
    QSignalSpy written(report, &ui::ReportFile::written);
    report->write(path("report.html"));
    ASSERT_TRUE(wait_until([&] { return written.count() == 1; }));
    const std::string html = contents(path("report.html"));
    EXPECT_NE(html.find("<svg"), std::string::npos);
    EXPECT_NE(html.find("SE_2_1"), std::string::npos);
    report->write(path("report.pdf"));
    ASSERT_TRUE(wait_until([&] { return written.count() == 2; }));
    EXPECT_TRUE(contents(path("report.pdf")).starts_with("%PDF"));
}

TEST_F(FigureOutputTest, WhatIsWrittenOfAllNeedsAProfile) {
    for (const char* name : {"export_all", "report", "copy_command"}) {
        auto* action = window_.findChild<QAction*>(QString::fromLatin1(name));
        ASSERT_NE(action, nullptr) << name;
        EXPECT_FALSE(action->isEnabled()) << name;
    }
    ASSERT_NO_FATAL_FAILURE(open_wide());
    for (const char* name : {"export_all", "report", "copy_command"})
        EXPECT_TRUE(window_.findChild<QAction*>(QString::fromLatin1(name))->isEnabled()) << name;
}

}  // namespace
}  // namespace sescope::test

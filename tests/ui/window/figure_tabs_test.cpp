// SPDX-License-Identifier: GPL-3.0-or-later
// Figures handled as a person does: clicked, zoomed, moved, exported, and what is then marked.
#include "ui/pages/figure_tabs.h"

#include <QApplication>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QImage>
#include <QImageReader>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QTest>
#include <QTimer>
#include <QWheelEvent>
#include <fstream>
#include <sstream>

#include "tests/ui/window/window_fixture.h"
#include "ui/bars/message_bar.h"
#include "ui/figures/figure_plot.h"
#include "ui/pages/export_dialog.h"
#include "ui/pages/figure_canvas.h"
#include "ui/pages/figure_controls.h"
#include "ui/pages/figure_view.h"
#include "ui/pages/image_panel.h"
#include "ui/pages/images_page.h"

namespace sescope::test {
namespace {

using ui::FigureCanvas;
using ui::FigureTabs;
using ui::FigureView;

constexpr int kClass = 0;
constexpr int kPaper = 1;
constexpr int kDistribution = 2;
constexpr int kHeatmap = 3;
constexpr int kSimilarity = 4;
constexpr int kDepth = 5;
constexpr int kImages = 6;

class FigureTabsTest : public WindowTest {
  protected:
    FigureTabsTest() : tabs_(workspace_) {
        tabs_.resize(800, 600);
        tabs_.show();
        make_profile();
        workspace_.open_profile(path("small.profile"));
        wait_until([&] { return workspace_.profile() != nullptr; });
        workspace_.select_block("SE_2_1");
        by_default_ = view().figure()->panels[0].x.ids;
        view().controls().choose(1, 0);  // in the order of the network
    }
    FigureView& view() { return *tabs_.current_view(); }
    FigureCanvas& canvas() { return view().canvas(); }
    QCPAxis& axis(QCPAxis::AxisType side) { return *panel_rects(canvas()).at(0)->axis(side); }
    QPoint place(double x, double y) {
        return QPointF(axis(QCPAxis::atBottom).coordToPixel(x),
                       axis(QCPAxis::atLeft).coordToPixel(y))
            .toPoint();
    }
    // QTest's mouse moves carry no buttons: a drag is sent event by event.
    void drag(QPoint from, QPoint to, Qt::MouseButton button, Qt::KeyboardModifiers keys = {}) {
        const auto send = [&](QEvent::Type type, QPoint at, Qt::MouseButtons held) {
            const bool move = type == QEvent::MouseMove;
            QMouseEvent event(type, at, canvas().mapToGlobal(at), move ? Qt::NoButton : button,
                              held, keys);
            QApplication::sendEvent(&canvas(), &event);
        };
        send(QEvent::MouseButtonPress, from, button);
        send(QEvent::MouseMove, (from + to) / 2, button);
        send(QEvent::MouseMove, to, button);
        send(QEvent::MouseButtonRelease, to, Qt::NoButton);
    }
    void wheel(QPoint at, int steps) {
        QWheelEvent event(at, canvas().mapToGlobal(at), {}, {0, 120 * steps}, Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&canvas(), &event);
    }

    ui::Workspace workspace_;
    FigureTabs tabs_;
    std::vector<int> by_default_;  ///< order of the channels
};

TEST_F(FigureTabsTest, ShowsEachFigureOfTheSelectedBlock) {
    const std::vector<std::pair<int, std::string>> expected{
        {kClass, "class"},     {kPaper, "class"},           {kDistribution, "distribution"},
        {kHeatmap, "heatmap"}, {kSimilarity, "similarity"}, {kDepth, "depth"}};
    for (const auto& [tab, name] : expected) {
        tabs_.setCurrentIndex(tab);
        ASSERT_NE(view().figure(), nullptr) << name;
        EXPECT_EQ(view().figure()->name, name);
    }
    tabs_.setCurrentIndex(kHeatmap);
    EXPECT_EQ(view().figure()->panels.at(0).title, "SE_2_1");
    workspace_.select_block("SE_2_2");
    EXPECT_EQ(view().figure()->panels.at(0).title, "SE_2_2");
}

TEST_F(FigureTabsTest, ChoicesAboveTheFigureChangeIt) {
    EXPECT_EQ(by_default_, (std::vector<int>{1, 0}));  // by mean: 1/3 and 2/3
    EXPECT_TRUE(view().figure()->panels[0].x.ids.empty());
    view().controls().choose(1, 1);
    EXPECT_EQ(view().figure()->panels[0].x.ids, by_default_);
    view().controls().choose(2, 1);
    EXPECT_EQ(view().figure()->panels[0].series[0].kind, SeriesKind::band);
    tabs_.setCurrentIndex(kPaper);
    view().controls().choose(0, 1);
    EXPECT_EQ(view().figure()->name, "instance");
    tabs_.setCurrentIndex(kDistribution);
    view().controls().choose(0, 1);
    EXPECT_EQ(view().figure()->name, "ridges");
    QMenu menu;
    view().controls().fill_menu(menu);
    ASSERT_EQ(menu.actions().size(), 1);
    EXPECT_TRUE(menu.actions()[0]->menu()->actions().at(1)->isChecked());
    menu.actions()[0]->menu()->actions().at(0)->trigger();
    EXPECT_EQ(view().figure()->name, "distribution");
}

// None is checked: figures of all of them stand, those of the checked ones say what to do.
TEST_F(FigureTabsTest, OnlyFiguresOfCheckedClassesAskForOne) {
    workspace_.select_classes({});
    const auto shows = [this](int tab) {
        tabs_.setCurrentIndex(tab);
        return view().figure() != nullptr;
    };
    EXPECT_TRUE(shows(kDepth));
    EXPECT_TRUE(shows(kHeatmap));
    EXPECT_TRUE(shows(kSimilarity));
    EXPECT_FALSE(shows(kClass));
    EXPECT_FALSE(shows(kDistribution));
    tabs_.setCurrentIndex(kHeatmap);
    view().controls().choose(1, 1);  // of the checked ones
    EXPECT_EQ(view().figure(), nullptr);
}

TEST_F(FigureTabsTest, AClickedChannelIsMarkedInAllFigures) {
    const double y = view().figure()->panels[0].series[0].y.at(1);
    QTest::mouseClick(&canvas(), Qt::LeftButton, {}, place(1, y));
    EXPECT_EQ(workspace_.selection().channel, 1);
    EXPECT_EQ(workspace_.selection().marked_class, "n01");
    // A line for the channel, and the curve of the class.
    EXPECT_EQ(canvas().marks().count(), 2u);
    const ui::FigurePtr before = view().figure();
    workspace_.select_channel(0);
    EXPECT_EQ(view().figure(), before);  // marked, not drawn anew
    tabs_.setCurrentIndex(kHeatmap);
    EXPECT_EQ(canvas().marks().count(), 2u);  // a column and a row
    tabs_.setCurrentIndex(kDepth);
    EXPECT_EQ(canvas().marks().count(), 3u);  // the block, in each panel
}

TEST_F(FigureTabsTest, AClickedBlockIsSelected) {
    tabs_.setCurrentIndex(kDepth);
    const double share = view().figure()->panels[0].series[0].y.at(1);
    QTest::mouseClick(&canvas(), Qt::LeftButton, {}, place(1, share));
    EXPECT_EQ(workspace_.selection().block, "SE_2_2");
}

TEST_F(FigureTabsTest, ReadsOutWhatLiesUnderTheCursor) {
    QSignalSpy spy(&tabs_, &FigureTabs::read_out);
    const double y = view().figure()->panels[0].series[0].y.at(0);
    QTest::mouseMove(&canvas(), place(0, y));
    ASSERT_FALSE(spy.isEmpty());
    EXPECT_EQ(spy.last()[0].toString().toStdString(), "channel 0: tench 0.500 ± 0.250 (2)");
    QTest::mouseMove(&canvas(), QPoint(2, 2));
    EXPECT_EQ(spy.last()[0].toString(), "");
}

TEST_F(FigureTabsTest, WheelBoxAndShiftZoomAndMoveAndADoubleClickShowsAll) {
    const QCPRange whole = axis(QCPAxis::atBottom).range();
    wheel(place(0.5, 0.5), 3);
    const QCPRange zoomed = axis(QCPAxis::atBottom).range();
    EXPECT_LT(zoomed.size(), whole.size());
    drag(place(0.5, 0.5), place(0.45, 0.5), Qt::MiddleButton);
    EXPECT_GT(axis(QCPAxis::atBottom).range().lower, zoomed.lower);
    EXPECT_NEAR(axis(QCPAxis::atBottom).range().size(), zoomed.size(), 1e-9);
    drag(place(0.5, 0.5), place(0.55, 0.5), Qt::LeftButton, Qt::ShiftModifier);
    EXPECT_NEAR(axis(QCPAxis::atBottom).range().lower, zoomed.lower, 0.02);
    QTest::mouseDClick(&canvas(), Qt::LeftButton, {}, place(0.5, 0.5));
    EXPECT_EQ(axis(QCPAxis::atBottom).range(), whole);

    const QCPRange gates = axis(QCPAxis::atLeft).range();
    drag(place(0.25, 0.5), place(0.75, 0.5), Qt::LeftButton);
    EXPECT_NEAR(axis(QCPAxis::atBottom).range().upper, 0.75, 0.02);
    EXPECT_EQ(axis(QCPAxis::atLeft).range(), gates);  // a level drag does not flatten
    QTest::mouseDClick(&canvas(), Qt::LeftButton, {}, place(0.5, 0.5));

    const int channel = workspace_.selection().channel;
    drag(place(0.25, 0.75), place(0.75, 0.25), Qt::LeftButton);
    EXPECT_NEAR(axis(QCPAxis::atBottom).range().lower, 0.25, 0.02);
    EXPECT_NEAR(axis(QCPAxis::atBottom).range().upper, 0.75, 0.02);
    EXPECT_NEAR(axis(QCPAxis::atLeft).range().upper, 0.75, 0.02);
    EXPECT_EQ(workspace_.selection().channel, channel);  // a drag picks nothing
    wheel(place(0.5, 0.5), -30);
    EXPECT_EQ(axis(QCPAxis::atBottom).range(), whole);  // and no farther out
}

// Two blocks of 300 classes: their figures are made in the background.
ExcitationProfile many_classes() {
    return wide_profile(300, 256);
}

TEST_F(FigureTabsTest, MapsOfManyClassesAreMadeInTheBackground) {
    tabs_.setCurrentIndex(kHeatmap);
    save_profile(many_classes(), path("many.profile").toStdString());
    workspace_.open_profile(path("many.profile"));
    ASSERT_TRUE(wait_until(
        [&] { return view().figure() != nullptr && view().figure()->panels[0].map->rows == 300; }));
    EXPECT_EQ(view().figure()->panels[0].map->columns, 256);
}

TEST_F(FigureTabsTest, ABackgroundFigureThatIsNoLongerAskedForIsNotShown) {
    tabs_.setCurrentIndex(kHeatmap);
    save_profile(many_classes(), path("many.profile").toStdString());
    workspace_.open_profile(path("many.profile"));
    const auto shows = [&](const std::string& block) {
        return view().figure() != nullptr && view().figure()->panels[0].title == block &&
               view().figure()->panels[0].map->rows == 300;
    };
    ASSERT_TRUE(wait_until([&] { return shows("SE_2_1"); }));
    const ui::FigurePtr before = view().figure();
    workspace_.select_block("SE_2_2");
    workspace_.select_block("SE_2_1");
    QTest::qWait(700);  // the other one is long made
    EXPECT_EQ(view().figure(), before);
    workspace_.select_block("SE_2_2");
    EXPECT_TRUE(wait_until([&] { return shows("SE_2_2"); }));
}

TEST_F(FigureTabsTest, CurvesOfAllChannelsOfManyClassesAreMadeInTheBackground) {
    save_profile(many_classes(), path("many.profile").toStdString());
    workspace_.open_profile(path("many.profile"));
    ASSERT_TRUE(wait_until([&] { return workspace_.profile()->classes.size() == 300; }));
    QStringList all;
    for (const auto& cls : workspace_.profile()->classes)
        all.append(QString::fromStdString(cls.name));
    view().controls().choose(0, 1);  // all channels
    workspace_.select_classes(all);
    ASSERT_TRUE(wait_until([&] {
        return view().figure() != nullptr && view().figure()->panels[0].series.size() == 301;
    }));
    EXPECT_EQ(view().figure()->panels[0].series[299].y.size(), 256u);
    view().controls().choose(2, 1);  // bands: said to be left out
    ASSERT_TRUE(wait_until([&] {
        return view().figure()->caption.str().find("Bands are left out") != std::string::npos;
    }));
    EXPECT_EQ(view().figure()->panels[0].series[0].kind, SeriesKind::line);
}

TEST_F(FigureTabsTest, NamesAlongAnAxisThatHasNoRoomAreLeftOutAtOnce) {
    Figure figure = *view().figure();
    Axis& names = figure.panels[0].x;
    names = {"Block", -0.5, 15.5};
    for (int i = 0; i < 16; ++i) names.names.push_back("SE_" + std::to_string(1000 + i));
    FigureCanvas narrow;
    narrow.resize(400, 300);
    narrow.show();
    narrow.show_figure(std::make_shared<const Figure>(figure), {light_theme(), 9, 96});
    const auto* const x = panel_rects(narrow).at(0)->axis(QCPAxis::atBottom);
    EXPECT_GE(x->tickVector().size(), 3);
    EXPECT_LE(x->tickVector().size(), 8);
}

TEST_F(FigureTabsTest, DataIsWrittenAsJsonWhereTheNameEndsSo) {
    view().write_data(path("shown.json"));
    std::ostringstream expected;
    write_figure_json(*view().figure(), expected);
    std::ifstream file(path("shown.json").toStdString(), std::ios::binary);
    std::ostringstream written;
    written << file.rdbuf();
    EXPECT_EQ(written.str(), expected.str());
}

TEST_F(FigureTabsTest, TheExportDialogWritesWhatItPreviews) {
    ui::ExportDialog dialog(view().figure(), QStringLiteral("made"));
    dialog.show();
    EXPECT_EQ(dialog.settings().format, FigureFormat::pdf);
    for (auto* box : dialog.findChildren<QComboBox*>()) {
        if (box->accessibleName() == "Format") box->setCurrentText("PNG");
    }
    for (auto* box : dialog.findChildren<QDoubleSpinBox*>()) {
        if (box->accessibleName() == "Width") box->setValue(100);
        if (box->accessibleName() == "Height") box->setValue(80);
    }
    EXPECT_EQ(dialog.settings().format, FigureFormat::png);
    dialog.write(path("figure.png"));
    EXPECT_FALSE(dialog.isVisible());
    const QImage image(path("figure.png"));
    EXPECT_NEAR(image.width(), 100 / 25.4 * 300, 1);
    EXPECT_NEAR(image.height(), 80 / 25.4 * 300, 1);
}

TEST_F(FigureTabsTest, AFailedExportSaysSoAndStays) {
    ui::ExportDialog dialog(view().figure(), QStringLiteral("made"));
    QSignalSpy written(&dialog, &ui::ExportDialog::written);
    dialog.show();
    dialog.write(path("nowhere/figure.pdf"));
    EXPECT_EQ(written.count(), 0);
    EXPECT_TRUE(dialog.isVisible());
    const auto* message = dialog.findChild<ui::MessageBar*>();
    EXPECT_TRUE(message->isVisible());
    EXPECT_EQ(message->text(),
              "figure.pdf: cannot be written: No such file or directory; create its folder first");
    // What would have been written is still to be seen.
    for (auto* label : dialog.findChildren<QLabel*>()) {
        if (label->accessibleName() == "Preview") {
            EXPECT_FALSE(label->pixmap(Qt::ReturnByValue).isNull());
        }
    }
    dialog.write(path("figure.pdf"));
    ASSERT_EQ(written.count(), 1);
    EXPECT_EQ(written[0][0].toString(), path("figure.pdf"));
}

// Whoever types another extension gets that format, not a PDF of another name.
TEST_F(FigureTabsTest, TheExtensionThatIsTypedIsTheFormat) {
    ui::ExportDialog dialog(view().figure(), QStringLiteral("made"));
    dialog.show();
    ASSERT_EQ(dialog.settings().format, FigureFormat::pdf);
    QTimer person;
    QObject::connect(&person, &QTimer::timeout, &person, [&] {
        auto* files = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
        if (files == nullptr) return;
        person.stop();
        files->findChild<QLineEdit*>()->setText(path("typed.png"));
        QMetaObject::invokeMethod(files, "accept", Qt::QueuedConnection);
    });
    person.start(20);
    for (auto* button : dialog.findChildren<QPushButton*>()) {
        if (button->text() == "Export...") button->click();
    }
    EXPECT_EQ(dialog.settings().format, FigureFormat::png);
    EXPECT_EQ(QImageReader::imageFormat(path("typed.png")), "png");
}

// A run goes on behind the dialog, and its figures replace the one that is exported.
TEST_F(FigureTabsTest, TheExportDialogKeepsItsFigure) {
    const std::weak_ptr<const Figure> exported = view().figure();
    ui::ExportDialog dialog(view().figure(), QStringLiteral("made"));
    view().set_empty({});
    ASSERT_FALSE(exported.expired());
    dialog.show();
    dialog.write(path("figure.svg"));
    EXPECT_GT(QFileInfo(path("figure.svg")).size(), 1000);
}

TEST_F(FigureTabsTest, ImagesOfAProfileAloneSayWhatIsMissing) {
    tabs_.setCurrentIndex(kImages);
    auto* page = tabs_.findChild<ui::ImagesPage*>();
    EXPECT_EQ(page->seen(), 0u);
    bool said = false;
    for (auto* label : page->findChildren<QLabel*>()) {
        said = said || (label->isVisible() && label->text().contains("Open its network"));
    }
    EXPECT_TRUE(said);
}

TEST_F(FigureTabsTest, ImagesAreRunOneByOneAndOrderedByThePickedChannel) {
    open_all(workspace_, 3);
    workspace_.run();
    ASSERT_TRUE(wait_until([&] { return !workspace_.running(); }));
    const std::string block = workspace_.selection().block.toStdString();
    workspace_.select_channel(1);
    tabs_.setCurrentIndex(kImages);
    auto* page = tabs_.findChild<ui::ImagesPage*>();
    ASSERT_TRUE(wait_until([&] { return page->seen() == 9; }));
    EXPECT_EQ(page->list().count(), 9);
    ASSERT_TRUE(wait_until([&] { return page->view().figure() != nullptr; }));
    EXPECT_EQ(page->view().figure()->panels[0].title, block);
    EXPECT_EQ(page->view().figure()->panels[0].series.size(), 2u);  // band of the class, image
    EXPECT_EQ(tabs_.current_view(), &page->view());
    // The list tells the gate of each: now from the largest down.
    for (auto* box : page->findChildren<QComboBox*>()) {
        if (box->accessibleName() == "Images") box->setCurrentIndex(1);
    }
    std::vector<double> gates;
    for (int row = 0; row < page->list().count(); ++row) {
        gates.push_back(page->list().item(row)->text().section("gate ", 1).toDouble());
    }
    EXPECT_TRUE(std::is_sorted(gates.rbegin(), gates.rend()));
    EXPECT_GT(gates.front(), gates.back());
    // And the maps come.
    const auto has_maps = [&] {
        const auto labels = page->findChildren<QLabel*>();
        return std::count_if(labels.begin(), labels.end(), [](const QLabel* label) {
                   return !label->pixmap(Qt::ReturnByValue).isNull();
               }) == 4;
    };
    EXPECT_TRUE(wait_until(has_maps));
}

TEST_F(FigureTabsTest, ThePageOfImagesCanGoWhileItRuns) {
    open_all(workspace_, 3);
    workspace_.run();
    ASSERT_TRUE(wait_until([&] { return !workspace_.running(); }));
    auto tabs = std::make_unique<FigureTabs>(workspace_);
    tabs->show();
    tabs->setCurrentIndex(kImages);
    tabs.reset();
    SUCCEED();
}

TEST(PredictionText, IsASoftmaxOfTheLargestLogits) {
    const QStringList names{"tench", "church"};
    EXPECT_EQ(ui::prediction_text({0, std::log(3.0F)}, names, 5), "church 75.0 %, tench 25.0 %");
    EXPECT_EQ(ui::prediction_text({5, 5, 900}, names, 1), "row 2 100.0 %");
    EXPECT_EQ(ui::prediction_text({}, names, 1), "");
}

}  // namespace
}  // namespace sescope::test

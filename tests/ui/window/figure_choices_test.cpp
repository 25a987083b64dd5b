// SPDX-License-Identifier: GPL-3.0-or-later
// What figures show of many channels and classes: zooming, the blocks of the paper's figures,
// colours that stay, scales of colours.
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QTest>

#include "tests/ui/window/window_fixture.h"
#include "ui/figures/figure_plot.h"
#include "ui/models/selection_history.h"
#include "ui/pages/figure_canvas.h"
#include "ui/pages/figure_controls.h"
#include "ui/pages/figure_tabs.h"
#include "ui/pages/figure_view.h"
#include "ui/pages/images_page.h"

namespace sescope::test {
namespace {

using ui::FigureCanvas;
using ui::FigureTabs;
using ui::FigureView;

constexpr int kPaper = 1;
constexpr int kSimilarity = 4;
constexpr int kImages = 6;

class WideFigures : public WindowTest {
  protected:
    WideFigures() : history_(workspace_), tabs_(workspace_) {
        tabs_.resize(800, 600);
        tabs_.show();
        save_profile(wide_profile(5, 512), path("wide.profile").toStdString());
        workspace_.open_profile(path("wide.profile"));
        wait_until([&] { return workspace_.profile() != nullptr; });
        workspace_.select_block("SE_2_1");
        workspace_.select_classes({"c3", "c1", "c4"});
    }
    FigureView& view() { return *tabs_.current_view(); }
    FigureCanvas& canvas() { return view().canvas(); }
    QCPAxis& axis(QCPAxis::AxisType side) { return *panel_rects(canvas()).at(0)->axis(side); }
    const Series& curve() { return view().figure()->panels.at(0).series.at(0); }
    QPoint place(double x, double y) {
        return QPointF(axis(QCPAxis::atBottom).coordToPixel(x),
                       axis(QCPAxis::atLeft).coordToPixel(y))
            .toPoint();
    }
    void send(QEvent::Type type, QPoint at, Qt::MouseButtons held) {
        const bool move = type == QEvent::MouseMove;
        QMouseEvent event(type, at, canvas().mapToGlobal(at), move ? Qt::NoButton : Qt::LeftButton,
                          held, Qt::NoModifier);
        QApplication::sendEvent(&canvas(), &event);
    }
    void drag(QPoint from, QPoint to) {
        send(QEvent::MouseButtonPress, from, Qt::LeftButton);
        send(QEvent::MouseMove, (from + to) / 2, Qt::LeftButton);
        send(QEvent::MouseMove, to, Qt::LeftButton);
        send(QEvent::MouseButtonRelease, to, Qt::NoButton);
    }

    ui::Workspace workspace_;
    ui::SelectionHistory history_;
    FigureTabs tabs_;
};

TEST_F(WideFigures, ZoomingInShowsTheChannelsBetween) {
    ASSERT_EQ(curve().x.size(), 50u);
    EXPECT_EQ(curve().x[1] - curve().x[0], 10);
    drag(place(100, 0.5), place(130, 0.5));
    const QCPRange seen = axis(QCPAxis::atBottom).range();
    ASSERT_NEAR(seen.lower, 100, 2);
    ASSERT_TRUE(wait_until([&] { return curve().x.size() != 50; }));
    EXPECT_EQ(curve().x.front(), std::floor(seen.lower));
    EXPECT_EQ(curve().x.back(), std::ceil(seen.upper));
    EXPECT_EQ(curve().x.size(), std::size_t(curve().x.back() - curve().x.front()) + 1);
    EXPECT_EQ(axis(QCPAxis::atBottom).range(), seen);  // as it was
    // All of it again: sampled again.
    canvas().reset_view();
    EXPECT_TRUE(wait_until([&] { return curve().x.size() == 50; }));
}

TEST_F(WideFigures, WhatIsZoomedIntoStaysUntilTheBlockIsAnother) {
    drag(place(100, 0.75), place(130, 0.25));
    const QCPRange across = axis(QCPAxis::atBottom).range();
    const QCPRange up = axis(QCPAxis::atLeft).range();
    ASSERT_LT(up.size(), 0.6);
    ASSERT_TRUE(wait_until([&] { return curve().x.size() != 50; }));
    tabs_.resize(1100, 700);
    QApplication::processEvents();
    EXPECT_EQ(axis(QCPAxis::atBottom).range(), across);
    workspace_.select_classes({"c0"});
    EXPECT_EQ(axis(QCPAxis::atBottom).range(), across);
    EXPECT_EQ(axis(QCPAxis::atLeft).range(), up);
    workspace_.select_block("SE_2_2");
    EXPECT_TRUE(canvas().zooms().empty());
    EXPECT_TRUE(wait_until([&] { return curve().x.size() == 50; }));
}

TEST_F(WideFigures, ALevelDragDoesNotFlattenHoweverTheHandShakes) {
    const QCPRange gates = axis(QCPAxis::atLeft).range();
    const QPoint from = place(100, 0.5);
    const QPoint to = place(400, 0.5) + QPoint(0, 28);
    ASSERT_GT((to - from).x(), 8 * 28);
    drag(from, to);
    EXPECT_NEAR(axis(QCPAxis::atBottom).range().upper, 400, 4);
    EXPECT_EQ(axis(QCPAxis::atLeft).range(), gates);
}

TEST_F(WideFigures, ADoubleClickOnlyResets) {
    workspace_.select_channel(7);
    const ui::Selection before = workspace_.selection();
    const int steps = history_.count();
    drag(place(100, 0.75), place(130, 0.25));
    ASSERT_FALSE(canvas().zooms().empty());
    const QPoint at = place(115, 0.5);
    send(QEvent::MouseButtonPress, at, Qt::LeftButton);
    send(QEvent::MouseButtonRelease, at, Qt::NoButton);
    EXPECT_NE(workspace_.selection(), before);  // it might be a single one
    send(QEvent::MouseButtonDblClick, at, Qt::LeftButton);
    send(QEvent::MouseButtonRelease, at, Qt::NoButton);
    EXPECT_TRUE(canvas().zooms().empty());
    EXPECT_EQ(workspace_.selection(), before);
    EXPECT_EQ(history_.count(), steps);
    // Once more where the click changes nothing: nothing older is taken back.
    workspace_.select_channel(8);
    send(QEvent::MouseButtonDblClick, at, Qt::LeftButton);
    send(QEvent::MouseButtonRelease, at, Qt::NoButton);
    EXPECT_EQ(workspace_.selection().channel, 8);
}

TEST_F(WideFigures, APickIsOneStepOfTheHistory) {
    const ui::Selection before = workspace_.selection();
    const int steps = history_.count();
    QTest::mouseClick(&canvas(), Qt::LeftButton, {}, place(100, 0.5));
    EXPECT_EQ(history_.count(), steps + 1);
    history_.undo();
    EXPECT_EQ(workspace_.selection(), before);
}

TEST_F(WideFigures, TheBlocksOfThePaperPageAreChosen) {
    tabs_.setCurrentIndex(kPaper);
    EXPECT_EQ(view().figure()->panels.size(), 1u);  // the last of stage 2
    EXPECT_EQ(view().figure()->panels[0].title, "SE_2_2");
    EXPECT_TRUE(view().figure()->panels[0].x.ids.empty());  // in the order of the network
    auto* list = tabs_.findChild<QListWidget*>("paper_blocks_list");
    ASSERT_EQ(list->count(), 2);
    list->item(0)->setCheckState(Qt::Checked);
    ASSERT_EQ(view().figure()->panels.size(), 1u);
    EXPECT_EQ(view().figure()->panels[0].title, "SE_2_1");
    list->item(1)->setCheckState(Qt::Checked);
    EXPECT_EQ(view().figure()->panels.size(), 2u);
    tabs_.findChild<QPushButton*>("paper_blocks_default")->click();
    ASSERT_EQ(view().figure()->panels.size(), 1u);
    EXPECT_EQ(view().figure()->panels[0].title, "SE_2_2");
}

TEST_F(WideFigures, SingleImagesSayWhichClassesAreCompared) {
    tabs_.setCurrentIndex(kPaper);
    view().controls().choose(0, 1);
    ASSERT_EQ(view().figure()->panels[0].series.size(), 2u);
    const auto said = [this](const QString& text) {
        for (auto* label : view().findChildren<QLabel*>()) {
            if (label->isVisible() && label->text().contains(text)) return true;
        }
        return false;
    };
    EXPECT_TRUE(said("Compared are c3 and c1, the first two of the 3 checked classes."));
    workspace_.select_classes({"c3", "c1"});
    EXPECT_TRUE(said("Compared are the two checked classes, c3 and c1."));
    view().controls().choose(0, 0);
    EXPECT_FALSE(said("Compared"));
}

TEST_F(WideFigures, AClassHasOneColourOnEveryPage) {
    const auto colour_of = [this](int cls) {
        for (const Panel& panel : view().figure()->panels) {
            for (const Series& series : panel.series) {
                if (series.cls == cls) return series.colour;
            }
        }
        return -2;
    };
    const int colour = colour_of(4);
    workspace_.select_classes({"c4", "c0"});
    for (int page = 0; page <= 2; ++page) {
        tabs_.setCurrentIndex(page);
        EXPECT_EQ(colour_of(4), colour) << page;
        view().controls().choose(0, 1);
        EXPECT_EQ(colour_of(4), colour) << page;
    }
    // Of a selection that is restored as well.
    ui::Selection other = workspace_.selection();
    other.classes = QStringList{"c2", "c4"};
    workspace_.set_selection(other);
    EXPECT_EQ(colour_of(4), colour);
    EXPECT_NE(colour_of(2), colour);
}

TEST_F(WideFigures, AnImageOfAClassIsComparedInItsColour) {
    open_all(workspace_, 2);
    workspace_.run();
    ASSERT_TRUE(wait_until([&] { return !workspace_.running(); }));
    workspace_.select_classes({"bricks", "rings", "dots"});
    workspace_.select_classes({"dots"});
    tabs_.setCurrentIndex(kImages);
    auto* page = tabs_.findChild<ui::ImagesPage*>();
    ASSERT_TRUE(wait_until([&] { return page->view().figure() != nullptr; }));
    const Panel& panel = page->view().figure()->panels.at(0);
    ASSERT_EQ(panel.series.size(), 2u);
    EXPECT_EQ(panel.series[0].colour, workspace_.class_colours().value("dots"));
    EXPECT_NE(panel.series[1].colour % 8, panel.series[0].colour % 8);
    workspace_.forget_partial();
}

TEST_F(WideFigures, SimilarityHasOneScaleForAllBlocksOrOneOfTheBlock) {
    tabs_.setCurrentIndex(kSimilarity);
    ASSERT_TRUE(wait_until([&] { return view().figure() != nullptr; }));
    EXPECT_EQ(view().figure()->scale->low, -1);
    EXPECT_EQ(view().figure()->scale->high, 1);
    EXPECT_EQ(view().figure()->scale->colours, ColourMap::blue_red);
    view().controls().choose(3, 1);
    EXPECT_LT(view().figure()->scale->high, 1);  // these classes have little in common
    EXPECT_EQ(view().figure()->scale->low, -view().figure()->scale->high);
}

}  // namespace
}  // namespace sescope::test

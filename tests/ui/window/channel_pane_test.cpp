// SPDX-License-Identifier: GPL-3.0-or-later
// The picked channel: named on every page, its classes ranked beside the figure, gone to by number
// and by keys.
#include "ui/pages/channel_pane.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QPointer>
#include <QSpinBox>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include "core/figures/channel_ranks.h"
#include "tests/ui/window/window_fixture.h"
#include "ui/main_window.h"
#include "ui/models/ranks_model.h"
#include "ui/pages/figure_controls.h"
#include "ui/pages/figure_tabs.h"
#include "ui/pages/figure_view.h"

namespace sescope::test {
namespace {

using ui::ChannelPane;
using ui::FigureTabs;
using ui::MainWindow;
using ui::RanksModel;

class ChannelPaneTest : public WindowTest {
  protected:
    ChannelPaneTest() {
        window_.resize(1280, 800);
        window_.show();
        save_profile(wide_profile(5, 512), path("wide.profile").toStdString());
        workspace().open_profile(path("wide.profile"));
        wait_until([&] { return workspace().profile() != nullptr; });
        workspace().select_block("SE_2_1");
        workspace().select_classes({"c3", "c1"});
        QApplication::processEvents();
    }
    ~ChannelPaneTest() override { window_.language().set_code(QStringLiteral("en")); }

    ui::Workspace& workspace() { return window_.workspace(); }
    template <class Widget>
    Widget& named(const char* name) {
        auto* found = window_.findChild<Widget*>(QString::fromLatin1(name));
        if (found == nullptr) throw std::runtime_error(name);
        return *found;
    }
    FigureTabs& figures() { return *window_.findChild<FigureTabs*>(); }
    QString cell(int row, int column) {
        return named<QTableView>("ranks").model()->index(row, column).data().toString();
    }
    int rows() { return named<QTableView>("ranks").model()->rowCount(); }

    MainWindow window_;
};

TEST_F(ChannelPaneTest, RanksEveryClassByTheGateOfThePickedChannel) {
    EXPECT_EQ(rows(), 0);
    workspace().select_channel(301);
    EXPECT_EQ(named<QLabel>("channel_title").text(), "channel 301 of SE_2_1");
    const auto expected = classes_by_gate(*workspace().profile(), 0, 301);
    ASSERT_EQ(rows(), 5);  // checked or not
    for (int row = 0; row < 5; ++row) {
        const RankedClass& ranked = expected[std::size_t(row)];
        EXPECT_EQ(cell(row, 0).toStdString(), "c" + std::to_string(ranked.cls));
        EXPECT_EQ(cell(row, 1), QLocale().toString(ranked.mean, 'f', 3));
        EXPECT_EQ(cell(row, 2), QLocale().toString(ranked.deviation, 'f', 3));
    }
    EXPECT_GT(cell(0, 1).toDouble(), cell(4, 1).toDouble());
    // It stays while the cursor goes elsewhere, and follows the block.
    workspace().select_block("SE_2_2");
    EXPECT_EQ(named<QLabel>("channel_title").text(), "channel 301 of SE_2_2");
    EXPECT_EQ(cell(0, 1),
              QLocale().toString(classes_by_gate(*workspace().profile(), 1, 301)[0].mean, 'f', 3));
}

TEST_F(ChannelPaneTest, GoesToAChannelByItsNumber) {
    auto& number = named<QSpinBox>("go_to_channel");
    EXPECT_EQ(number.maximum(), 511);
    number.setFocus();
    number.selectAll();
    QTest::keyClicks(&number, "217");
    QTest::keyClick(&number, Qt::Key_Return);
    EXPECT_EQ(workspace().selection().channel, 217);
    workspace().select_channel(3);
    EXPECT_EQ(number.value(), 3);
}

TEST_F(ChannelPaneTest, KeysWalkInTheOrderOfTheFigure) {
    const std::vector<int> order = figures().current_view()->figure()->panels[0].x.ids;
    ASSERT_EQ(order.size(), 512u);  // by mean
    QTest::keyClick(&window_, Qt::Key_Right, Qt::AltModifier);
    EXPECT_EQ(workspace().selection().channel, order[0]);
    QTest::keyClick(&window_, Qt::Key_Right, Qt::AltModifier);
    EXPECT_EQ(workspace().selection().channel, order[1]);
    QTest::keyClick(&window_, Qt::Key_Left, Qt::AltModifier);
    QTest::keyClick(&window_, Qt::Key_Left, Qt::AltModifier);  // the first one: stays
    EXPECT_EQ(workspace().selection().channel, order[0]);
    // In the order of the network, and where no channels are drawn.
    figures().current_view()->controls().choose(1, 0);
    workspace().select_channel(20);
    named<QToolButton>("channel_on").click();
    EXPECT_EQ(workspace().selection().channel, 21);
    figures().setCurrentIndex(5);  // depth
    named<QToolButton>("channel_back").click();
    EXPECT_EQ(workspace().selection().channel, 20);
}

TEST_F(ChannelPaneTest, RanksTheChannelsForAClass) {
    named<QComboBox>("ranking").setCurrentIndex(1);
    // For the first one that is checked.
    const auto expected = channels_by_gate(*workspace().profile(), 0, 3);
    ASSERT_EQ(rows(), 512);
    EXPECT_EQ(cell(0, 0), QString::number(expected[0].channel));
    EXPECT_EQ(cell(0, 1), QLocale().toString(expected[0].mean, 'f', 3));
    EXPECT_EQ(cell(0, 2), QLocale().toString(expected[0].overall, 'f', 3));
    auto& choice = named<QComboBox>("ranked_class");
    ASSERT_EQ(choice.count(), 5);
    choice.setCurrentIndex(2);
    EXPECT_EQ(workspace().selection().marked_class, "c2");
    const auto other = channels_by_gate(*workspace().profile(), 0, 2);
    EXPECT_EQ(cell(0, 0), QString::number(other[0].channel));
    // A row picks its channel.
    auto& table = named<QTableView>("ranks");
    emit table.clicked(table.model()->index(2, 0));
    EXPECT_EQ(workspace().selection().channel, other[2].channel);
    EXPECT_EQ(table.currentIndex().row(), 2);
}

TEST_F(ChannelPaneTest, ThePickedChannelIsNamedOnEveryPage) {
    workspace().select_channel(301);
    for (int page = 0; page < figures().count(); ++page) {
        figures().setCurrentIndex(page);
        QApplication::processEvents();
        const auto& label = named<QLabel>("picked_channel");
        EXPECT_TRUE(label.isVisible()) << page;
        EXPECT_EQ(label.text(), "channel 301 of SE_2_1") << page;
    }
    workspace().select_channel(-1);
    EXPECT_FALSE(named<QLabel>("picked_channel").isVisible());
}

// Nothing of the pane that goes is touched while the next one is made.
TEST_F(ChannelPaneTest, StandsThroughLanguagesAndSizes) {
    workspace().select_channel(301);
    for (const int ranking : {1, 0}) {
        named<QComboBox>("ranking").setCurrentIndex(ranking);
        for (const QString& code : {QStringLiteral("zh_CN"), QStringLiteral("en")}) {
            named<QSpinBox>("go_to_channel").setFocus();
            const QPointer<QDockWidget> before = window_.findChild<QDockWidget*>("channel");
            window_.language().set_code(code);
            ASSERT_TRUE(wait_until([&] { return before.isNull(); }));
            for (const QSize size : {QSize(1016, 660), QSize(1600, 1000), QSize(1280, 800)}) {
                window_.resize(size);
                QApplication::processEvents();
            }
            EXPECT_EQ(rows(), 5) << code.toStdString();
            EXPECT_EQ(named<QSpinBox>("go_to_channel").value(), 301);
        }
    }
}

TEST_F(ChannelPaneTest, SaysWhatIsMissing) {
    save_profile(wide_profile(3, 8), path("narrow.profile").toStdString());
    workspace().select_channel(301);
    workspace().open_profile(path("narrow.profile"));
    ASSERT_TRUE(wait_until([&] { return workspace().profile()->classes.size() == 3; }));
    EXPECT_EQ(named<QLabel>("channel_title").text(), "SE_2_1 has no channel 301");
    EXPECT_EQ(rows(), 0);
    EXPECT_FALSE(named<QLabel>("picked_channel").isVisible());
}

}  // namespace
}  // namespace sescope::test

// SPDX-License-Identifier: GPL-3.0-or-later
// What opens, runs and stops behind the window, with the real engine.
#include "ui/models/workspace.h"

#include <QCoreApplication>
#include <fstream>

#include "tests/ui/window/window_fixture.h"
#include "ui/models/classes_model.h"

namespace sescope::test {
namespace {

using ui::Workspace;

class WorkspaceTest : public WindowTest {};

/// Every failure that a workspace tells of.
struct Failures {
    explicit Failures(Workspace& workspace) {
        QObject::connect(&workspace, &Workspace::failed, &workspace,
                         [this](const Error& error) { errors.push_back(error); });
    }
    std::vector<Error> errors;
};

TEST_F(WorkspaceTest, AMissingFileIsNamedInTheFailure) {
    Workspace workspace;
    Failures failed(workspace);
    workspace.open_any(path("nowhere.safetensors"));
    ASSERT_TRUE(wait_until([&] { return !failed.errors.empty(); }));
    ASSERT_EQ(failed.errors.size(), 1u);
    const Error error = failed.errors[0];
    EXPECT_EQ(error.file().string(), path("nowhere.safetensors").toStdString());
    EXPECT_FALSE(error.hint().empty());
}

TEST_F(WorkspaceTest, ABrokenProfileIsNamedInTheFailureAndChangesNothing) {
    Workspace workspace;
    std::ofstream(path("broken.profile").toStdString()) << "nonsense";
    Failures failed(workspace);
    workspace.open_any(path("broken.profile"));
    ASSERT_TRUE(wait_until([&] { return !failed.errors.empty(); }));
    ASSERT_EQ(failed.errors.size(), 1u);
    const Error error = failed.errors[0];
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_EQ(error.file().filename().string(), "broken.profile");
    EXPECT_EQ(workspace.profile(), nullptr);
}

TEST_F(WorkspaceTest, AProfileOpensWithItsBlocksAndTheMostDifferentClasses) {
    Workspace workspace;
    make_profile();
    workspace.open_any(path("small.profile"));
    ASSERT_TRUE(wait_until([&] { return workspace.profile() != nullptr; }));
    EXPECT_EQ(workspace.profile()->images(), 3u);
    EXPECT_EQ(workspace.selection().block, "SE_2_2");
    EXPECT_EQ(workspace.selection().classes.size(), 2);  // the third has no image
    EXPECT_FALSE(workspace.unsaved());
    EXPECT_FALSE(workspace.can_run());
}

TEST_F(WorkspaceTest, ARunCountsEveryImage) {
    Workspace workspace;
    open_all(workspace, 2);
    Failures failed(workspace);
    workspace.run();
    EXPECT_TRUE(workspace.running());
    ASSERT_TRUE(wait_until([&] { return !workspace.running(); }));
    EXPECT_TRUE(failed.errors.empty());
    ASSERT_NE(workspace.profile(), nullptr);
    EXPECT_EQ(workspace.profile()->images(), 6u);
    EXPECT_FALSE(workspace.profile()->partial());
    EXPECT_EQ(workspace.profile()->gates.blocks.size(), 4u);
    EXPECT_TRUE(workspace.unsaved());
    workspace.forget_partial();
}

TEST_F(WorkspaceTest, StopKeepsWhatThereIs) {
    Workspace workspace;
    open_all(workspace, 60);
    workspace.engine_settings().batch = 1;
    QObject::connect(&workspace, &Workspace::progressed, &workspace, [&](const Progress& progress) {
        if (progress.done > 0) workspace.stop();
    });
    workspace.run();
    ASSERT_TRUE(wait_until([&] { return !workspace.running(); }));
    ASSERT_NE(workspace.profile(), nullptr);
    EXPECT_GT(workspace.profile()->images(), 0u);
    EXPECT_EQ(workspace.profile()->partial(), workspace.profile()->images() < 180u);
}

TEST_F(WorkspaceTest, APartialProfileOfACrashedRunIsOfferedUntilItIsSaved) {
    EXPECT_EQ(Workspace::partial_of_earlier_run(), "");
    // No process has this number: numbers end at 2^22.
    const QString partial = Workspace::partial_file(1 << 23);
    std::filesystem::create_directories(std::filesystem::path(partial.toStdString()).parent_path());
    save_profile(*small_profile(), partial.toStdString());
    EXPECT_EQ(Workspace::partial_of_earlier_run(), partial);
    Workspace workspace;
    workspace.open_partial(partial);
    ASSERT_TRUE(wait_until([&] { return workspace.profile() != nullptr; }));
    EXPECT_TRUE(workspace.unsaved());
    QSignalSpy saved(&workspace, &Workspace::profile_saved);
    workspace.save_profile_as(path("saved.profile"));
    ASSERT_TRUE(wait_until([&] { return saved.count() == 1; }));
    EXPECT_EQ(Workspace::partial_of_earlier_run(), "");
    EXPECT_EQ(load_profile(path("saved.profile").toStdString())->images(), 3u);
}

TEST_F(WorkspaceTest, ThePartialProfileOfAProgramThatRunsIsNotOffered) {
    const QString partial = Workspace::partial_file(QCoreApplication::applicationPid());
    std::filesystem::create_directories(std::filesystem::path(partial.toStdString()).parent_path());
    save_profile(*small_profile(), partial.toStdString());
    EXPECT_EQ(Workspace::partial_of_earlier_run(), "");
}

TEST_F(WorkspaceTest, GoingAwayDuringARunStopsIt) {
    auto workspace = std::make_unique<Workspace>();
    open_all(*workspace, 60);
    workspace->run();
    EXPECT_TRUE(workspace->running());
    workspace.reset();  // stops and joins: nothing may run on, nor be told to who is gone
}

TEST_F(WorkspaceTest, OnlyTheLastOfTwoOpenedNetworksCounts) {
    Workspace workspace;
    make_network();
    QSignalSpy opened(&workspace, &Workspace::network_changed);
    Failures failed(workspace);
    workspace.open_network(path("nowhere.pth"));
    workspace.open_network(path("net"));
    ASSERT_TRUE(wait_until([&] { return workspace.network() != nullptr; }));
    EXPECT_EQ(opened.count(), 1);
    EXPECT_TRUE(failed.errors.empty());  // of the first: nobody waits for it any more
}

TEST_F(WorkspaceTest, ASavedProfileIsReadBackTheSame) {
    Workspace workspace;
    make_profile();
    workspace.open_profile(path("small.profile"));
    ASSERT_TRUE(wait_until([&] { return workspace.profile() != nullptr; }));
    QSignalSpy saved(&workspace, &Workspace::profile_saved);
    workspace.save_profile_as(path("again.profile"));
    ASSERT_TRUE(wait_until([&] { return saved.count() == 1; }));
    const auto again = load_profile(path("again.profile").toStdString());
    EXPECT_TRUE(again->gates == workspace.profile()->gates);
}

TEST_F(WorkspaceTest, AProfileOfTheNetworkThatIsOpenLeavesItOpen) {
    Workspace workspace;
    open_all(workspace, 4);
    workspace.run();
    ASSERT_TRUE(wait_until([&] { return !workspace.running(); }));
    QSignalSpy saved(&workspace, &Workspace::profile_saved);
    workspace.save_profile_as(path("own.profile"));
    ASSERT_TRUE(wait_until([&] { return saved.count() == 1; }));
    const auto first = workspace.profile();
    workspace.open_profile(path("own.profile"));
    ASSERT_TRUE(wait_until([&] { return workspace.profile() != first; }));
    EXPECT_NE(workspace.network(), nullptr);
    EXPECT_NE(workspace.dataset(), nullptr);
    // One of another network closes both: they are not what is shown.
    make_profile();
    workspace.open_profile(path("small.profile"));
    ASSERT_TRUE(wait_until([&] { return workspace.network() == nullptr; }));
    EXPECT_EQ(workspace.dataset(), nullptr);
}

TEST_F(WorkspaceTest, TheClassesThatThePersonChoseStay) {
    Workspace workspace;
    make_profile();
    workspace.open_profile(path("small.profile"));
    ASSERT_TRUE(wait_until([&] { return workspace.profile() != nullptr; }));
    QSignalSpy changed(&workspace, &Workspace::selection_changed);
    workspace.select_classes({});
    workspace.select_classes({});
    EXPECT_EQ(changed.count(), 1);
    EXPECT_TRUE(workspace.selection().classes.isEmpty());
}

TEST_F(WorkspaceTest, ARunEndsForAClassOnceItsMeansAreKnown) {
    ui::Workspace workspace;
    open_all(workspace, 40);
    workspace.set_until(0.2);  // the images are opened anew, in random order
    EXPECT_TRUE(workspace.data_options().shuffled);
    workspace.run();  // waits for them
    ASSERT_TRUE(wait_until([&] {
        return !workspace.running() && workspace.profile() && !workspace.profile()->partial();
    }));
    const auto& until = workspace.profile()->origin.until;
    ASSERT_TRUE(until.has_value());
    EXPECT_EQ(until->rule.half_width, 0.2);
    ASSERT_EQ(until->classes.size(), 3u);
    EXPECT_EQ(until->classes[0].total, 40u);
    ui::ClassesModel model;
    model.set_profile(workspace.profile());
    const auto taken = until->classes[0].taken;
    EXPECT_EQ(model.index(0, ui::ClassesModel::kImages).data().toString(),
              taken < 40 ? QString("%1 / 40").arg(taken) : QString("40"));
    EXPECT_TRUE(model.index(0, ui::ClassesModel::kImages)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .contains(QString("%1 of its 40 images were taken").arg(taken)));
    workspace.set_until(0);
    EXPECT_FALSE(workspace.data_options().shuffled);
    workspace.forget_partial();
}

}  // namespace
}  // namespace sescope::test

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/window/window_fixture.h"

#include <QApplication>
#include <QTest>
#include <fstream>

#include "core/checkpoint/checkpoint.h"
#include "core/dataset/demo_images.h"
#include "tests/core/excitation/made_profile.h"
#include "tests/support/tiny_network.h"

namespace sescope::test {
namespace {

void ensure_application() {
    if (QCoreApplication::instance() != nullptr) return;
    static char name[] = "test";
    static char option[] = "-platform";
    static char value[] = "offscreen";
    static char* arguments[] = {name, option, value, nullptr};
    static int count = 3;
    new QApplication(count, arguments);  // for the life of the program
}

}  // namespace

ui::ProfilePtr small_profile() {
    return std::make_shared<const ExcitationProfile>(testing::made_profile());
}

ExcitationProfile wide_profile(int classes, int channels) {
    ExcitationProfile many = testing::made_profile();
    many.origin.covered.clear();
    many.classes.clear();
    many.gates.classes = classes;
    many.gates.images.assign(static_cast<std::size_t>(classes), 1);
    for (int i = 0; i < classes; ++i) many.classes.push_back({"c" + std::to_string(i), "", -1});
    for (BlockTally& block : many.gates.blocks) {
        block.not_finite = 0;
        block.energies = {};
        block.channels = channels;
        const std::size_t cells = std::size_t(classes) * std::size_t(channels);
        block.sum.assign(cells, 0);
        for (std::size_t i = 0; i < cells; ++i) block.sum[i] = std::int64_t(i * 7919 % 4096) << 20;
        block.sum_of_squares.assign(cells, 0);
        block.min.assign(cells, 0);
        block.max.assign(cells, 1);
        block.open.assign(cells, 0);
        block.closed.assign(cells, 0);
        block.histogram.assign(std::size_t(classes) * kHistogramBins, 0);
    }
    many.predictions.images.assign(std::size_t(classes), 1);
    many.predictions.top1.assign(std::size_t(classes), 0);
    many.predictions.top5.assign(std::size_t(classes), 0);
    many.predictions.confusion.assign(std::size_t(classes) * 4, 0);
    return many;
}

WindowTest::WindowTest() {
    // Settings and the partial profile of a test are not those of the person.
    for (const char* variable : {"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"})
        qputenv(variable, QByteArray::fromStdString((folder_ / "home").string()));
    ensure_application();
}

void WindowTest::make_network() const {
    std::filesystem::create_directories(folder_ / "net");
    write_safetensors(folder_ / "net/model.safetensors", tiny_network(), {});
    std::ofstream(folder_ / "net/config.json") << tiny_config({"bricks", "dots", "rings"});
}

void WindowTest::make_images(int per_class) const {
    constexpr int side = 32;
    const auto names = demo_class_names();
    for (std::size_t label = 0; label < names.size(); ++label) {
        if (names[label] != "bricks" && names[label] != "dots" && names[label] != "rings") continue;
        const auto folder = folder_ / "images" / names[label];
        std::filesystem::create_directories(folder);
        for (int index = 0; index < per_class; ++index) {
            write_png(
                folder / (std::to_string(index) + ".png"),
                {side, side,
                 draw_demo_image(static_cast<int>(label), DemoSplit::validation, 1, index, side)});
        }
    }
}

void WindowTest::make_profile() const {
    save_profile(*small_profile(), folder_ / "small.profile");
}

bool WindowTest::wait_until(const std::function<bool()>& reached) {
    // Long enough for a machine that is busy with other things; what never comes fails all the
    // same.
    return QTest::qWaitFor(reached, 600'000);
}

void WindowTest::open_all(ui::Workspace& workspace, int per_class) const {
    make_network();
    make_images(per_class);
    workspace.open_network(path("net"));
    workspace.open_images(path("images"));
    ASSERT_TRUE(wait_until([&] {
        return workspace.network() && workspace.dataset() && workspace.dataset()->matched();
    }));
}

}  // namespace sescope::test

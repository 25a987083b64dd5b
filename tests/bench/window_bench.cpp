// SPDX-License-Identifier: GPL-3.0-or-later
// How the window feels: time to the first window, time to switch blocks, a class list of 1,000
// classes, and how long events wait while a run goes on. A probe on another thread posts an event
// every few milliseconds and the UI thread tells how late it came.
// Run: bin/bench_window (QT_QPA_PLATFORM=offscreen without a display).
#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardPaths>
#include <QTableView>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <functional>
#include <thread>
#include <vector>

#include "tests/bench/wide_profile.h"
#include "tests/core/excitation/made_tally.h"
#include "ui/main_window.h"
#include "ui/models/classes_model.h"
#include "ui/pages/figure_controls.h"
#include "ui/pages/figure_tabs.h"
#include "ui/pages/figure_view.h"

namespace {

using namespace sescope;
using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

double since(Clock::time_point begin) {
    return Milliseconds(Clock::now() - begin).count();
}

void print(const char* what, std::vector<double> values) {
    if (values.empty()) return;
    std::ranges::sort(values);
    const auto at = [&](double share) {
        return values[std::min(values.size() - 1, static_cast<std::size_t>(
                                                      share * static_cast<double>(values.size())))];
    };
    const auto over = values.end() - std::ranges::upper_bound(values, 50.0);
    std::printf("%-34s n %6zu  median %7.2f  99 %% %7.2f  longest %7.2f ms  over 50 ms: %td\n",
                what, values.size(), at(0.5), at(0.99), values.back(), over);
}

/// Posts events to the UI thread and collects how long each waited.
class Probe {
  public:
    explicit Probe(QObject& receiver)
        : thread_([this, &receiver](const std::stop_token& stop) {
              while (!stop.stop_requested()) {
                  const auto sent = Clock::now();
                  QMetaObject::invokeMethod(
                      &receiver, [this, sent] { waits_.push_back(since(sent)); },
                      Qt::QueuedConnection);
                  std::this_thread::sleep_for(std::chrono::milliseconds(2));
              }
          }) {}
    std::vector<double> end() {
        thread_.request_stop();
        thread_.join();
        QApplication::processEvents();
        return std::move(waits_);
    }

  private:
    std::vector<double> waits_;  // on the UI thread only
    std::jthread thread_;
};

bool wait_until(const std::function<bool()>& reached) {
    for (int i = 0; i < 24'000 && !reached(); ++i) {
        QEventLoop loop;
        QTimer::singleShot(5, &loop, &QEventLoop::quit);
        loop.exec();
    }
    return reached();
}

void bench_blocks(ui::MainWindow& window) {
    auto& workspace = window.workspace();
    auto& figures = *window.findChild<ui::FigureTabs*>();
    for (int tab = 0; tab < figures.count(); ++tab) {
        figures.setCurrentIndex(tab);
        std::vector<double> times;
        for (const auto& block : workspace.profile()->gates.blocks) {
            const auto begin = Clock::now();
            workspace.select_block(QString::fromStdString(block.block));
            QApplication::processEvents();
            window.repaint();
            times.push_back(since(begin));
        }
        print(qPrintable(QStringLiteral("switch block, ") + figures.tabText(tab)), times);
    }
    figures.setCurrentIndex(0);
}

// From the choice of a block to its figure on screen, and how long other events wait meanwhile.
void bench_tab(ui::MainWindow& window, int tab, const char* what) {
    auto& workspace = window.workspace();
    auto& figures = *window.findChild<ui::FigureTabs*>();
    figures.setCurrentIndex(tab);
    const auto& blocks = workspace.profile()->gates.blocks;
    const auto shown = [&](const std::string& block) {
        const Figure* figure = figures.current_view()->figure().get();
        return figure != nullptr && figure->panels.at(0).title == block;
    };
    std::vector<double> times;
    Probe probe(window);
    for (int round = 0; round < 4; ++round) {
        for (const auto& block : blocks) {
            const auto begin = Clock::now();
            workspace.select_block(QString::fromStdString(block.block));
            wait_until([&] { return shown(block.block); });
            window.repaint();
            times.push_back(since(begin));
            QApplication::processEvents();  // those of the probe waited for this block alone
        }
    }
    print(qPrintable(QStringLiteral("%1: block shown").arg(QLatin1String(what))), times);
    print(qPrintable(QStringLiteral("%1: events").arg(QLatin1String(what))), probe.end());
}

// ImageNet's last stage: 1,000 classes, all of them checked, by 2,048 channels.
void bench_wide(ui::MainWindow& window) {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("wide.profile"));
    save_profile(wide_profile(1000), path.toStdString());
    {
        Probe probe(window);
        window.workspace().open_profile(path);
        wait_until([&] {
            return window.workspace().profile() &&
                   window.workspace().profile()->gates.classes == 1000;
        });
        QApplication::processEvents();
        print("1,000 x 2,048: opened, events", probe.end());
    }
    auto& figures = *window.findChild<ui::FigureTabs*>();
    bench_tab(window, 3, "1,000 x 2,048 heatmap");
    figures.setCurrentIndex(0);
    figures.current_view()->controls().choose(0, 1);  // all channels
    bench_tab(window, 0, "4 classes, 2,048 channels");
    QStringList all;
    for (const auto& cls : window.workspace().profile()->classes)
        all.append(QString::fromStdString(cls.name));
    window.workspace().select_classes(all);
    bench_tab(window, 0, "1,000 classes, 2,048 channels");
    figures.current_view()->controls().choose(0, 0);
    bench_tab(window, 0, "1,000 classes, 50 channels");
}

ui::ProfilePtr thousand_classes() {
    constexpr int classes = 1000;
    auto profile = std::make_shared<ExcitationProfile>();
    std::vector<std::pair<int, std::vector<float>>> images;
    for (int c = 0; c < classes; ++c) {
        profile->classes.push_back({"n" + std::to_string(c), "class " + std::to_string(c), c});
        images.push_back({c, {static_cast<float>(c) / classes, 0.5f}});
    }
    profile->gates = testing::tally_of(images, classes, 2);
    return profile;
}

void bench_classes() {
    ui::ClassesModel model;
    QTableView view;
    view.setModel(&model);
    view.show();
    const auto timed = [&](const char* what, const std::function<void()>& work) {
        const auto begin = Clock::now();
        work();
        QApplication::processEvents();
        view.repaint();
        print(what, {since(begin)});
    };
    const auto profile = thousand_classes();
    timed("1,000 classes: fill", [&] { model.set_profile(profile); });
    QStringList all;
    for (const auto& cls : profile->classes) all.append(QString::fromStdString(cls.name));
    timed("1,000 classes: show all", [&] { model.set_shown(all); });
    timed("1,000 classes: uncheck one",
          [&] { model.setData(model.index(500, 0), Qt::Unchecked, Qt::CheckStateRole); });
    timed("1,000 classes: a snapshot", [&] { model.set_profile(profile); });
}

}  // namespace

int main(int argc, char** argv) {
    const auto begin = Clock::now();
    QStandardPaths::setTestModeEnabled(true);
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("sescope-bench"));
    ui::MainWindow window;
    window.resize(1280, 800);
    window.show();
    QApplication::processEvents();
    window.repaint();
    print("first window", {since(begin)});
    window.workspace().start_engine();
    {
        Probe probe(window);
        window.workspace().open_demo();
        const auto asked = Clock::now();
        wait_until([&] { return window.workspace().profile() != nullptr; });
        print("demo: first curves", {since(asked)});
        wait_until([&] { return !window.workspace().running(); });
        std::printf("demo: done after %.1f s\n", since(asked) / 1000);
        print("events during the demo's run", probe.end());
    }
    bench_blocks(window);
    bench_tab(window, 3, "demo's heatmap");
    bench_classes();
    bench_wide(window);
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// What the window holds after each of its works, as the system counts it: an image looked at, a
// run, a proof, a search. Run: bin/bench_memory MODEL IMAGES (QT_QPA_PLATFORM=offscreen without a
// display); both are read only.
#include <QApplication>
#include <QEventLoop>
#include <QFile>
#include <QStandardPaths>
#include <QTimer>
#include <cstdio>
#include <functional>

#include "ui/main_window.h"
#include "ui/pages/figure_tabs.h"
#include "ui/pages/images_page.h"

namespace {

using namespace sescope::ui;

bool wait_until(const std::function<bool()>& reached) {
    for (int i = 0; i < 36'000 && !reached(); ++i) {
        QEventLoop loop;
        QTimer::singleShot(50, &loop, &QEventLoop::quit);
        loop.exec();
    }
    return reached();
}

void tell(const char* what) {
    wait_until([turns = 0]() mutable { return ++turns > 20; });  // a second, for what ends behind
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly)) return;
    double now = 0;
    double most = 0;
    for (const QByteArray& line : status.readAll().split('\n')) {
        const auto megabytes = [&] {
            return line.simplified().split(' ').value(1).toDouble() / 1024;
        };
        if (line.startsWith("VmRSS:")) now = megabytes();
        if (line.startsWith("VmHWM:")) most = megabytes();
    }
    std::printf("%-34s %7.0f MB now, %7.0f MB at most so far\n", what, now, most);
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    QStandardPaths::setTestModeEnabled(true);  // nothing of the person's settings
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("sescope-bench"));
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() != 3) {
        std::fprintf(stderr, "usage: bench_memory MODEL IMAGES\n");
        return 2;
    }
    MainWindow window;
    Workspace& workspace = window.workspace();
    Pruning& pruning = window.pruning();
    window.show();
    workspace.start_engine();
    wait_until([&] { return workspace.devices() != nullptr; });
    tell("engine open");
    sescope::DatasetOptions few = workspace.data_options();
    few.per_class = 8;
    workspace.set_data_options(few);
    workspace.open_network(arguments[1]);
    workspace.open_images(arguments[2]);
    wait_until([&] { return workspace.network() && workspace.dataset(); });
    tell("network and images open");
    workspace.run();
    wait_until([&] { return !workspace.running(); });
    tell("after a run");
    auto* figures = window.findChild<FigureTabs*>();
    figures->setCurrentWidget(figures->findChild<ImagesPage*>());
    tell("single images looked at");
    for (int turn = 1; turn <= 2; ++turn) {
        pruning.choose_prunable();
        if (workspace.selection().pruned.isEmpty())
            workspace.choose_pruned({QString::fromStdString(pruning.verdicts().back().block)});
        pruning.prove();
        wait_until([&] { return !pruning.running(); });
        tell(turn == 1 ? "after a proof" : "after a second proof");
        pruning.find_best(0.001, sescope::Accuracy::top1);
        wait_until([&] { return !pruning.running(); });
        tell(turn == 1 ? "after a search" : "after a second search");
    }
    workspace.forget_partial();
    return 0;
}

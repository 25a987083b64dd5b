// SPDX-License-Identifier: GPL-3.0-or-later
// What a person waits for in the window: another block in each figure, and a map that moves under
// the mouse; with ten classes and with ImageNet's 1,000 by 2,048 channels. Run it with
// QT_QPA_PLATFORM=offscreen. A frame is drawn into the memory that a window shows.
#include <benchmark/benchmark.h>

#include <QApplication>
#include <limits>

#include "core/figures/figure.h"
#include "tests/bench/wide_profile.h"
#include "ui/figures/figure_plot.h"
#include "ui/pages/figure_canvas.h"

namespace sescope {
namespace {

constexpr int kChannels = 2048;

const std::shared_ptr<const ExcitationProfile>& profile_of(int classes) {
    static const auto ten = std::make_shared<const ExcitationProfile>(wide_profile(10));
    static const auto thousand = std::make_shared<const ExcitationProfile>(wide_profile(1000));
    static const auto some = std::make_shared<const ExcitationProfile>(wide_profile(64));
    return classes == 10 ? ten : classes == 64 ? some : thousand;
}

PlotStyle style() {
    return {light_theme(), 9, 96};
}

FigureOptions options_of(int block, bool all_classes) {
    FigureOptions options;
    options.blocks = {"SE_5_" + std::to_string(block % 3 + 1)};
    if (all_classes) options.classes = {"all"};
    return options;
}

std::unique_ptr<ui::FigureCanvas> shown_canvas() {
    auto canvas = std::make_unique<ui::FigureCanvas>();
    canvas->resize(800, 500);
    canvas->show();
    QApplication::processEvents();
    return canvas;
}

/// From a block that was selected to its figure on screen, all on the UI thread. Arguments: classes
/// (all of them checked), channels drawn (0: all).
void switch_block(benchmark::State& state, const char* figure) {
    const auto profile = profile_of(int(state.range(0)));
    const auto canvas = shown_canvas();
    int block = 0;
    for (auto _ : state) {
        FigureOptions options = options_of(block++, true);
        options.channels = int(state.range(1));
        canvas->show_figure(
            std::make_shared<const Figure>(find_figure(figure).build(*profile, options)), style());
        canvas->repaint();
    }
}
BENCHMARK_CAPTURE(switch_block, class, "class")
    ->ArgNames({"classes", "channels"})
    ->ArgsProduct({{10, 1000}, {50, 0}})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(switch_block, distribution, "distribution")
    ->ArgNames({"classes", "channels"})
    ->Args({10, 50})
    ->Args({1000, 50})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(switch_block, heatmap, "heatmap")
    ->ArgNames({"classes", "channels"})
    ->Args({10, 0})
    ->Args({1000, 0})
    ->Unit(benchmark::kMillisecond);

/// The same where the figure is made on a thread of its own: what the UI thread has to do.
void show(benchmark::State& state, const char* figure) {
    const auto profile = profile_of(int(state.range(0)));
    const auto canvas = shown_canvas();
    FigureOptions options = options_of(0, true);
    options.channels = 0;
    const auto made = std::make_shared<const Figure>(find_figure(figure).build(*profile, options));
    for (auto _ : state) {
        canvas->show_figure(made, style());
        canvas->repaint();
    }
}
BENCHMARK_CAPTURE(show, heatmap, "heatmap")
    ->ArgName("classes")
    ->Arg(10)
    ->Arg(1000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(show, class, "class")
    ->ArgName("classes")
    ->Arg(10)
    ->Arg(64)
    ->Arg(1000)
    ->Unit(benchmark::kMillisecond);

/// What that thread has to do.
void build(benchmark::State& state, const char* figure) {
    const auto profile = profile_of(int(state.range(0)));
    FigureOptions options = options_of(0, true);
    options.channels = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(find_figure(figure).build(*profile, options));
    }
}
BENCHMARK_CAPTURE(build, heatmap, "heatmap")
    ->ArgName("classes")
    ->Arg(10)
    ->Arg(1000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(build, similarity, "similarity")
    ->ArgName("classes")
    ->Arg(1000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(build, class, "class")
    ->ArgName("classes")
    ->Arg(1000)
    ->Unit(benchmark::kMillisecond);

/// A map of 1,000 classes by 2,048 channels that is moved; items per second are frames per second.
/// Argument: how many times it is enlarged.
void pan_map(benchmark::State& state) {
    const auto profile = profile_of(1000);
    const auto canvas = shown_canvas();
    canvas->show_figure(
        std::make_shared<const Figure>(find_figure("heatmap").build(*profile, options_of(0, true))),
        style());
    QCPAxis* const x = panel_rects(*canvas).front()->axis(QCPAxis::atBottom);
    QCPAxis* const y = panel_rects(*canvas).front()->axis(QCPAxis::atLeft);
    const auto times = double(state.range(0));
    x->setRange(0, kChannels / times);
    y->setRange(0, 1000 / times);
    double step = kChannels / times / 50;
    for (auto _ : state) {
        if (x->range().upper + step > kChannels - 1 || x->range().lower + step < 0) step = -step;
        x->moveRange(step);
        canvas->replot(QCustomPlot::rpImmediateRefresh);
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(pan_map)->ArgName("times")->Arg(2)->Arg(4)->Arg(16)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace sescope

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
}

// SPDX-License-Identifier: GPL-3.0-or-later
// What a person waits for in the window: another block in each figure, and a map that moves under
// the mouse; with ten classes and with ImageNet's 1,000 by 2,048 channels. Run it with
// QT_QPA_PLATFORM=offscreen. A frame is drawn into the memory that a window shows.
#include <benchmark/benchmark.h>

#include <QApplication>
#include <limits>

#include "core/figures/figure.h"
#include "ui/figures/figure_plot.h"
#include "ui/pages/figure_canvas.h"

namespace sescope {
namespace {

constexpr int kChannels = 2048;

std::shared_ptr<const ExcitationProfile> made_profile(int classes) {
    auto profile = std::make_shared<ExcitationProfile>();
    profile->network.architecture = "SE-ResNet-50";
    profile->gates.classes = classes;
    profile->gates.images.assign(std::size_t(classes), 50);
    profile->predictions.images = profile->gates.images;
    for (int i = 0; i < classes; ++i) {
        const std::string name = "class " + std::to_string(i);
        profile->classes.push_back({name, name, -1});
    }
    std::uint64_t state = 1;
    for (const char* name : {"SE_5_1", "SE_5_2", "SE_5_3"}) {
        BlockTally block;
        block.block = name;
        block.channels = kChannels;
        const std::size_t cells = std::size_t(classes) * kChannels;
        for (std::size_t i = 0; i < cells; ++i) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            const auto gate = std::int64_t(state >> 32);  // of 2^32
            block.sum.push_back(50 * gate);
            block.sum_of_squares.push_back(50 * std::int64_t((state >> 33) * (state >> 33) >> 30));
        }
        block.min.assign(cells, 0);
        block.max.assign(cells, 1);
        block.open.assign(cells, 1);
        block.closed.assign(cells, 1);
        block.histogram.assign(std::size_t(classes) * kHistogramBins, 50 * kChannels / 256);
        profile->gates.blocks.push_back(std::move(block));
    }
    return profile;
}

const std::shared_ptr<const ExcitationProfile>& profile_of(int classes) {
    static const auto ten = made_profile(10);
    static const auto thousand = made_profile(1000);
    return classes == 10 ? ten : thousand;
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
void show_map(benchmark::State& state) {
    const auto profile = profile_of(1000);
    const auto canvas = shown_canvas();
    const auto figure =
        std::make_shared<const Figure>(find_figure("heatmap").build(*profile, options_of(0, true)));
    for (auto _ : state) {
        canvas->show_figure(figure, style());
        canvas->repaint();
    }
}
BENCHMARK(show_map)->Unit(benchmark::kMillisecond);

/// What that thread has to do.
void build_map(benchmark::State& state, const char* figure) {
    const auto profile = profile_of(1000);
    for (auto _ : state) {
        benchmark::DoNotOptimize(find_figure(figure).build(*profile, options_of(0, true)));
    }
}
BENCHMARK_CAPTURE(build_map, heatmap, "heatmap")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(build_map, similarity, "similarity")->Unit(benchmark::kMillisecond);

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

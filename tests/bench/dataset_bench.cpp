// SPDX-License-Identifier: GPL-3.0-or-later
// How long an image takes from the file to the network's input, and its parts: decoding, and resize
// with crop. bin/bench_dataset [FILE ..] takes other files than the one of the tests.
#include <benchmark/benchmark.h>

#include <cmath>
#include <filesystem>
#include <string>

#include "core/dataset/resample_lines.h"

namespace sescope {
namespace {

RgbImage made_up_photo(int width, int height) {
    RgbImage image = blank_image(width, height);
    for (std::size_t i = 0; i < image.pixels.size(); ++i) {
        image.pixels[i] = std::uint8_t(127.5 + 127.5 * std::sin(double(i) * 0.013));
    }
    return image;
}

Preprocessing input_of(int size, double crop_pct, Interpolation interpolation) {
    Preprocessing preprocessing;
    preprocessing.size = size;
    preprocessing.crop_pct = crop_pct;
    preprocessing.interpolation = interpolation;
    return preprocessing;
}

void resize(benchmark::State& state) {
    const RgbImage photo = made_up_photo(500, 375);
    const Preprocessing how = input_of(
        224, 0.875, state.range(0) == 0 ? Interpolation::bilinear : Interpolation::bicubic);
    for (auto _ : state) benchmark::DoNotOptimize(resize_and_crop(photo, how));
}
BENCHMARK(resize)->ArgName("bicubic")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

// The two passes that resize_and_crop makes of such a photograph.
void passes(benchmark::State& state, const LineResampler* lines) {
    if (lines == nullptr) return state.SkipWithError("the processor has no AVX2");
    const RgbImage photo = made_up_photo(500, 375);
    const AxisWeights across = axis_weights(500, 500, 341, {58, 224}, Interpolation::bilinear);
    const AxisWeights down = axis_weights(375, 375, 256, {16, 224}, Interpolation::bilinear);
    const Range rows{down.first_input(), down.end_input() - down.first_input()};
    for (auto _ : state) {
        const RgbImage narrow = resample_columns_with(*lines, {photo}, rows, across);
        benchmark::DoNotOptimize(
            resample_rows_with(*lines, {narrow, 58, rows.begin}, {58, 224}, down));
    }
}

void files(benchmark::State& state, const std::vector<std::string>& names, bool fast_decode,
           bool whole) {
    Preprocessing how = input_of(224, 0.875, Interpolation::bilinear);
    how.fast_decode = fast_decode;
    std::size_t i = 0;
    for (auto _ : state) {
        const std::string& name = names[i++ % names.size()];
        if (whole) {
            benchmark::DoNotOptimize(load_input(name, how));
        } else {
            benchmark::DoNotOptimize(decode_image(name));
        }
    }
}

}  // namespace
}  // namespace sescope

int main(int argc, char** argv) {
    using namespace sescope;
    benchmark::Initialize(&argc, argv);
    std::vector<std::string> names(argv + 1, argv + argc);
    if (names.empty()) names = {SESCOPE_GOLDEN "/preprocessing/landscape_317x211.jpg"};
    const auto add = [](const char* name, auto run) {
        benchmark::RegisterBenchmark(name, run)->Unit(benchmark::kMillisecond);
    };
    add("passes/plain", [](benchmark::State& state) { passes(state, &plain_lines()); });
    add("passes/avx2", [](benchmark::State& state) { passes(state, avx2_lines()); });
    add("decode", [&](benchmark::State& state) { files(state, names, false, false); });
    add("decode+resize+crop", [&](benchmark::State& state) { files(state, names, false, true); });
    add("decode+resize+crop/fast",
        [&](benchmark::State& state) { files(state, names, true, true); });
    benchmark::RunSpecifiedBenchmarks();
}

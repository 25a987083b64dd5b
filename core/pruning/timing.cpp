// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/timing.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>

#include "core/base/error.h"

namespace sescope {
namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

double quantile(const std::vector<double>& sorted, double share) {
    const double at = share * double(sorted.size() - 1);
    const auto below = std::size_t(at);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (at - double(below)) * (sorted[above] - sorted[below]);
}

// Bytes without a pattern; which ones does not matter to the time.
std::vector<std::uint8_t> noise(int images, const InputSize& size) {
    std::vector<std::uint8_t> bytes(std::size_t(images) * std::size_t(size.height * size.width) *
                                    3);
    std::uint32_t state = 1;
    for (auto& byte : bytes) {
        state = state * 1664525U + 1013904223U;
        byte = std::uint8_t(state >> 24);
    }
    return bytes;
}

ImageBatch batch_of(const std::vector<std::uint8_t>& pixels, int images, const InputSize& size) {
    ImageBatch batch;
    batch.count = images;
    batch.side = int(size.height);
    batch.width = int(size.width);
    batch.pixels = pixels;
    return batch;
}

TimedPair pair_of(const TimedRounds& rounds, double (*value)(double seconds, int images),
                  int images) {
    std::vector<double> original;
    std::vector<double> pruned;
    std::vector<double> ratio;
    for (std::size_t i = 0; i < rounds.original.size(); ++i) {
        original.push_back(value(rounds.original[i], images));
        pruned.push_back(value(rounds.pruned[i], images));
        ratio.push_back(pruned.back() / original.back());
    }
    return {spread_of(original), spread_of(pruned), spread_of(ratio)};
}

}  // namespace

Spread spread_of(std::vector<double> values) {
    if (values.empty()) {
        constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
        return {kNaN, kNaN, kNaN};
    }
    std::ranges::sort(values);
    return {quantile(values, 0.5), quantile(values, 0.25), quantile(values, 0.75)};
}

TimedRounds time_in_turn(RunningNetwork& original, RunningNetwork& pruned, int images,
                         const InputSize& size, const TimingSettings& settings,
                         const std::stop_token& stop) {
    const auto pixels = noise(images, size);
    const ImageBatch batch = batch_of(pixels, images, size);
    const auto pass = [&](RunningNetwork& network) {
        if (stop.stop_requested()) throw Error(ErrorKind::interrupted, "stopped while timing");
        const auto begin = Clock::now();
        network.accumulate(batch);
        network.finished(Waiting::for_all);
        return since(begin);
    };
    pass(original);
    pass(pruned);
    TimedRounds rounds;
    const auto begin = Clock::now();
    for (int i = 0; i < settings.most_rounds; ++i) {
        if (i >= settings.least_rounds && since(begin) > settings.seconds) break;
        if (i % 2 == 0) {
            rounds.original.push_back(pass(original));
            rounds.pruned.push_back(pass(pruned));
        } else {
            rounds.pruned.push_back(pass(pruned));
            rounds.original.push_back(pass(original));
        }
    }
    return rounds;
}

std::optional<Timing> time_networks(const Variant& original, const Variant& pruned,
                                    const EngineSettings& engine, const TimingSettings& settings,
                                    const std::stop_token& stop) {
    const Preprocessing& prepared = original.model.preprocessing;
    const InputSize size{prepared.size, prepared.columns()};
    const auto in_batches_of = [&](int images) {
        EngineSettings opened = engine;
        opened.classes = 0;
        opened.batch = images;
        opened.stop = stop;
        const auto first = load_engine().open(original.model, original.weights, opened);
        if (opened.precision == Precision::automatic) {
            // Settled by the first batch; a probe of the pruned network's own might choose another.
            first->accumulate(batch_of(noise(images, size), images, size));
            opened.precision = first->precision();
        }
        const auto second = load_engine().open(pruned.model, pruned.weights, opened);
        return time_in_turn(*first, *second, images, size, settings, stop);
    };
    Timing timing;
    timing.batch = std::max(1, engine.batch);
    try {
        const TimedRounds one = in_batches_of(1);
        const TimedRounds many = in_batches_of(timing.batch);
        timing.rounds = int(one.original.size());
        timing.milliseconds = pair_of(
            one, [](double seconds, int /*images*/) { return 1000 * seconds; }, 1);
        timing.images_per_second = pair_of(
            many, [](double seconds, int images) { return images / seconds; }, timing.batch);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::interrupted) throw;
        return std::nullopt;
    }
    return timing;
}

}  // namespace sescope

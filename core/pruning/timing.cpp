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

// Images without a pattern; which ones does not matter to the time.
struct Noise {
    std::vector<std::uint8_t> pixels;
    std::vector<float> values;  ///< in place of pixels where they are not of three channels
    ImageBatch batch;
};

Noise noise(int images, const TimedInput& input) {
    Noise made;
    const std::size_t numbers = std::size_t(images) * std::size_t(input.height) *
                                std::size_t(input.width) * std::size_t(input.channels);
    std::uint32_t state = 1;
    const auto next = [&state] {
        state = state * 1664525U + 1013904223U;
        return std::uint8_t(state >> 24);
    };
    if (input.channels == 3) {
        made.pixels.resize(numbers);
        std::ranges::generate(made.pixels, next);
    } else {
        made.values.resize(numbers);
        std::ranges::generate(made.values, [&] { return float(next()) / 128 - 1; });
    }
    made.batch.count = images;
    made.batch.side = input.height;
    made.batch.width = input.width;
    made.batch.channels = input.channels;
    made.batch.pixels = made.pixels;
    made.batch.values = made.values;
    return made;
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
                         const TimedInput& input, const TimingSettings& settings,
                         const std::stop_token& stop) {
    const Noise made = noise(images, input);
    const auto pass = [&](RunningNetwork& network) {
        if (stop.stop_requested()) throw Error(ErrorKind::interrupted, "stopped while timing");
        const auto begin = Clock::now();
        network.accumulate(made.batch);
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

Timing timing_of(const TimedRounds& one, const TimedRounds& many, int batch) {
    Timing timing;
    timing.batch = batch;
    timing.rounds = int(one.original.size());
    timing.milliseconds = pair_of(
        one, [](double seconds, int /*images*/) { return 1000 * seconds; }, 1);
    timing.images_per_second = pair_of(
        many, [](double seconds, int images) { return images / seconds; }, batch);
    return timing;
}

bool is_faster(const TimedPair& latency) noexcept {
    return latency.ratio.high < 1;
}

std::optional<Timing> time_networks(const Variant& original, const Variant& pruned,
                                    const EngineSettings& engine, const TimingSettings& settings,
                                    const std::stop_token& stop) {
    const Preprocessing& prepared = original.model.preprocessing;
    const TimedInput input{prepared.size, prepared.columns(), prepared.channels};
    const auto in_batches_of = [&](int images) {
        EngineSettings opened = engine;
        opened.classes = 0;
        opened.batch = images;
        opened.stop = stop;
        const auto first = load_engine().open(original.model, original.weights, opened);
        if (opened.precision == Precision::automatic) {
            // Settled by the first batch; a probe of the pruned network's own might choose another.
            first->accumulate(noise(images, input).batch);
            opened.precision = first->precision();
        }
        const auto second = load_engine().open(pruned.model, pruned.weights, opened);
        return time_in_turn(*first, *second, images, input, settings, stop);
    };
    try {
        const int batch = std::max(1, engine.batch);
        const TimedRounds one = in_batches_of(1);
        return timing_of(one, in_batches_of(batch), batch);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::interrupted) throw;
        return std::nullopt;
    }
}

}  // namespace sescope

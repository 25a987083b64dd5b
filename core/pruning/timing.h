// SPDX-License-Identifier: GPL-3.0-or-later
// How fast two networks are, in turn in one run: a machine that slows down slows both.
#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include "core/engine/engine.h"

namespace sescope {

/// Median and quartiles (interpolated linearly between order statistics). NaN without values.
struct Spread {
    double median = 0;
    double low = 0;   ///< first quartile
    double high = 0;  ///< third quartile
    bool operator==(const Spread&) const = default;
};
Spread spread_of(std::vector<double> values);

/// One quantity of both networks. `ratio` is of pruned / original within each round.
struct TimedPair {
    Spread original;
    Spread pruned;
    Spread ratio;
    bool operator==(const TimedPair&) const = default;
};

struct Timing {
    int rounds = 0;               ///< of the latency; of the throughput there may be fewer
    int batch = 0;                ///< of the throughput
    TimedPair milliseconds;       ///< latency: one image from bytes to logits
    TimedPair images_per_second;  ///< throughput, in batches
    bool operator==(const Timing&) const = default;
};

struct TimingSettings {
    int least_rounds = 5;  ///< whatever they take
    int most_rounds = 25;
    double seconds = 8;  ///< for each of latency and throughput: after it no new round is begun
};

/// Extents of the images of a timed pass.
struct TimedInput {
    int height = 0;
    int width = 0;
    int channels = 3;
};

/// Seconds of a pass of `images` images of either network, in turn (first the one, then the other
/// first, and so on), after one unmeasured pass of each. Throws Error{interrupted} when stopped.
struct TimedRounds {
    std::vector<double> original;
    std::vector<double> pruned;
};
TimedRounds time_in_turn(RunningNetwork& original, RunningNetwork& pruned, int images,
                         const TimedInput& input, const TimingSettings& settings,
                         const std::stop_token& stop);

/// What the rounds of one image and of batches say.
Timing timing_of(const TimedRounds& one, const TimedRounds& many, int batch);

/// Whether in three of four rounds the pruned network took less time: else it saves none that can
/// be measured.
bool is_faster(const TimedPair& latency) noexcept;

/// Latency and throughput of both networks. Nothing when stopped.
std::optional<Timing> time_networks(const Variant& original, const Variant& pruned,
                                    const EngineSettings& engine, const TimingSettings& settings,
                                    const std::stop_token& stop = {});

}  // namespace sescope

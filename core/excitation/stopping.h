// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/engine/gate_tally.h"

namespace sescope {

/// When a class has had images enough: when the interval of the mean of each of its gates, of every
/// block and channel, is no wider than +- `half_width`. Images come in random order, and a class is
/// looked at after `first_look` of them and then whenever it has had half as many again.
///
/// Each mean for itself is then within `half_width` of what all images of its class would give,
/// with the probability `confidence`: Student's interval, the error shared out equally among the
/// looks that the class can have (Bonferroni), so that looking repeatedly is paid for. Images are
/// drawn without replacement, which narrows the interval by sqrt(1 - n / N) (to nothing once all
/// are taken); with `population` the mean meant is that of the population behind the images, and it
/// does not. Every variance is taken as if one more image had been half a gate's range away, so
/// that no channel is believed to be steady too soon. See docs/until.md.
struct StoppingRule {
    double half_width = 0.01;
    double confidence = 0.95;
    int first_look = 32;
    bool population = false;
    bool operator==(const StoppingRule&) const = default;
};

/// How it went for one class.
struct ClassStop {
    std::uint64_t taken = 0;           ///< images worked off, unreadable ones included
    std::uint64_t total = 0;           ///< images that there are
    std::optional<double> half_width;  ///< of its widest interval at its last look
    bool finished = false;             ///< takes no more images
    bool reached = false;              ///< finished because its means are known
    bool operator==(const ClassStop&) const = default;
};

/// A rule, and what came of it. Part of a profile.
struct StoppingRecord {
    StoppingRule rule;
    std::vector<ClassStop> classes;
    std::uint64_t spared() const noexcept;  ///< images that no finished class had to take
    bool reached() const noexcept;          ///< by every class
    bool operator==(const StoppingRecord&) const = default;
};

/// Throws Error{usage} where a rule makes no sense.
void require_sensible(const StoppingRule& rule);

/// After how many images classes are looked at, in ascending order, for the largest of them to have
/// `total`; all are below `total`.
std::vector<std::uint64_t> looks_below(const StoppingRule& rule, std::uint64_t total);

/// Half the width of the widest interval of a class that has `total` readable images; 0 once all
/// are taken. Infinite where it cannot be told: fewer than two of more, or gates that are not
/// finite.
double widest_half_width(const GateTally& gates, int cls, std::uint64_t total,
                         const StoppingRule& rule);

/// Student's t with `degrees` >= 1 of freedom: the value that |t| exceeds with the probability
/// `error`, 0 < error < 1.
double two_sided_t(double error, double degrees);

}  // namespace sescope

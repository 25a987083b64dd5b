// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/excitation/stopping.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/excitation/profile.h"

namespace sescope {
namespace {

// A gate that has been the same in n images may be another in the next. Each variance is taken as
// if one more image had been half a sigmoid's range away, so that a steady channel is not believed
// in before about 1.5 / half_width images.
constexpr double kUnseen = 0.5;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// The largest sample variance (divided by n - 1) of a class over all channels; infinite where some
// gate was not finite, since it is not known which channel lacks it.
double largest_variance(const GateTally& gates, int cls) {
    const auto n = double(gates.images.at(std::size_t(cls)));
    double largest = 0;
    for (std::size_t block = 0; block < gates.blocks.size(); ++block) {
        if (gates_counted(gates, int(block), cls) != n) return kInfinity;
        for (const double variance : class_variance(gates, int(block), cls)) {
            largest = std::max(largest, variance);
        }
    }
    return n > 1 ? largest * n / (n - 1) : 0;
}

// How often a class can be looked at and found known before its images end.
std::size_t chances(const StoppingRule& rule, std::uint64_t total) {
    // Once all images are taken the mean of the images is exact, that of the population is not.
    return looks_below(rule, total).size() + (rule.population ? 1 : 0);
}

}  // namespace

std::uint64_t StoppingRecord::spared() const noexcept {
    std::uint64_t images = 0;
    for (const ClassStop& each : classes) {
        if (each.finished) images += each.total - each.taken;
    }
    return images;
}

bool StoppingRecord::reached() const noexcept {
    return std::all_of(classes.begin(), classes.end(),
                       [](const ClassStop& each) { return each.reached; });
}

void require_sensible(const StoppingRule& rule) {
    const bool sensible = rule.half_width > 0 && std::isfinite(rule.half_width) &&
                          rule.confidence > 0 && rule.confidence < 1 && rule.first_look >= 2;
    if (!sensible) {
        throw Error(
            ErrorKind::usage,
            text("means cannot be asked for within {} at {}, first looked at after {} images",
                 rule.half_width, rule.confidence, rule.first_look),
            {},
            text("give {} a positive number, as in {} 0.01", Text::option("until"),
                 Text::option("until")));
    }
}

std::vector<std::uint64_t> looks_below(const StoppingRule& rule, std::uint64_t total) {
    std::vector<std::uint64_t> looks;
    for (auto at = std::uint64_t(rule.first_look); at < total; at += (at + 1) / 2) {
        looks.push_back(at);
    }
    return looks;
}

double widest_half_width(const GateTally& gates, int cls, std::uint64_t total,
                         const StoppingRule& rule) {
    const auto n = double(gates.images.at(std::size_t(cls)));
    if (n < 1) return kInfinity;
    const double variance = largest_variance(gates, cls);
    if (!std::isfinite(variance)) return kInfinity;
    const double left_out = rule.population ? 1 : std::max(0.0, 1 - n / double(total));
    if (left_out <= 0) return 0;
    if (n < 2) return kInfinity;
    const double error =
        (1 - rule.confidence) / double(std::max<std::size_t>(1, chances(rule, total)));
    return two_sided_t(error, n - 1) * std::sqrt((variance + kUnseen * kUnseen / n) / n * left_out);
}

}  // namespace sescope

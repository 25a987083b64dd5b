// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/paired.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sescope {
namespace {

constexpr double kZ = 1.959963984540054;  // of 95 %, two-sided
constexpr double kMostImages = 1e9;
constexpr int kBisections = 100;  // more than a double can tell apart

/// Tango's score statistic of "the difference is `delta`". It falls as delta rises.
class ScoreStatistic {
  public:
    ScoreStatistic(double lost, double gained, double images)
        : lost_(lost), gained_(gained), images_(images) {}

    double at(double delta) const {
        const double variance = images_ * (2 * lost_rate(delta) + delta * (1 - delta));
        const double distance = gained_ - lost_ - images_ * delta;
        if (variance > 0) return distance / std::sqrt(variance);
        if (distance == 0) return 0;
        return std::copysign(std::numeric_limits<double>::infinity(), distance);
    }

  private:
    /// Maximum likelihood estimate of the share of lost images under the restriction.
    double lost_rate(double delta) const {
        const double a = 2 * images_;
        const double b = -gained_ - lost_ + (2 * images_ - gained_ + lost_) * delta;
        const double c = -lost_ * delta * (1 - delta);
        const double root = std::sqrt(std::max(0.0, b * b - 4 * a * c));
        // Both signs are the same root; the one that does not cancel is exact.
        const double rate = b > 0 ? -2 * c / (root + b) : (root - b) / (2 * a);
        return std::max({0.0, rate, -delta});
    }

    double lost_;
    double gained_;
    double images_;
};

/// The delta between `low` and `high` where the statistic falls through `level`.
double crossing(const ScoreStatistic& score, double low, double high, double level) {
    for (int i = 0; i < kBisections; ++i) {
        const double middle = low + (high - low) / 2;
        (score.at(middle) > level ? low : high) = middle;
    }
    return low + (high - low) / 2;
}

double log_binomial(double n, double k) {
    return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
}

}  // namespace

Interval tango_interval(double lost, double gained, double images) {
    if (!(images > 0)) {
        return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
    }
    const ScoreStatistic score(lost, gained, images);
    const double estimate = (gained - lost) / images;
    return {crossing(score, -1, estimate, kZ), crossing(score, estimate, 1, -kZ)};
}

double mcnemar_p_value(std::uint64_t lost, std::uint64_t gained) {
    const auto n = double(lost + gained);
    const auto smaller = std::min(lost, gained);
    double tail = 0;
    // From the largest term down, so that the sum can end where terms no longer matter.
    for (std::uint64_t k = smaller + 1; k-- > 0;) {
        const double term = std::exp(log_binomial(n, double(k)) - n * std::log(2.0));
        tail += term;
        if (term < tail * 1e-18) break;
    }
    return std::min(1.0, 2 * tail);
}

PairedChange paired_change(const PairedCounts& counts) {
    PairedChange result;
    const auto images = double(counts.images());
    const auto lost = double(counts.only_original);
    const auto gained = double(counts.only_pruned);
    const Interval interval = tango_interval(lost, gained, images);
    result.change = (gained - lost) / images;
    result.low = interval.low;
    result.high = interval.high;
    result.p_value = images > 0 ? mcnemar_p_value(counts.only_original, counts.only_pruned)
                                : std::numeric_limits<double>::quiet_NaN();
    return result;
}

std::string_view name_of(BudgetVerdict verdict) noexcept {
    switch (verdict) {
        case BudgetVerdict::within:
            return "within";
        case BudgetVerdict::beyond:
            return "beyond";
        case BudgetVerdict::unclear:
            break;
    }
    return "unclear";
}

BudgetCheck check_budget(const PairedCounts& counts, double max_drop) {
    const auto images = double(counts.images());
    if (!(images > 0)) return {};
    const double lost_rate = double(counts.only_original) / images;
    const double gained_rate = double(counts.only_pruned) / images;
    const auto verdict_of = [&](double n) {
        const Interval interval = tango_interval(lost_rate * n, gained_rate * n, n);
        if (interval.low > -max_drop) return BudgetVerdict::within;
        return interval.high < -max_drop ? BudgetVerdict::beyond : BudgetVerdict::unclear;
    };
    BudgetCheck check{verdict_of(images), 0};
    if (check.verdict != BudgetVerdict::unclear) return check;
    if (verdict_of(kMostImages) == BudgetVerdict::unclear) return check;
    double too_few = images;
    double enough = kMostImages;
    while (enough - too_few > 0.001 * enough) {
        const double middle = std::sqrt(too_few * enough);
        (verdict_of(middle) == BudgetVerdict::unclear ? too_few : enough) = middle;
    }
    check.images_needed = std::uint64_t(std::ceil(enough));
    return check;
}

}  // namespace sescope

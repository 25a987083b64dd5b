// SPDX-License-Identifier: GPL-3.0-or-later
// Statistics of two networks on the same images: only the images on which they differ count.
#pragma once

#include <cstdint>
#include <string_view>

namespace sescope {

/// The images of a paired comparison by who is right.
struct PairedCounts {
    std::uint64_t both = 0;
    std::uint64_t only_original = 0;  ///< lost by pruning
    std::uint64_t only_pruned = 0;    ///< gained by pruning
    std::uint64_t neither = 0;

    std::uint64_t images() const noexcept { return both + only_original + only_pruned + neither; }
    bool operator==(const PairedCounts&) const = default;
};

/// A change of accuracy, pruned - original, as a fraction: -0.001 is 0.1 points lost. All NaN
/// without images.
struct PairedChange {
    double change = 0;
    double low = 0;      ///< of the 95 % interval
    double high = 0;     ///< of the 95 % interval
    double p_value = 1;  ///< exact McNemar test, two-sided, of "no change"
    bool operator==(const PairedChange&) const = default;
};

/// The interval is Tango's asymptotic score interval for paired proportions (Tango, Statistics in
/// Medicine 17, 1998, 891-908): it keeps its level at small counts, and has a width even where no
/// image differs (then +-z^2 / (n + z^2)), which a Wald or bootstrap interval has not. The p-value
/// is the exact binomial one (McNemar, 1947).
PairedChange paired_change(const PairedCounts& counts);

/// Tango's interval for counts that need not be whole: (gained - lost) / images.
struct Interval {
    double low = 0;
    double high = 0;
};
Interval tango_interval(double lost, double gained, double images);

/// Two-sided exact McNemar p-value: twice the smaller tail of Binomial(lost + gained, 1/2), at most
/// 1.
double mcnemar_p_value(std::uint64_t lost, std::uint64_t gained);

/// Whether a change keeps within a budget, as far as the images can tell.
enum class BudgetVerdict {
    within,  ///< the whole interval is above -max_drop
    beyond,  ///< the whole interval is below -max_drop
    unclear  ///< the interval holds -max_drop: more images are needed
};

std::string_view name_of(BudgetVerdict verdict) noexcept;  ///< "within"

struct BudgetCheck {
    BudgetVerdict verdict = BudgetVerdict::unclear;
    /// About how many images would decide, if the two networks went on to differ on the same share
    /// of images: where the interval is narrow enough to leave -max_drop on one side. 0 where it is
    /// decided, or where no number below 10^9 would do (the change is the budget itself).
    std::uint64_t images_needed = 0;
};

/// `max_drop` is a fraction: 0.001 for 0.1 points. Without images nothing is known, nor how many
/// would do.
BudgetCheck check_budget(const PairedCounts& counts, double max_drop);

}  // namespace sescope

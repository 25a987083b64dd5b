// SPDX-License-Identifier: GPL-3.0-or-later
// Distributions out of the histograms of a tally.
#pragma once

#include <span>
#include <vector>

#include "core/excitation/profile.h"

namespace sescope {

/// How often gates fell into each of 256 equal bins of [low, high].
struct GateHistogram {
    double low = 0;
    double high = 1;
    std::vector<std::uint64_t> counts;

    std::uint64_t total() const;
    /// Share of the gates in each of `bins` equal bins (a divisor of 256); NaN where there are
    /// none.
    std::vector<double> shares(int bins) const;
    /// The gate below which a fraction q of them lies, linear within a bin; NaN where there are
    /// none. Exact to a bin, 1/256 of the range.
    double quantile(double q) const;
};

/// Of a class (or of all of them: cls = -1).
GateHistogram gate_histogram(const ExcitationProfile& profile, int block, int cls);

}  // namespace sescope

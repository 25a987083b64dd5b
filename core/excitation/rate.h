// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>

#include "core/base/progress.h"

namespace sescope {

/// Turns moments of a run into Progress: the rate is that of the last few seconds, so that it
/// follows the machine, and time left follows from it.
class RateMeter {
  public:
    /// `done` of `total` images were worked off before second `since` of the run.
    RateMeter(std::int64_t done, std::int64_t total, double since = 0);

    /// There are so many images, it is known now.
    void set_total(std::int64_t total) { total_ = total; }

    /// The state at `seconds` since the run began, with `done` images worked off.
    Progress at(double seconds, std::int64_t done);

  private:
    struct Moment {
        double seconds;
        std::int64_t done;
    };
    std::int64_t total_;
    std::deque<Moment> moments_;
};

}  // namespace sescope

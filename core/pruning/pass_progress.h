// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

#include "core/base/progress.h"
#include "core/excitation/rate.h"

namespace sescope {

/// Progress of one or several passes over the same images, told a few times a second.
class PassProgress {
  public:
    /// `total`: images of all passes together.
    PassProgress(std::int64_t total, ProgressCallback callback);

    void add(std::int64_t images);
    void tell();  ///< now, however short ago the last one was
    double seconds() const;

  private:
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
    ProgressCallback callback_;
    RateMeter rate_;
    std::int64_t done_ = 0;
    double told_ = 0;
};

}  // namespace sescope

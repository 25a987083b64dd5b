// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>

#include "core/base/text.h"

namespace sescope {

/// Where a run stands. `total` is 0 while it is not known.
struct Progress {
    std::int64_t done = 0;
    std::int64_t total = 0;
    double seconds = 0;            ///< since the run began
    double images_per_second = 0;  ///< over the last few seconds
    double seconds_left = 0;       ///< 0 while unknown
};

/// Called from the thread that does the work, at most a few times a second.
using ProgressCallback = std::function<void(const Progress&)>;

/// A remark to the person that does not stop the work ("out of memory, batch halved to 8").
using NoticeCallback = std::function<void(const Text&)>;

}  // namespace sescope

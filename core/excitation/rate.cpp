// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/excitation/rate.h"

namespace sescope {
namespace {

constexpr double kWindow = 5;  // seconds

}  // namespace

RateMeter::RateMeter(std::int64_t done, std::int64_t total, double since) : total_(total) {
    moments_.push_back({since, done});
}

Progress RateMeter::at(double seconds, std::int64_t done) {
    moments_.push_back({seconds, done});
    // One moment beyond the window stays: the rate is then over at least the window.
    while (moments_.size() > 2 && moments_[1].seconds <= seconds - kWindow) moments_.pop_front();
    const double span = seconds - moments_.front().seconds;
    Progress progress;
    progress.done = done;
    progress.total = total_;
    progress.seconds = seconds;
    if (span > 0) progress.images_per_second = double(done - moments_.front().done) / span;
    if (progress.images_per_second > 0) {
        progress.seconds_left = double(total_ - done) / progress.images_per_second;
    }
    return progress;
}

}  // namespace sescope

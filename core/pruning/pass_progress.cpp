// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/pass_progress.h"

#include <utility>

namespace sescope {
namespace {

constexpr double kEvery = 0.2;  // seconds

}  // namespace

PassProgress::PassProgress(std::int64_t total, ProgressCallback callback)
    : callback_(std::move(callback)), rate_(0, total) {}

double PassProgress::seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
}

void PassProgress::add(std::int64_t images) {
    done_ += images;
    if (seconds() >= told_ + kEvery) tell();
}

void PassProgress::tell() {
    told_ = seconds();
    if (callback_) callback_(rate_.at(told_, done_));
}

}  // namespace sescope

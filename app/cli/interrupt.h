// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <thread>

namespace sescope::cli {

/// Turns Ctrl-C (SIGINT) and SIGTERM into a stop request; a second one ends the program at once.
/// To be made before any other thread, which inherit its blocked signals.
class InterruptWatch {
  public:
    explicit InterruptWatch(std::stop_source stop);

  private:
    std::jthread thread_;
};

}  // namespace sescope::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <thread>

#include "app/cli/session.h"

namespace sescope::cli {

/// Turns Ctrl-C (SIGINT) and SIGTERM into a stop request to a command that looks at it. A second
/// one, and the first of other commands, ends the program at once, and leaves no half-written file.
/// To be made before any other thread, which inherit its blocked signals.
class InterruptWatch {
  public:
    explicit InterruptWatch(Session& session);

  private:
    std::jthread thread_;
};

}  // namespace sescope::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>

#include "core/base/progress.h"

namespace sescope::cli {

/// "2 min 34 s", "12 s", "1 h 5 min".
std::string duration_text(double seconds);
/// "1,250".
std::string grouped(std::int64_t number);

/// Shows progress on stderr: one line that is rewritten on a terminal, a plain line every ten
/// seconds otherwise.
class ProgressLine {
  public:
    explicit ProgressLine(bool quiet);
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void show(const Progress& progress);
    /// Leaves the line, so that other text may follow.
    void end();

  private:
    bool quiet_;
    bool terminal_;
    bool open_ = false;
    std::chrono::steady_clock::time_point last_plain_{};
};

}  // namespace sescope::cli

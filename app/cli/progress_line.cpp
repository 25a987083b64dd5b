// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/progress_line.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>

namespace sescope::cli {

std::string duration_text(double seconds) {
    const auto whole = static_cast<std::int64_t>(std::llround(std::max(seconds, 0.0)));
    if (whole < 60) return fmt::format("{} s", whole);
    if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
    return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

std::string grouped(std::int64_t number) {
    std::string digits = std::to_string(number);
    const std::size_t start = number < 0 ? 1 : 0;
    for (std::size_t at = digits.size(); at > start + 3; at -= 3) digits.insert(at - 3, ",");
    return digits;
}

ProgressLine::ProgressLine(bool quiet) : quiet_(quiet), terminal_(::isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
    end();
}

void ProgressLine::show(const Progress& progress) {
    if (quiet_) return;
    const auto now = std::chrono::steady_clock::now();
    const bool finished = progress.total > 0 && progress.done >= progress.total;
    if (!terminal_ && !finished && now - last_plain_ < std::chrono::seconds(10)) return;
    last_plain_ = now;
    std::string line =
        fmt::format("{} / {} images", grouped(progress.done), grouped(progress.total));
    if (progress.images_per_second > 0) {
        line += fmt::format("  {:.1f} images/s", progress.images_per_second);
    }
    if (progress.seconds_left > 0.5) line += "  " + duration_text(progress.seconds_left) + " left";
    if (terminal_) {
        fmt::print(stderr, "\r\x1b[K{}", line);
        open_ = true;
    } else {
        fmt::print(stderr, "{}\n", line);
    }
    std::fflush(stderr);
}

void ProgressLine::end() {
    if (open_) fmt::print(stderr, "\n");
    open_ = false;
}

}  // namespace sescope::cli

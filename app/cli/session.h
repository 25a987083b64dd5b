// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <stop_token>
#include <string>

namespace sescope::cli {

/// What all subcommands share while the program runs.
struct Session {
    std::stop_source stop;  ///< requested by Ctrl-C
    /// The command looks at `stop`, and keeps what there is; others end at once.
    std::atomic<bool> stops_by_itself = false;
    int exit_code = 0;
    bool quiet = false;  ///< no progress, no remarks
};

/// A remark to the person on stderr, in one line whatever names are in it (plain_line); nothing
/// when quiet.
void remark(const Session& session, const std::string& text);
/// The same, marked as a warning; also shown when quiet.
void warn(const std::string& text);
/// The same, why the program ends.
void tell_error(const std::string& text);

}  // namespace sescope::cli

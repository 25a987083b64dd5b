// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>

namespace sescope::cli {

/// What all subcommands share while the program runs.
struct Session {
    std::stop_source stop;  ///< requested by Ctrl-C
    int exit_code = 0;
    bool quiet = false;  ///< no progress, no remarks
};

/// A remark to the person on stderr; nothing when quiet.
void remark(const Session& session, const std::string& text);
/// The same, marked as a warning; also shown when quiet.
void warn(const std::string& text);

}  // namespace sescope::cli

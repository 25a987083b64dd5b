// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>
#include <vector>

namespace sescope {

struct ProgramOutput {
    int exit_code = 0;  ///< 128 and more: ended by a signal
    std::string out;
    std::string err;
};

/// Runs another program (looked for on the PATH) to its end, without a shell, and gives what it
/// wrote. Throws Error{usage} where there is no such program, Error{interrupted} when stopped; the
/// program is ended then.
ProgramOutput output_of(const std::vector<std::string>& command, const std::stop_token& stop = {});

}  // namespace sescope

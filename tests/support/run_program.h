// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace sescope::test {

struct ProgramResult {
    int exit_code = -1;  ///< 128 + signal where a signal ended it
    std::string out;
    std::string err;
};

struct ProgramSetting {
    std::string interrupt_at;                ///< send SIGINT once this text appears on stderr
    std::function<void()> before_interrupt;  ///< called before that, while the program runs
    long file_size_limit = 0;                ///< RLIMIT_FSIZE in bytes: as on a full disk; 0: none
    std::string stdout_file;                 ///< instead of capturing
};

/// Runs a program to its end and captures what it prints.
ProgramResult run_program(const std::vector<std::string>& command,
                          const ProgramSetting& setting = {});

}  // namespace sescope::test

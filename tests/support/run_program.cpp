// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/run_program.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <functional>
#include <stdexcept>
#include <thread>

namespace sescope::test {
namespace {

std::string read_all(int fd, const std::function<void(const std::string&)>& seen = {}) {
    std::string text;
    std::array<char, 4096> buffer{};
    for (ssize_t n = 0; (n = ::read(fd, buffer.data(), buffer.size())) > 0;) {
        text.append(buffer.data(), static_cast<std::size_t>(n));
        if (seen) seen(text);
    }
    ::close(fd);
    return text;
}

// In the child: from here on only calls that are safe after fork.
[[noreturn]] void become(const std::vector<char*>& arguments, int out, int err,
                         const ProgramSetting& setting) {
    if (setting.file_size_limit > 0) {
        const auto limit = static_cast<rlim_t>(setting.file_size_limit);
        const rlimit both{limit, limit};
        ::setrlimit(RLIMIT_FSIZE, &both);
        ::signal(SIGXFSZ, SIG_IGN);
    }
    if (!setting.stdout_file.empty()) out = ::open(setting.stdout_file.c_str(), O_WRONLY);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(err, STDERR_FILENO);
    ::execv(arguments[0], arguments.data());
    _exit(127);
}

}  // namespace

ProgramResult run_program(const std::vector<std::string>& command, const ProgramSetting& setting) {
    std::vector<char*> arguments;
    for (const auto& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    std::array<int, 2> out{};
    std::array<int, 2> err{};
    if (::pipe2(out.data(), O_CLOEXEC) != 0 || ::pipe2(err.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error("no pipe");
    }
    const pid_t child = ::fork();
    if (child == 0) become(arguments, out[1], err[1], setting);
    ::close(out[1]);
    ::close(err[1]);
    ProgramResult result;
    bool interrupted = false;
    std::jthread reader([&] {
        result.err = read_all(err[0], [&](const std::string& text) {
            if (interrupted || setting.interrupt_at.empty()) return;
            if (text.find(setting.interrupt_at) == std::string::npos) return;
            interrupted = true;
            if (setting.before_interrupt) setting.before_interrupt();
            ::kill(child, SIGINT);
        });
    });
    result.out = read_all(out[0]);
    reader.join();
    int status = 0;
    ::waitpid(child, &status, 0);
    result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return result;
}

}  // namespace sescope::test

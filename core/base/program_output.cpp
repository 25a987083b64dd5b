// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/program_output.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "core/base/error.h"
#include "core/base/message.h"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to us

namespace sescope {
namespace {

/// The end of a pipe that we read, and the one that the program writes.
class Pipe {
  public:
    Pipe() {
        if (::pipe2(ends_.data(), O_CLOEXEC) == 0) return;
        throw Error(ErrorKind::internal, std::string("no pipe: ") + std::strerror(errno));
    }
    ~Pipe() {
        close_writing();
        ::close(ends_[0]);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    int reading() const { return ends_[0]; }
    int writing() const { return ends_[1]; }
    void close_writing() {
        if (ends_[1] >= 0) ::close(ends_[1]);
        ends_[1] = -1;
    }
    /// Appends what there is; false at its end.
    bool take(std::string& text) const {
        std::array<char, 4096> buffer{};
        const ssize_t count = ::read(ends_[0], buffer.data(), buffer.size());
        if (count < 0) return errno == EINTR;
        text.append(buffer.data(), static_cast<std::size_t>(count));
        return count > 0;
    }

  private:
    std::array<int, 2> ends_{-1, -1};
};

pid_t start(const std::vector<std::string>& command, const Pipe& out, const Pipe& err) {
    std::vector<char*> arguments;
    for (const auto& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions{};
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, out.writing(), STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, err.writing(), STDERR_FILENO);
    // The program blocks interrupts in its threads, to wait for them in one (InterruptWatch); what
    // it starts would inherit that, and could not be interrupted.
    posix_spawnattr_t attributes{};
    ::posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    pid_t child = 0;
    const int error =
        ::posix_spawnp(&child, arguments[0], &actions, &attributes, arguments.data(), environ);
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error == 0) return child;
    throw Error(ErrorKind::usage, text("the program {} cannot be run: {}", command.front(),
                                       Text(std::strerror(error))));
}

int end_of(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

ProgramOutput output_of(const std::vector<std::string>& command, const std::stop_token& stop) {
    constexpr int often = 100;  // milliseconds between looks at the stop
    Pipe out;
    Pipe err;
    const pid_t child = start(command, out, err);
    out.close_writing();
    err.close_writing();
    ProgramOutput output;
    std::array<pollfd, 2> ends{pollfd{out.reading(), POLLIN, 0}, pollfd{err.reading(), POLLIN, 0}};
    while (ends[0].fd >= 0 || ends[1].fd >= 0) {
        if (stop.stop_requested()) {
            ::kill(child, SIGKILL);
            end_of(child);
            throw Error(ErrorKind::interrupted, "stopped");
        }
        if (::poll(ends.data(), ends.size(), often) <= 0) continue;
        if (ends[0].revents != 0 && !out.take(output.out)) ends[0].fd = -1;
        if (ends[1].revents != 0 && !err.take(output.err)) ends[1].fd = -1;
    }
    output.exit_code = end_of(child);
    return output;
}

}  // namespace sescope

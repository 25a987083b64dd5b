// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include <pthread.h>
#include <unistd.h>

#include <csignal>
#include <ctime>

#include "core/base/atomic_file.h"
#include "core/base/error.h"

namespace sescope::cli {
namespace {

sigset_t interrupts() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

void watch(const std::stop_token& end, Session& session) {
    const sigset_t signals = interrupts();
    // Short waits, so that the end of the program is not held up for long.
    const timespec wait{0, 50'000'000};
    while (!end.stop_requested()) {
        if (sigtimedwait(&signals, nullptr, &wait) <= 0) continue;
        if (session.stop.stop_requested() || !session.stops_by_itself) {
            remove_unfinished_files();
            _exit(exit_code(ErrorKind::interrupted));
        }
        session.stop.request_stop();
    }
}

}  // namespace

InterruptWatch::InterruptWatch(Session& session) {
    const sigset_t signals = interrupts();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    thread_ = std::jthread([&session](const std::stop_token& end) { watch(end, session); });
}

}  // namespace sescope::cli

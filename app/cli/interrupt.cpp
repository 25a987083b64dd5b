// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include <pthread.h>
#include <unistd.h>

#include <csignal>
#include <ctime>

namespace sescope::cli {
namespace {

sigset_t interrupts() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

void watch(const std::stop_token& end, const std::stop_source& stop) {
    const sigset_t signals = interrupts();
    // Short waits, so that the end of the program is not held up for long.
    const timespec wait{0, 50'000'000};
    while (!end.stop_requested()) {
        if (sigtimedwait(&signals, nullptr, &wait) <= 0) continue;
        if (stop.stop_requested()) _exit(130);
        stop.request_stop();
    }
}

}  // namespace

InterruptWatch::InterruptWatch(std::stop_source stop) {
    const sigset_t signals = interrupts();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    thread_ =
        std::jthread([stop = std::move(stop)](const std::stop_token& end) { watch(end, stop); });
}

}  // namespace sescope::cli

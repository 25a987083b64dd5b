// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/map_guard.h"

#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>

namespace sescope {
namespace {

struct Slot {
    std::atomic<std::uintptr_t> begin{0};  // 0: free
    std::atomic<std::uintptr_t> end{0};
    std::atomic<bool> has_lost_pages{false};
};
static_assert(std::atomic<std::uintptr_t>::is_always_lock_free, "read in a signal handler");

// A signal handler can reach nothing but what is global, and may neither lock nor allocate.
std::array<Slot, 1024> slots;
struct sigaction previous_action;
std::uintptr_t page_size = 4096;

constexpr std::uintptr_t kReserved = 1;

Slot* slot_around(std::uintptr_t address) {
    for (auto& slot : slots) {
        const auto begin = slot.begin.load(std::memory_order_acquire);
        if (begin > kReserved && address >= begin && address < slot.end.load()) return &slot;
    }
    return nullptr;
}

extern "C" void on_bus_error(int signal, siginfo_t* about, void*) {
    const auto address = reinterpret_cast<std::uintptr_t>(about->si_addr);
    const bool is_fault = about->si_code > 0;  // otherwise someone sent the signal
    if (Slot* slot = is_fault ? slot_around(address) : nullptr) {
        void* page = static_cast<std::byte*>(about->si_addr) - (address & (page_size - 1));
        if (::mmap(page, page_size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) !=
            MAP_FAILED) {
            slot->has_lost_pages = true;
            return;
        }
    }
    // Not ours: the fault happens again under the handler that was there before.
    ::sigaction(SIGBUS, &previous_action, nullptr);
    if (!is_fault) ::raise(signal);
}

void install_handler() {
    static std::once_flag once;
    std::call_once(once, [] {
        page_size = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
        struct sigaction action {};
        action.sa_sigaction = on_bus_error;
        action.sa_flags = SA_SIGINFO | SA_ONSTACK;
        ::sigemptyset(&action.sa_mask);
        ::sigaction(SIGBUS, &action, &previous_action);
    });
}

}  // namespace

MapGuard::MapGuard(const void* address, std::size_t size) noexcept {
    install_handler();
    for (std::size_t i = 0; i < slots.size(); ++i) {
        std::uintptr_t free = 0;
        if (!slots[i].begin.compare_exchange_strong(free, kReserved)) continue;
        slot_ = static_cast<int>(i);
        slots[i].has_lost_pages = false;
        // The end first: the handler looks at the range once its begin is set.
        slots[i].end = reinterpret_cast<std::uintptr_t>(address) + size;
        slots[i].begin.store(reinterpret_cast<std::uintptr_t>(address), std::memory_order_release);
        return;
    }
}

MapGuard::~MapGuard() {
    if (is_active()) slots[static_cast<std::size_t>(slot_)].begin = 0;
}

bool MapGuard::has_lost_pages() const noexcept {
    return is_active() && slots[static_cast<std::size_t>(slot_)].has_lost_pages;
}

}  // namespace sescope

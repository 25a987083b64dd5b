// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace sescope {

/// Keeps a mapping from killing the program: a file that is cut short while it is mapped raises
/// SIGBUS where its pages are gone. While a guard lives, such a page of its range reads as zeros
/// instead, and the guard remembers it. (A process has one handler of SIGBUS: it is installed with
/// the first guard, and passes every other fault on to the handler that was there before.)
class MapGuard {
  public:
    MapGuard(const void* address, std::size_t size) noexcept;
    ~MapGuard();
    MapGuard(const MapGuard&) = delete;
    MapGuard& operator=(const MapGuard&) = delete;

    /// False when too many ranges are guarded already.
    bool is_active() const noexcept { return slot_ >= 0; }
    /// Whether a page of the range was found missing.
    bool has_lost_pages() const noexcept;

  private:
    int slot_ = -1;
};

}  // namespace sescope

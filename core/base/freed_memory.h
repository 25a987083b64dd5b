// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sescope {

/// Gives memory that was freed back to the system, where the C library keeps it (glibc): after work
/// whose weights and maps nobody will need for a while. Takes some milliseconds.
void return_freed_memory() noexcept;

/// Does so at the end of a scope, however it is left.
class FreedMemoryReturn {
  public:
    FreedMemoryReturn() = default;
    ~FreedMemoryReturn() { return_freed_memory(); }
    FreedMemoryReturn(const FreedMemoryReturn&) = delete;
    FreedMemoryReturn& operator=(const FreedMemoryReturn&) = delete;
};

}  // namespace sescope

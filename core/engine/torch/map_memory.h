// SPDX-License-Identifier: GPL-3.0-or-later
// Memory for maps: the large tensors of a forward pass are freed and wanted again all the time, and
// memory that is fresh from the system costs more than the arithmetic on it (docs/speed.md).
#pragma once

#include <c10/core/Allocator.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <unordered_map>

namespace sescope {

/// The allocator of LibTorch's tensors on the CPU, from the first call of `of_this_process` on: it
/// keeps large ones, once freed, for the next of about that size, in huge pages where the system
/// has them. Small ones are LibTorch's own allocator's. Not in use under the address sanitizer,
/// which would see nothing any more.
class MapMemory final : public c10::Allocator {
  public:
    static MapMemory& of_this_process();

    /// Throws what LibTorch's own allocator throws where there is no memory left.
    c10::DataPtr allocate(std::size_t bytes) override;
    c10::DeleterFnPtr raw_deleter() const override;
    void copy_data(void* to, const void* from, std::size_t bytes) const override;

    std::size_t bytes_kept() const;

  private:
    friend class MapsInUse;

    MapMemory() = default;
    void* take(std::size_t bytes);
    void give_back(void* start);
    void enter();
    void leave();

    mutable std::mutex mutex_;
    int users_ = 0;
    std::unordered_map<void*, std::size_t> taken_;  ///< start, bytes
    std::multimap<std::size_t, void*> kept_;        ///< bytes, start
};

/// Stands with a network that runs. One that goes gives what is kept back to the system, also where
/// others stay: what it took last is mostly of its size, and they take theirs anew.
class MapsInUse {
  public:
    MapsInUse() { MapMemory::of_this_process().enter(); }
    ~MapsInUse() { MapMemory::of_this_process().leave(); }
    MapsInUse(const MapsInUse&) = delete;
    MapsInUse& operator=(const MapsInUse&) = delete;
};

/// Memory for so many floats, of the allocator that tensors have; not zeros.
c10::DataPtr room_for(std::int64_t floats);

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/map_memory.h"

#include <c10/core/CPUAllocator.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <utility>

namespace sescope {
namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20;
/// Smaller tensors come from elsewhere.
constexpr std::size_t kLarge = std::size_t{1} << 20;

std::size_t in_whole(std::size_t unit, std::size_t bytes) {
    return (bytes + unit - 1) / unit * unit;
}

/// Fresh zeros that begin where a huge page does; null where there are none.
void* fresh_pages(std::size_t bytes) {
    void* const found = ::mmap(nullptr, bytes + kHugePage, PROT_READ | PROT_WRITE,
                               MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (found == MAP_FAILED) return nullptr;
    auto* const begin = static_cast<std::byte*>(found);
    const std::size_t before =
        (kHugePage - reinterpret_cast<std::uintptr_t>(begin) % kHugePage) % kHugePage;
    if (before > 0) ::munmap(begin, before);
    if (before < kHugePage) ::munmap(begin + before + bytes, kHugePage - before);
    // Advice: a system without huge pages gives small ones.
    ::madvise(begin + before, bytes, MADV_HUGEPAGE);
    return begin + before;
}

c10::Allocator& small_tensors() {
    return *c10::GetDefaultCPUAllocator();
}

}  // namespace

MapMemory& MapMemory::of_this_process() {
    // Never destroyed: tensors of other static objects may outlive it.
    static MapMemory& memory = *[] {
        auto* const made = new MapMemory;
#if !defined(__SANITIZE_ADDRESS__)
        c10::SetCPUAllocator(made);
#endif
        return made;
    }();
    return memory;
}

c10::DataPtr MapMemory::allocate(std::size_t bytes) {
    void* start = bytes < kLarge ? nullptr : take(bytes);
    if (!start) start = small_tensors().raw_allocate(bytes);
    return {start, start, raw_deleter(), c10::Device(c10::DeviceType::CPU)};
}

c10::DeleterFnPtr MapMemory::raw_deleter() const {
    return [](void* start) { of_this_process().give_back(start); };
}

void MapMemory::copy_data(void* to, const void* from, std::size_t bytes) const {
    default_copy_data(to, from, bytes);
}

void* MapMemory::take(std::size_t bytes) {
    std::size_t size = in_whole(std::size_t(::sysconf(_SC_PAGESIZE)), bytes);
    const std::lock_guard lock(mutex_);
    void* start = nullptr;
    // Of a much larger one the rest would lie idle.
    const auto fitting = kept_.lower_bound(size);
    if (fitting != kept_.end() && fitting->first <= size + size / 4) {
        size = fitting->first;
        start = fitting->second;
        kept_.erase(fitting);
    } else {
        start = fresh_pages(size);
    }
    if (start) taken_.emplace(start, size);
    return start;
}

void MapMemory::give_back(void* start) {
    std::size_t unused = 0;
    {
        const std::lock_guard lock(mutex_);
        const auto tensor = taken_.find(start);
        if (tensor != taken_.end()) {
            unused = tensor->second;
            taken_.erase(tensor);
            if (users_ > 0) {
                kept_.emplace(unused, start);
                return;
            }
        }
    }
    if (unused > 0) {
        ::munmap(start, unused);
    } else {
        // A small one, or one from before this allocator was in use.
        small_tensors().raw_deallocate(start);
    }
}

void MapMemory::enter() {
    const std::lock_guard lock(mutex_);
    ++users_;
}

void MapMemory::leave() {
    std::multimap<std::size_t, void*> unused;
    {
        const std::lock_guard lock(mutex_);
        --users_;
        unused = std::exchange(kept_, {});
    }
    for (const auto& [bytes, start] : unused) ::munmap(start, bytes);
}

std::size_t MapMemory::bytes_kept() const {
    const std::lock_guard lock(mutex_);
    std::size_t total = 0;
    for (const auto& [bytes, start] : kept_) total += bytes;
    return total;
}

c10::DataPtr room_for(std::int64_t floats) {
    return c10::GetCPUAllocator()->allocate(static_cast<std::size_t>(floats) * sizeof(float));
}

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/paged_bytes.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

namespace sescope {
namespace {

namespace fs = std::filesystem;

// The mapping keeps the file; a descriptor for each array of each block would soon be too many.
std::byte* map_unnamed_file(std::size_t size, const std::vector<fs::path>& folders) {
    for (const fs::path& folder : folders) {
        const int file = open_unnamed_file(folder, size);
        if (file < 0) continue;
        void* address = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        ::close(file);
        if (address != MAP_FAILED) return static_cast<std::byte*>(address);
    }
    return nullptr;
}

std::size_t page_size() {
    static const auto size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    return size;
}

}  // namespace

struct PagedBytes::Extent {
    std::byte* address = nullptr;
    std::size_t size = 0;
    bool in_file = false;
    std::atomic<std::size_t> owners{1};
    std::atomic<std::size_t> passed{0};

    Extent(std::size_t bytes, const std::vector<fs::path>& folders) : size(bytes) {
        if (size >= kPagedFrom) address = map_unnamed_file(size, folders);
        in_file = address != nullptr;
        if (!in_file) address = static_cast<std::byte*>(std::calloc(size, 1));
        if (address == nullptr) throw std::bad_alloc();
    }
    ~Extent() {
        if (in_file) {
            ::munmap(address, size);
        } else {
            std::free(address);
        }
    }
    Extent(const Extent&) = delete;
    Extent& operator=(const Extent&) = delete;
};

PagedBytes::PagedBytes(std::size_t size, const std::vector<fs::path>& folders)
    : extent_(size > 0 ? new Extent(size, folders) : nullptr) {}

PagedBytes::PagedBytes(const PagedBytes& other) noexcept : extent_(other.extent_) {
    if (extent_ != nullptr) extent_->owners.fetch_add(1, std::memory_order_relaxed);
}

PagedBytes::PagedBytes(PagedBytes&& other) noexcept
    : extent_(std::exchange(other.extent_, nullptr)) {}

PagedBytes& PagedBytes::operator=(PagedBytes other) noexcept {
    std::swap(extent_, other.extent_);
    return *this;
}

PagedBytes::~PagedBytes() {
    if (extent_ != nullptr && extent_->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) {
        delete extent_;
    }
}

std::size_t PagedBytes::size() const noexcept {
    return extent_ != nullptr ? extent_->size : 0;
}

const std::byte* PagedBytes::data() const noexcept {
    return extent_ != nullptr ? extent_->address : nullptr;
}

bool PagedBytes::in_file() const noexcept {
    return extent_ != nullptr && extent_->in_file;
}

std::byte* PagedBytes::detach() {
    if (extent_ == nullptr) return nullptr;
    // Acquire: what another thread read from its copy, it has read before that copy went.
    if (extent_->owners.load(std::memory_order_acquire) > 1) *this = cloned();
    return extent_->address;
}

std::byte* PagedBytes::detach(std::size_t first, std::size_t count) {
    std::byte* const bytes = detach();
#ifdef MADV_POPULATE_WRITE
    if (in_file() && count > 0) {
        const std::size_t begin = first / page_size() * page_size();
        // Older systems refuse, and bring the pages in one by one as they are touched.
        ::madvise(bytes + begin, first + count - begin, MADV_POPULATE_WRITE);
    }
#endif
    return bytes;
}

void PagedBytes::evict() const noexcept {
    if (in_file()) ::madvise(extent_->address, extent_->size, MADV_DONTNEED);
}

void PagedBytes::pass(std::size_t bytes) const noexcept {
    if (!in_file()) return;
    if (extent_->passed.fetch_add(bytes, std::memory_order_relaxed) + bytes < kPiece) return;
    extent_->passed.store(0, std::memory_order_relaxed);
    evict();
}

PagedBytes PagedBytes::cloned() const {
    PagedBytes clone(size());
    for (std::size_t at = 0; at < size(); at += kPiece) {
        std::memcpy(clone.extent_->address + at, data() + at, std::min(kPiece, size() - at));
        clone.evict();
        evict();
    }
    return clone;
}

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <initializer_list>
#include <span>
#include <type_traits>

#include "core/base/paged_bytes.h"

namespace sescope {

/// An array of numbers, a value as std::vector is, that need not all be in memory where it is
/// large; see PagedBytes. Copying is cheap until one of the copies is written to: each access
/// through a non-const array looks whether it is shared, so that loops had better take a span.
/// Writing throws std::bad_alloc where a copy has to be made and cannot be.
template <class T>
requires std::is_trivially_copyable_v<T>
class PagedArray {
  public:
    using value_type = T;
    using iterator = T*;
    using const_iterator = const T*;

    PagedArray() noexcept = default;
    PagedArray(std::initializer_list<T> values) : PagedArray(std::span(values)) {}
    explicit PagedArray(std::span<const T> values) : bytes_(values.size_bytes()) {
        for_pieces([&](std::span<T> piece, std::size_t first) {
            std::copy_n(values.begin() + std::ptrdiff_t(first), piece.size(), piece.begin());
        });
    }

    /// `count` values, all the same.
    void assign(std::size_t count, T value) {
        bytes_ = PagedBytes(count * sizeof(T));
        const T zero{};
        if (std::memcmp(&value, &zero, sizeof(T)) == 0) return;  // as they are
        for_pieces([&](std::span<T> piece, std::size_t) { std::ranges::fill(piece, value); });
    }

    std::size_t size() const noexcept { return bytes_.size() / sizeof(T); }
    bool empty() const noexcept { return size() == 0; }
    const T* data() const noexcept { return reinterpret_cast<const T*>(bytes_.data()); }
    const T* begin() const noexcept { return data(); }
    const T* end() const noexcept { return data() + size(); }
    const T& operator[](std::size_t i) const noexcept { return data()[i]; }
    T* data() { return reinterpret_cast<T*>(bytes_.detach()); }
    T* begin() { return data(); }
    T* end() { return data() + size(); }
    T& operator[](std::size_t i) { return data()[i]; }
    /// Values that are about to be both read and written, and brought into memory at once.
    std::span<T> writable(std::size_t first, std::size_t count) {
        std::byte* const bytes = bytes_.detach(first * sizeof(T), count * sizeof(T));
        return {reinterpret_cast<T*>(bytes) + first, count};
    }

    /// Copies the values now, if they are shared, rather than when they are written to.
    void detach() { bytes_.detach(); }
    /// Takes the values out of memory; they stay as they are.
    void evict() const noexcept { bytes_.evict(); }
    /// So many values more have been gone through: lets go of them once they make a piece.
    void pass(std::size_t count) const noexcept { bytes_.pass(count * sizeof(T)); }

    /// Calls work(span of values, index of its first) for one piece after the other, and lets go
    /// behind each.
    template <class Work>
    void for_pieces(const Work& work) const {
        for (std::size_t at = 0; at < size(); at += kValuesAPiece) {
            work(std::span(data() + at, std::min(kValuesAPiece, size() - at)), at);
            evict();
        }
    }
    template <class Work>
    void for_pieces(const Work& work) {
        T* const values = data();
        for (std::size_t at = 0; at < size(); at += kValuesAPiece) {
            work(std::span(values + at, std::min(kValuesAPiece, size() - at)), at);
            evict();
        }
    }

    friend bool operator==(const PagedArray& a, const PagedArray& b) {
        bool same = a.size() == b.size();
        if (!same) return false;
        a.for_pieces([&](std::span<const T> piece, std::size_t first) {
            same = same && std::ranges::equal(piece, std::span(b.data() + first, piece.size()));
            b.evict();
        });
        return same;
    }

  private:
    static constexpr std::size_t kValuesAPiece = kPiece / sizeof(T);

    PagedBytes bytes_;
};

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
// at::parallel_for, certain to be parallel. It is a template over OpenMP: in a file compiled
// without that, it runs on one thread and says nothing, beside operators of LibTorch that run on
// all.
#pragma once

#include <ATen/Parallel.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <vector>

// The thread sanitizer does not see the barriers of OpenMP's runtime: under it there is one thread.
#if !defined(INTRA_OP_PARALLEL) && !defined(__SANITIZE_THREAD__)
#error "at::parallel_for would run on one thread here: see OpenMP in cmake/LibTorch.cmake"
#endif

namespace sescope {

/// Calls `work(next)` once on each thread; `next()` gives a number below `tasks`, each to one
/// thread, and -1 when there are none left. Each thread has a share of neighbours, so that what it
/// reads is what it wrote before; who is done takes from the end of others' shares, so that a
/// thread that the system holds up is not waited for.
template <class Work>
void share_tasks(std::int64_t tasks, const Work& work) {
    struct alignas(64) Share {
        std::atomic<std::uint64_t> ends;  ///< first << 32 | end
    };
    const std::int64_t threads =
        std::min<std::int64_t>(tasks, at::in_parallel_region() ? 1 : at::get_num_threads());
    std::vector<Share> shares(static_cast<std::size_t>(threads));
    for (std::int64_t t = 0; t < threads; ++t) {
        shares[std::size_t(t)].ends =
            std::uint64_t(tasks * t / threads) << 32 | std::uint64_t(tasks * (t + 1) / threads);
    }
    const auto take = [&](std::int64_t from, bool first) -> std::int64_t {
        std::atomic<std::uint64_t>& ends = shares[std::size_t(from)].ends;
        std::uint64_t seen = ends.load(std::memory_order_relaxed);
        while (true) {
            const std::uint64_t begin = seen >> 32;
            const std::uint64_t end = seen & 0xffffffffU;
            if (begin >= end) return -1;
            const std::uint64_t left = first ? (begin + 1) << 32 | end : begin << 32 | (end - 1);
            if (ends.compare_exchange_weak(seen, left, std::memory_order_relaxed)) {
                return std::int64_t(first ? begin : end - 1);
            }
        }
    };
    at::parallel_for(0, threads, 1, [&](std::int64_t mine, std::int64_t) {
        work([&] {
            std::int64_t task = take(mine, true);
            for (std::int64_t t = 0; task < 0 && t < threads; ++t) task = take(t, false);
            return task;
        });
    });
}

/// Into how many parts the columns of a result are to be cut so that threads have some tasks each,
/// where blocks of its rows alone are too few.
inline std::int64_t shares_of_columns(std::int64_t columns, std::int64_t blocks) {
    constexpr std::int64_t kTasks = 4;  // a thread, at least
    return std::clamp<std::int64_t>(
        kTasks * at::get_num_threads() / std::max<std::int64_t>(1, blocks), 1, columns);
}

}  // namespace sescope

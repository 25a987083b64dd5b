// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace sescope::testing {
namespace {

TEST(ShareTasks, GivesEachTaskToOneThread) {
    const int before = at::get_num_threads();
    for (const int threads : {1, 2, 3, 7}) {
        at::set_num_threads(threads);
        for (const std::int64_t tasks : {0, 1, 2, 5, 100}) {
            std::vector<std::atomic<int>> done(static_cast<std::size_t>(tasks));
            share_tasks(tasks, [&](const auto& next) {
                for (std::int64_t task = next(); task >= 0; task = next()) {
                    ++done[static_cast<std::size_t>(task)];
                }
            });
            for (const auto& times : done) EXPECT_EQ(times, 1) << threads << ' ' << tasks;
        }
    }
    at::set_num_threads(before);
}

TEST(ShareTasks, LetsOthersDoTheShareOfOneThatIsHeldUp) {
    const int before = at::get_num_threads();
    at::set_num_threads(2);
    std::atomic<int> by_others{0};
    std::atomic<bool> one_is_held_up{false};
    share_tasks(20, [&](const auto& next) {
        std::int64_t task = next();
        const bool held_up = !one_is_held_up.exchange(true);
        if (held_up) {
            const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
            while (by_others < 19 && std::chrono::steady_clock::now() < end) {
                std::this_thread::yield();
            }
        }
        for (; task >= 0; task = next()) by_others += held_up ? 0 : 1;
    });
    at::set_num_threads(before);
#if defined(INTRA_OP_PARALLEL)
    EXPECT_EQ(by_others, 19);
#else
    EXPECT_EQ(by_others, 0);
#endif
}

TEST(ShareTasks, WithinAnotherParallelRegionIsOneThreads) {
    std::atomic<int> done{0};
    share_tasks(4, [&](const auto& next) {
        for (std::int64_t task = next(); task >= 0; task = next()) {
            share_tasks(5, [&](const auto& inner) {
                while (inner() >= 0) ++done;
            });
        }
    });
    EXPECT_EQ(done, 20);
}

}  // namespace
}  // namespace sescope::testing

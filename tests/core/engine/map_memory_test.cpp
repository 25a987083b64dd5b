// SPDX-License-Identifier: GPL-3.0-or-later
// Memory of large tensors, kept for the next.
#include "core/engine/torch/map_memory.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/full.h>
#include <ATen/ops/sum.h>
#include <gtest/gtest.h>

#include <optional>
#include <thread>
#include <vector>

namespace sescope::testing {
namespace {

constexpr std::int64_t kLarge = std::int64_t{3} << 20;  // values

class OfMaps : public ::testing::Test {
  protected:
    void SetUp() override {
#if defined(__SANITIZE_ADDRESS__)
        GTEST_SKIP() << "tensors are LibTorch's own under the address sanitizer";
#endif
    }
};

TEST_F(OfMaps, IsKeptForTheNextOfItsSize) {
    const MapsInUse in_use;
    const MapMemory& memory = MapMemory::of_this_process();
    const void* first = nullptr;
    {
        const at::Tensor map = at::full({kLarge}, 7.0F);
        first = map.const_data_ptr();
        EXPECT_EQ(map.sum().item<double>(), 7.0 * double(kLarge));
    }
    const std::size_t kept = memory.bytes_kept();
    EXPECT_GE(kept, std::size_t(kLarge) * sizeof(float));
    const at::Tensor next = at::empty({kLarge - 100});
    EXPECT_EQ(next.const_data_ptr(), first);
    EXPECT_EQ(memory.bytes_kept() + std::size_t(kLarge) * sizeof(float), kept);
}

TEST_F(OfMaps, IsNotKeptForMuchSmallerOnes) {
    const MapsInUse in_use;
    const void* const first = at::empty({2 * kLarge}).const_data_ptr();
    EXPECT_NE(at::empty({kLarge}).const_data_ptr(), first);
}

// A proof's maps must not stay because single images are being looked at.
TEST_F(OfMaps, GoesBackWithEachNetworkThatGoes) {
    const MapMemory& memory = MapMemory::of_this_process();
    std::optional<MapsInUse> one(std::in_place);
    std::optional<MapsInUse> other(std::in_place);
    const at::Tensor longer = at::full({kLarge}, 2.0F);
    at::empty({kLarge});
    EXPECT_GT(memory.bytes_kept(), 0U);
    one.reset();
    EXPECT_EQ(memory.bytes_kept(), 0U);
    at::empty({kLarge});
    EXPECT_GT(memory.bytes_kept(), 0U);
    other.reset();
    EXPECT_EQ(memory.bytes_kept(), 0U);
    EXPECT_EQ(longer.sum().item<double>(), 2.0 * double(kLarge));
    at::empty({kLarge});
    EXPECT_EQ(memory.bytes_kept(), 0U);
}

TEST_F(OfMaps, ServesManyThreads) {
    const MapsInUse in_use;
    std::vector<std::thread> threads;
    std::vector<int> wrong(8, 0);
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([t, &wrong] {
            for (int i = 0; i < 50; ++i) {
                const at::Tensor map = at::full({(std::int64_t{1} << 18) + 1000 * i}, float(t));
                const auto* const values = map.const_data_ptr<float>();
                if (values[0] != float(t) || values[map.numel() - 1] != float(t)) ++wrong[t];
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(wrong, std::vector<int>(8, 0));
}

TEST(RoomForFloats, CanBeWrittenToItsEnd) {
    for (const std::int64_t floats : {1, 1000, 1 << 20}) {
        const c10::DataPtr room = room_for(floats);
        auto* const values = static_cast<float*>(room.get());
        values[0] = 1.0F;
        values[floats - 1] = 2.0F;
        EXPECT_EQ(values[floats - 1], 2.0F);
    }
}

}  // namespace
}  // namespace sescope::testing

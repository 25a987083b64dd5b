// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/paged_array.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace sescope {
namespace {

namespace fs = std::filesystem;

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::size_t kFew = 100;
constexpr std::size_t kMany = 300'001;  // 2.4 MB: some pieces, and the last is short

// Both sides of the threshold.
class PagedArrayOfSize : public ::testing::TestWithParam<std::size_t> {
  protected:
    static PagedArray<std::int64_t> counted() {
        PagedArray<std::int64_t> array;
        array.assign(GetParam(), 0);
        const auto values = array.writable(0, array.size());
        for (std::size_t i = 0; i < values.size(); ++i) values[i] = std::int64_t(i) * 3;
        return array;
    }
    static void expect_counted(const PagedArray<std::int64_t>& array) {
        ASSERT_EQ(array.size(), GetParam());
        for (std::size_t i = 0; i < array.size(); ++i) ASSERT_EQ(array[i], std::int64_t(i) * 3);
    }
};

TEST_P(PagedArrayOfSize, HoldsWhatItWasAssigned) {
    PagedArray<float> array;
    array.assign(GetParam(), std::numeric_limits<float>::infinity());
    EXPECT_EQ(array.size(), GetParam());
    EXPECT_THAT(std::vector<float>(array.begin(), array.end()),
                ::testing::Each(std::numeric_limits<float>::infinity()));
    array.assign(3, -0.0f);
    EXPECT_THAT(array, ElementsAre(0, 0, 0));
    EXPECT_TRUE(std::signbit(array[2]));
}

TEST_P(PagedArrayOfSize, KeepsItsValuesWhenItLetsGo) {
    PagedArray<std::int64_t> array = counted();
    array.evict();
    expect_counted(array);
    for (std::size_t i = 0; i < array.size(); ++i) {
        array[i] += 1;
        array.pass(1);
    }
    for (std::size_t i = 0; i < array.size(); ++i) {
        ASSERT_EQ(array[i], std::int64_t(i) * 3 + 1);
        std::as_const(array).pass(1);
    }
}

TEST_P(PagedArrayOfSize, CopyIsAValueOfItsOwn) {
    PagedArray<std::int64_t> array = counted();
    const PagedArray<std::int64_t> before = array;
    EXPECT_EQ(before.data(), std::as_const(array).data());  // shared until one is written to
    array[GetParam() - 1] = -1;
    array.writable(0, 2)[1] = -2;
    expect_counted(before);
    EXPECT_EQ(array[GetParam() - 1], -1);
    EXPECT_EQ(array[1], -2);
    EXPECT_EQ(array[2], 6);
    array = before;
    expect_counted(array);
}

TEST_P(PagedArrayOfSize, CopyThatOwnsItsValuesLeavesTheOtherInPlace) {
    PagedArray<std::int64_t> array = counted();
    const std::int64_t* const place = std::as_const(array).data();
    PagedArray<std::int64_t> copy = array;
    copy.detach();
    array[0] = 7;
    EXPECT_EQ(std::as_const(array).data(), place);
    expect_counted(copy);
}

TEST_P(PagedArrayOfSize, IsWrittenInPlaceOnceTheCopyIsGone) {
    PagedArray<std::int64_t> array = counted();
    const std::int64_t* const place = std::as_const(array).data();
    { const PagedArray<std::int64_t> copy = array; }
    array[0] = 7;
    EXPECT_EQ(std::as_const(array).data(), place);
}

TEST_P(PagedArrayOfSize, MovedFromIsEmpty) {
    PagedArray<std::int64_t> array = counted();
    const PagedArray<std::int64_t> moved = std::move(array);
    expect_counted(moved);
    EXPECT_TRUE(array.empty());  // NOLINT(bugprone-use-after-move): what it says
    array = moved;
    expect_counted(array);
}

TEST_P(PagedArrayOfSize, EqualsByValues) {
    const PagedArray<std::int64_t> array = counted();
    PagedArray<std::int64_t> other = counted();
    EXPECT_EQ(array, other);
    other[GetParam() - 1] += 1;
    EXPECT_NE(array, other);
    other.assign(GetParam() - 1, 0);
    EXPECT_NE(array, other);
}

TEST_P(PagedArrayOfSize, PiecesAreAllValuesInTurn) {
    PagedArray<std::int64_t> array = counted();
    std::vector<std::int64_t> seen;
    std::as_const(array).for_pieces([&](std::span<const std::int64_t> piece, std::size_t first) {
        EXPECT_EQ(first, seen.size());
        seen.insert(seen.end(), piece.begin(), piece.end());
    });
    EXPECT_EQ(PagedArray<std::int64_t>(std::span<const std::int64_t>(seen)), array);
    array.for_pieces([](std::span<std::int64_t> piece, std::size_t) {
        for (auto& value : piece) value /= 3;
    });
    EXPECT_EQ(array[GetParam() - 1], std::int64_t(GetParam()) - 1);
}

// As the window reads a snapshot while the run counts on.
TEST_P(PagedArrayOfSize, CopyIsReadOnOneThreadWhileTheOtherIsWrittenOnAnother) {
    PagedArray<std::int64_t> array = counted();
    for (int round = 0; round < 3; ++round) {
        std::int64_t sum = 0;
        std::thread reader([copy = array, &sum] {
            for (const auto value : copy) {
                sum += value;
                copy.pass(1);
            }
        });
        for (auto& value : array) value = 1;
        reader.join();
        const auto n = std::int64_t(GetParam());
        EXPECT_EQ(sum, round == 0 ? 3 * n * (n - 1) / 2 : n);
    }
}

INSTANTIATE_TEST_SUITE_P(InMemoryAndInAFile, PagedArrayOfSize, ::testing::Values(kFew, kMany));

TEST(PagedArray, OfNothing) {
    PagedArray<float> none;
    EXPECT_THAT(none, IsEmpty());
    none.evict();
    none.assign(0, 1.0f);
    EXPECT_EQ(none, PagedArray<float>{});
    EXPECT_TRUE(none.writable(0, 0).empty());
    EXPECT_THAT((PagedArray<float>{1, 2}), ElementsAre(1, 2));
}

TEST(PagedArray, ComparesAsNumbersDo) {
    EXPECT_EQ((PagedArray<float>{0.0f}), (PagedArray<float>{-0.0f}));
    const PagedArray<float> nan{std::numeric_limits<float>::quiet_NaN()};
    EXPECT_NE(nan, nan);
}

TEST(PagedBytes, FewAreInMemoryAndManyInAFile) {
    EXPECT_FALSE(PagedBytes(kPagedFrom - 1).in_file());
    const fs::path folder = "/var/tmp";  // not memory where the tests run
    const int file = open_unnamed_file(folder, 1);
    if (file < 0) GTEST_SKIP() << "there is no disk under /var/tmp";
    ::close(file);
    EXPECT_TRUE(PagedBytes(kPagedFrom, {folder}).in_file());
}

TEST(PagedBytes, WhereNoFileCanBeMadeAllIsMemoryAndKept) {
    PagedBytes bytes(kPagedFrom, {"/nowhere", "/proc"});
    EXPECT_FALSE(bytes.in_file());
    bytes.detach()[kPagedFrom - 1] = std::byte{5};
    bytes.evict();
    bytes.pass(kPiece);
    EXPECT_EQ(bytes.data()[kPagedFrom - 1], std::byte{5});
    EXPECT_EQ(bytes.data()[0], std::byte{0});
    EXPECT_EQ(bytes.detach(0, kPagedFrom)[kPagedFrom - 1], std::byte{5});
}

TEST(UnnamedFile, HasItsRoomAndNoName) {
    const fs::path folder =
        fs::path("/var/tmp") / ("sescope-unnamed-" + std::to_string(::getpid()));
    fs::create_directories(folder);
    const int file = open_unnamed_file(folder, 100'000);
    if (file >= 0) {
        struct stat about {};
        EXPECT_EQ(::fstat(file, &about), 0);
        EXPECT_EQ(about.st_size, 100'000);
        EXPECT_GE(about.st_blocks * 512, 100'000);  // no hole that a full disk could not fill later
        EXPECT_TRUE(fs::is_empty(folder));
        ::close(file);
    }
    fs::remove_all(folder);
    if (file < 0) GTEST_SKIP() << "there is no disk under /var/tmp";
}

TEST(UnnamedFile, IsRefusedWhereThereIsNoRoomOrNoDisk) {
    EXPECT_LT(open_unnamed_file("/nowhere", 1), 0);
    EXPECT_LT(open_unnamed_file("/var/tmp", std::size_t{1} << 62), 0);
    EXPECT_LT(open_unnamed_file("/var/tmp", std::numeric_limits<std::size_t>::max()), 0);
    EXPECT_LT(open_unnamed_file("/dev/shm", 1), 0);  // memory
}

}  // namespace
}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
// Compressed entries of zip archives.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "core/base/error.h"
#include "core/checkpoint/inflate.h"
#include "core/checkpoint/zip_archive.h"
#include "tests/core/checkpoint/torch_bytes.h"

namespace sescope {
namespace {

std::span<const std::byte> bytes_of(const std::string& text) {
    return std::as_bytes(std::span(text));
}

// "hello" in a block of its own, as deflate stores what it cannot compress (RFC 1951, 3.2.4).
const std::string kHello = std::string("\x01\x05\x00\xfa\xff", 5) + "hello";
constexpr std::uint32_t kHelloSum = 0x3610a686;

// An archive of the deflated entry "e", with the size and checksum that its directory states.
std::string archive(const std::string& packed, std::uint64_t size, std::uint32_t sum) {
    const auto common = made::number(0, 2) + made::number(8, 2) + made::number(0, 4) +
                        made::number(sum, 4) + made::number(packed.size(), 4) +
                        made::number(size, 4) + made::number(1, 2) + made::number(0, 2);
    const auto local = "PK\x03\x04" + made::number(20, 2) + common + "e" + packed;
    const auto directory = "PK\x01\x02" + made::number(20, 2) + made::number(20, 2) + common +
                           made::number(0, 14) + "e";
    return local + directory + "PK\x05\x06" + made::number(0, 4) + made::number(1, 2) +
           made::number(1, 2) + made::number(directory.size(), 4) + made::number(local.size(), 4) +
           made::number(0, 2);
}

std::string refusal(const std::string& file) {
    try {
        ZipArchive(bytes_of(file), "made.zip").contents("e");
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::model);
        return error.message();
    }
    return "is read";
}

TEST(DeflatedEntry, IsUnpacked) {
    const auto file = archive(kHello, 5, kHelloSum);
    const ZipArchive zip(bytes_of(file), "made.zip");
    const auto contents = zip.contents("e");
    ASSERT_TRUE(contents);
    const auto* text = reinterpret_cast<const char*>(contents->bytes.data());
    EXPECT_EQ(std::string(text, contents->bytes.size()), "hello");
    EXPECT_NE(contents->owner, nullptr);
    EXPECT_FALSE(zip.contents("f"));
    EXPECT_THROW(zip.find("e"), Error);
}

TEST(DeflatedEntry, StoredOnesAreViews) {
    const auto file = made::zip({{"e", "hello"}}, true);
    const auto contents = ZipArchive(bytes_of(file), "made.zip").contents("e");
    ASSERT_TRUE(contents);
    EXPECT_EQ(contents->owner, nullptr);
    EXPECT_GE(contents->bytes.data(), bytes_of(file).data());
    EXPECT_EQ(contents->bytes.size(), 5U);
}

TEST(DeflatedEntry, OfAnotherSizeOrChecksumIsDamaged) {
    const auto damaged = testing::HasSubstr("does not unpack to what its directory says");
    EXPECT_THAT(refusal(archive(kHello, 4, kHelloSum)), damaged);
    EXPECT_THAT(refusal(archive(kHello, 6, kHelloSum)), damaged);
    EXPECT_THAT(refusal(archive(kHello, 5, kHelloSum + 1)), damaged);
    EXPECT_THAT(refusal(archive(kHello.substr(0, 8), 5, kHelloSum)), damaged);
    EXPECT_THAT(refusal(archive("\xff\xff", 5, kHelloSum)), damaged);
    EXPECT_THAT(refusal(archive("", 5, kHelloSum)), damaged);
}

TEST(DeflatedEntry, OfMoreThanDeflateGivesIsRefusedUnseen) {
    EXPECT_THAT(refusal(archive(kHello, std::size_t{60} << 20, 0)),
                testing::HasSubstr("does not unpack"));
    EXPECT_FALSE(inflated(bytes_of(kHello), std::size_t{1} << 62));
}

TEST(DeflatedEntry, OfManyTimesTheArchiveIsRefused) {
    EXPECT_THAT(refusal(archive(kHello, 0xf0000000, 0)),
                testing::HasSubstr("unpacks to 4026531840 bytes, more than 32 times its size"));
}

TEST(Inflated, GivesNothingForNothing) {
    const std::string empty("\x03\x00", 2);
    EXPECT_EQ(inflated(bytes_of(empty), 0)->size(), 0U);
    EXPECT_EQ(checksum(bytes_of("hello")), kHelloSum);
}

}  // namespace
}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are no images, or only part of one: refused by name and reason, before memory is spent
// on them, and without a word on standard error from the libraries below.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "core/dataset/dataset.h"
#include "tests/core/dataset/image_bytes.h"
#include "tests/core/dataset/scratch.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const fs::path golden = fs::path(SESCOPE_GOLDEN) / "preprocessing";

void expect_refused(const fs::path& path, const std::string& saying,
                    std::int64_t max_pixels = 100'000'000) {
    testing::internal::CaptureStderr();
    const Error error = error_of([&] { decode_image(path, max_pixels); });
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "") << path;
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_EQ(error.file(), path);
    EXPECT_THAT(error.what(), HasSubstr(path.string()));
    EXPECT_THAT(error.what(), HasSubstr(saying));
    EXPECT_FALSE(error.hint().empty());
}

void expect_bytes_refused(const std::string& bytes, const std::string& saying) {
    const Scratch scratch;
    expect_refused(scratch.write("image.jpg", bytes), saying);
}

// Every golden image, cut at many places.
TEST(HostileImages, TruncatedFilesAreRefusedWhereverTheyEnd) {
    for (const char* name : {"landscape_317x211.jpg", "exact_256.png", "photo.bmp", "photo.webp",
                             "photo.tif", "cmyk.jpg", "palette.png"}) {
        const std::string whole = read_file(golden / name);
        ASSERT_GT(whole.size(), 100u) << name;
        for (const double share : {0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.9999}) {
            SCOPED_TRACE(std::string(name) + " cut at " + std::to_string(share));
            const auto length = static_cast<std::size_t>(static_cast<double>(whole.size()) * share);
            expect_bytes_refused(whole.substr(0, std::max<std::size_t>(length, 12)), "truncated");
        }
    }
}

TEST(HostileImages, JpegWithoutItsEndMarkerIsTruncated) {
    const std::string whole = read_file(golden / "landscape_317x211.jpg");
    expect_bytes_refused(whole.substr(0, whole.size() - 2), "truncated");
    expect_bytes_refused(whole.substr(0, whole.size() - 1), "truncated");
}

// libjpeg fills the rest with grey and only warns.
TEST(HostileImages, JpegThatEndsTooEarlyInSpiteOfItsEndMarkerIsTruncated) {
    const std::string whole = read_file(golden / "landscape_317x211.jpg");
    const std::string half = whole.substr(0, whole.size() / 2);
    expect_bytes_refused(half + "\xff\xd9", "truncated");
    expect_bytes_refused(half + whole.substr(whole.size() * 4 / 5), "truncated");
}

TEST(HostileImages, StrayBytesInAJpegAreHarmlessAndNotSpokenOf) {
    const Scratch scratch;
    const std::string whole = read_file(golden / "landscape_317x211.jpg");
    const std::size_t end = whole.size() - 2;
    const fs::path path =
        scratch.write("a.jpg", whole.substr(0, end) + "stray" + whole.substr(end));
    testing::internal::CaptureStderr();
    const RgbImage image = decode_image(path);
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
    EXPECT_EQ(image.pixels, decode_image(golden / "landscape_317x211.jpg").pixels);
}

TEST(HostileImages, AbsurdlyLargeImagesAreRefusedByTheirHeader) {
    const std::string large = "too large: 60000 x 60000 pixels";
    expect_bytes_refused(png_file(60000, 60000, 8, 2, "x"), large);
    expect_bytes_refused(jpeg_shell(60000, 60000), large);
    expect_bytes_refused(bmp_file(60000, 60000, 1, "x"), large);
    expect_bytes_refused(bmp_file(60000, -60000, 1, "x"), large);
    expect_bytes_refused(tiff_file(60000, 60000, 2, {1, 2, 3, 4}), large);
    expect_bytes_refused(webp_shell(60000, 60000, 0), large);
    expect_bytes_refused(png_file(0x7fffffff, 0x7fffffff, 8, 2, "x"), "too large");
    expect_bytes_refused(tiff_file(0xffffffff, 0xffffffff, 2, {1, 2, 3, 4}), "too large");
}

TEST(HostileImages, LimitOfPixelsIsTheCallers) {
    expect_refused(golden / "landscape_317x211.jpg", "too large: 317 x 211", 317 * 211 - 1);
    EXPECT_EQ(decode_image(golden / "landscape_317x211.jpg", 317 * 211).width, 317);
}

TEST(HostileImages, FilesLargerThanTheLimitAreRefusedByIt) {
    const Scratch scratch;
    const fs::path path = scratch.write("image.png", read_file(golden / "exact_256.png"));
    fs::resize_file(path, std::uintmax_t{2} << 30);  // no room is taken: it is a hole
    expect_refused(path, "too large for an image: 2048 MiB, and 512 are the most");
    fs::resize_file(path, (std::uintmax_t{512} << 20) + 1);
    expect_refused(path, "512 are the most");
}

TEST(HostileImages, FilesThatAreNoImagesAreRefused) {
    expect_bytes_refused("", "empty file");
    expect_bytes_refused("This is no image, whatever its name.", "not an image");
    expect_bytes_refused(std::string(1000, '\0'), "not an image");
    expect_bytes_refused("GIF89a", "a GIF, which is not read");
    expect_bytes_refused("BM", "truncated");
    expect_bytes_refused("\xff\xd8\xff", "truncated");
}

TEST(HostileImages, WhatCannotBeOpenedAsAFileIsRefused) {
    const Scratch scratch;
    expect_refused(scratch.root() / "missing.jpg", "No such file");
    expect_refused(scratch.root(), "a folder");
    const fs::path pipe = scratch.root() / "pipe.jpg";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    expect_refused(pipe, "not a regular file");  // and does not wait for a writer
    fs::create_symlink("loop.jpg", scratch.root() / "loop.jpg");
    expect_refused(scratch.root() / "loop.jpg", "cannot be opened");
}

TEST(HostileImages, ImagesWithoutPixelsAreRefused) {
    expect_bytes_refused(png_file(0, 5, 8, 2, "x"), "no pixels");
    expect_bytes_refused(jpeg_shell(10, 0), "no pixels");
    expect_bytes_refused("\xff\xd8\xff\xe0" + big(4, 2) + "xx\xff\xd9", "holds no image");
    expect_bytes_refused(bmp_file(0, 5, 0, ""), "corrupt");
    expect_bytes_refused(tiff_file(0, 1, 2, {1, 2, 3, 4}), "no pixels");
}

TEST(HostileImages, FlippedBitOfAPngIsFoundByItsChecksum) {
    std::string bytes = read_file(golden / "exact_256.png");
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    expect_bytes_refused(bytes, "checksum");
}

TEST(HostileImages, AnimatedWebpIsRefused) {
    expect_bytes_refused(webp_shell(8, 8, 2), "animated");
}

TEST(HostileImages, JpegShellWithoutTablesCannotBeDecoded) {
    expect_bytes_refused(jpeg_shell(16, 16), "corrupt");
}

TEST(HostileImages, AbsurdTiffTablesAreRefusedAtOnce) {
    std::string bytes = tiff_file(1, 1, 2, {1, 2, 3, 4});
    // The strip offsets (sixth entry) are said to be four thousand million.
    bytes.replace(8 + 2 + 5 * 12 + 4, 4, "\xff\xff\xff\xff");
    expect_bytes_refused(bytes, "truncated");
    bytes = tiff_file(1, 1, 2, {1, 2, 3, 4});
    bytes.replace(4, 4, "\xff\xff\xff\xff");  // the directory lies past the end
    expect_bytes_refused(bytes, "truncated");
}

}  // namespace
}  // namespace sescope

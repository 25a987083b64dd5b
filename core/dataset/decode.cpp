// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>

#include "core/base/atomic_file.h"
#include "core/base/message.h"
#include "core/base/plugin.h"
#include "core/dataset/dataset.h"
#include "core/dataset/decoder.h"
#include "core/dataset/image_array.h"
#include "core/dataset/image_pixels.h"
#include "core/dataset/reduction.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

constexpr const char* skip_hint = "replace it or leave it out";

Error unreadable(const fs::path& path, const Text& why) {
    return Error(ErrorKind::data, why, path, skip_hint);
}

class OpenFile {
  public:
    // O_NONBLOCK: a named pipe would otherwise wait for a writer for ever.
    explicit OpenFile(const fs::path& path)
        : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
        if (descriptor_ < 0) {
            throw unreadable(path, text("cannot be opened: {}", Text(std::strerror(errno))));
        }
    }
    ~OpenFile() { ::close(descriptor_); }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    int descriptor() const { return descriptor_; }

  private:
    int descriptor_;
};

// Of several loaders each holds a file, so that none may be larger.
constexpr std::int64_t kMostBytes = std::int64_t{512} << 20;
// Of three bytes, twice while they are decoded.
constexpr std::int64_t kMostPixels = 100'000'000;

void read_on(const OpenFile& file, const fs::path& path, std::vector<std::uint8_t>& bytes,
             std::size_t until) {
    std::size_t done = bytes.size();
    bytes.resize(until);
    while (done < bytes.size()) {
        const ssize_t got = ::read(file.descriptor(), bytes.data() + done, bytes.size() - done);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw unreadable(path, text("cannot be read: {}", Text(std::strerror(errno))));
        if (got == 0) break;  // the file shrank meanwhile: the decoder's checks will tell
        done += static_cast<std::size_t>(got);
    }
    bytes.resize(done);
}

std::vector<std::uint8_t> read_whole(const fs::path& path) {
    const OpenFile file(path);
    struct stat info {};
    if (::fstat(file.descriptor(), &info) != 0) throw unreadable(path, Text(std::strerror(errno)));
    if (S_ISDIR(info.st_mode)) throw unreadable(path, "a folder, not an image");
    if (!S_ISREG(info.st_mode)) throw unreadable(path, "not a regular file");
    if (info.st_size == 0) throw unreadable(path, "empty file");
    if (info.st_size > kMostBytes) {
        throw unreadable(path, text("file too large for an image: {} MiB, and {} are the most",
                                    info.st_size >> 20, kMostBytes >> 20));
    }
    // What is no image at all is told by its beginning, before memory goes into the rest.
    constexpr std::size_t beginning = 64;
    const auto size = static_cast<std::size_t>(info.st_size);
    std::vector<std::uint8_t> bytes;
    read_on(file, path, bytes, std::min(size, beginning));
    require_known_format(bytes);
    read_on(file, path, bytes, size);
    return bytes;
}

ImageHeader accepted_header(const std::vector<std::uint8_t>& file, std::int64_t max_pixels) {
    max_pixels = std::min(max_pixels, kMostPixels);
    const ImageHeader header = read_image_header(file);
    if (header.width > max_pixels / header.height) {
        throw Error(ErrorKind::data, text("too large: {} x {} pixels, and {} are the most",
                                          header.width, header.height, max_pixels));
    }
    return header;
}

RgbImage decode_bytes(const std::vector<std::uint8_t>& file, const ImageHeader& header) {
    if (header.kind == PixelKind::short_pixels) return read_short_bmp(file, header);
    switch (header.format) {
        case ImageFormat::pnm:
            return read_pnm(file, header);
        case ImageFormat::png:
            return image_codec().decode(essential_png(file), header, 1);
        case ImageFormat::tiff:
            return upright(header.kind == PixelKind::first_three
                               ? read_first_three(file, header)
                               : image_codec().decode(untouched_tiff(file), header, 1),
                           header.orientation);
        default:
            return image_codec().decode(file, header, 1);
    }
}

}  // namespace

const ImageCodec& image_codec() {
    using OpenCodec = const ImageCodec* (*)();
    static const ImageCodec* const codec = [] {
        // OpenCV reads it once, when it is loaded. A second barrier behind our own check.
        ::setenv("OPENCV_IO_MAX_IMAGE_PIXELS", "1073741824", 0);
        void* symbol = open_plugin("libsescope_images.so", "sescope_images", ErrorKind::data,
                                   "run ./scripts/setup and build again: images need OpenCV");
        return reinterpret_cast<OpenCodec>(symbol)();
    }();
    return *codec;
}

void prefetch_file(const fs::path& path) noexcept {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) return;
    ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_WILLNEED);
    ::close(descriptor);
}

namespace {

// What `use` makes of the file's bytes and header; errors name the file.
template <class Use>
RgbImage from_file(const fs::path& path, std::int64_t max_pixels, Use use) {
    image_codec();
    try {
        const auto file = read_whole(path);
        return use(file, accepted_header(file, max_pixels));
    } catch (const Error& error) {
        if (!error.file().empty()) throw;
        throw Error(error.kind(), error.said(), path, skip_hint);
    } catch (const std::bad_alloc&) {
        throw unreadable(path, "needs more memory than there is");
    }
}

}  // namespace

RgbImage decode_image(const fs::path& path, std::int64_t max_pixels) {
    return from_file(path, max_pixels, decode_bytes);
}

namespace {

// As Pillow's convert("L").convert("RGB").
void make_grey(RgbImage& image) {
    const std::vector<std::uint8_t> grey = grey_of(image);
    for (std::size_t i = 0; i < image.pixels.size(); ++i) image.pixels[i] = grey[i / 3];
}

}  // namespace

RgbImage load_input(const fs::path& path, const Preprocessing& preprocessing,
                    std::int64_t max_pixels) {
    return from_file(path, max_pixels, [&](const auto& file, const ImageHeader& header) {
        const int reduction = header.format == ImageFormat::jpeg
                                  ? reduction_for(header.width, header.height, preprocessing)
                                  : 1;
        RgbImage image = reduction == 1 ? decode_bytes(file, header)
                                        : image_codec().decode(file, header, reduction);
        if (preprocessing.channels == 1) make_grey(image);
        if (reduction == 1) return resize_and_crop(image, preprocessing);
        return resize_and_crop_reduced(image, header.width, header.height, reduction,
                                       preprocessing);
    });
}

void write_png(const fs::path& path, const RgbImage& image) {
    const std::vector<std::uint8_t> bytes = image_codec().encode_png(image);
    write_file_atomically(
        path, std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

}  // namespace sescope

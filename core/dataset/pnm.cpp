// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

#include "core/base/error.h"
#include "core/dataset/image_pixels.h"
#include "core/dataset/image_structure.h"

namespace sescope {
namespace {

constexpr std::int64_t kLargestValue = 65535;

// Layout: "P" and a digit; width, height and (but for bitmaps) the largest value as decimal text,
// between blanks and remarks from # to the end of a line; one blank; pixels.
class PnmReader {
  public:
    explicit PnmReader(ImageBytes file) : file_(file), digit_(file[1] - '0') {
        width = number();
        height = number();
        most = is_bitmap() ? 1 : number();
        if (most < 1 || most > kLargestValue) throw_corrupt("its largest value makes no sense");
    }

    bool is_plain() const { return digit_ <= 3; }
    bool is_bitmap() const { return digit_ == 1 || digit_ == 4; }
    std::size_t channels() const { return digit_ % 3 == 0 ? 3 : 1; }
    int bytes() const { return most > 255 ? 2 : 1; }
    // One blank stands between the header and raw pixels.
    std::size_t pixels_at() const { return at_ + 1; }

    std::int64_t number() {
        skip_blanks();
        std::int64_t value = -1;
        for (; at_ < file_.size() && file_[at_] >= '0' && file_[at_] <= '9'; ++at_) {
            value = std::max<std::int64_t>(value, 0) * 10 + (file_[at_] - '0');
            if (value > 1 << 30) throw_corrupt("a number in it is too large");
        }
        if (value < 0) missing();
        return value;
    }

    // A pixel of a plain bitmap, whose digits need no blanks between them.
    std::int64_t bit() {
        skip_blanks();
        if (at_ >= file_.size()) missing();
        if (file_[at_] != '0' && file_[at_] != '1') throw_corrupt("a pixel is neither 0 nor 1");
        return file_[at_++] - '0';
    }

    std::int64_t width = 0;
    std::int64_t height = 0;
    std::int64_t most = 1;

  private:
    [[noreturn]] void missing() const {
        if (at_ >= file_.size()) throw_truncated("pixels are missing at the end");
        throw_corrupt("something that is no number stands where one must");
    }

    void skip_blanks() {
        while (at_ < file_.size()) {
            if (file_[at_] == '#') {
                while (at_ < file_.size() && file_[at_] != '\n' && file_[at_] != '\r') ++at_;
            } else if (file_[at_] == ' ' || (file_[at_] >= 9 && file_[at_] <= 13)) {
                ++at_;
            } else {
                return;
            }
        }
    }

    ImageBytes file_;
    int digit_;
    std::size_t at_ = 2;
};

// What Pillow makes of a value: round(value / most * 255), halves to even; grey of 16 bits is
// scaled to 65535 and then clipped.
std::uint8_t scaled(std::int64_t value, const PnmReader& pnm) {
    value = std::min(value, pnm.most);
    if (pnm.most == 255) return static_cast<std::uint8_t>(value);
    const bool deep_grey = pnm.most > 255 && pnm.channels() == 1;
    const double range = deep_grey ? 65535 : 255;
    const double level = std::nearbyint(double(value) / double(pnm.most) * range);
    return static_cast<std::uint8_t>(std::min(level, 255.0));
}

void read_raw(ImageBytes file, const PnmReader& pnm, std::vector<std::uint8_t>& values) {
    const auto row_values = static_cast<std::size_t>(pnm.width) * pnm.channels();
    std::size_t at = pnm.pixels_at();
    for (std::int64_t y = 0; y < pnm.height; ++y) {
        for (std::size_t i = 0; i < row_values; ++i) {
            if (pnm.is_bitmap()) {
                const bool black = (file[at + i / 8] >> (7 - i % 8) & 1) != 0;
                values.push_back(black ? 0 : 255);
            } else {
                const auto bytes = static_cast<std::size_t>(pnm.bytes());
                const auto value = read_big(file, at + i * bytes, pnm.bytes());
                values.push_back(scaled(static_cast<std::int64_t>(value), pnm));
            }
        }
        at += pnm.is_bitmap() ? (row_values + 7) / 8
                              : row_values * static_cast<std::size_t>(pnm.bytes());
    }
}

}  // namespace

ImageHeader read_pnm_header(ImageBytes file) {
    const PnmReader pnm(file);
    ImageHeader header{ImageFormat::pnm};
    header.width = pnm.width;
    header.height = pnm.height;
    const std::int64_t row = pnm.width * static_cast<std::int64_t>(pnm.channels());
    const std::int64_t bytes = pnm.is_plain()    ? row  // a digit each, at least
                               : pnm.is_bitmap() ? (row + 7) / 8
                                                 : row * pnm.bytes();
    const auto left = static_cast<std::int64_t>(file.size()) -
                      static_cast<std::int64_t>(std::min(pnm.pixels_at(), file.size()));
    if (header.width > 0 && header.height > 0 && bytes > left / header.height) {
        throw_truncated("pixels are missing at the end");
    }
    return header;
}

RgbImage read_pnm(ImageBytes file, const ImageHeader& header) {
    PnmReader pnm(file);
    std::vector<std::uint8_t> values;
    const auto count = static_cast<std::size_t>(header.width * header.height) * pnm.channels();
    values.reserve(count);
    if (!pnm.is_plain()) {
        read_raw(file, pnm, values);
    } else {
        while (values.size() < count) {
            if (pnm.is_bitmap()) {
                values.push_back(pnm.bit() != 0 ? 0 : 255);
            } else {
                values.push_back(scaled(pnm.number(), pnm));
            }
        }
    }
    RgbImage image{static_cast<int>(header.width), static_cast<int>(header.height), {}};
    if (pnm.channels() == 3) {
        image.pixels = std::move(values);
        return image;
    }
    image.pixels.reserve(count * 3);
    for (const std::uint8_t value : values) image.pixels.insert(image.pixels.end(), 3, value);
    return image;
}

}  // namespace sescope

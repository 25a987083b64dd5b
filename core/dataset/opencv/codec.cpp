// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <iostream>
#include <new>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <streambuf>
#include <string>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/dataset/decoder.h"
#include "core/dataset/opencv/jpeg_warnings.h"
#include "core/dataset/opencv/overlay.h"

namespace sescope {
namespace {

// OpenCV writes what it cannot read to std::cerr, whatever its log level is. While this thread
// decodes, what goes there is dropped; other threads and the rest of the program write as before.
class DecodersSilence : public std::streambuf {
  public:
    static void install() {
        // Never taken out or destroyed: streams are used until the very end of the program.
        static auto* const silence = new DecodersSilence(std::cerr.rdbuf());
        std::cerr.rdbuf(silence);
    }

    class Scope {
      public:
        Scope() { ++depth_; }
        ~Scope() { --depth_; }
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;
    };

  private:
    explicit DecodersSilence(std::streambuf* behind) : behind_(behind) {}

    int overflow(int c) override {
        if (depth_ > 0 || traits_type::eq_int_type(c, traits_type::eof())) {
            return traits_type::not_eof(c);
        }
        return behind_->sputc(traits_type::to_char_type(c));
    }
    std::streamsize xsputn(const char* text, std::streamsize count) override {
        return depth_ > 0 ? count : behind_->sputn(text, count);
    }
    int sync() override { return depth_ > 0 ? 0 : behind_->pubsync(); }

    inline static thread_local int depth_ = 0;
    std::streambuf* behind_;
};

cv::Mat decode_with(std::span<const std::uint8_t> file, int flags) {
    // OpenCV takes the bytes as an array that it could, but does not, write to.
    const cv::Mat bytes(1, static_cast<int>(file.size()), CV_8UC1,
                        const_cast<std::uint8_t*>(file.data()));
    try {
        // Not into memory of ours: a failed header would leave it as it was, and look like success.
        return cv::imdecode(bytes, flags | cv::IMREAD_IGNORE_ORIENTATION);
    } catch (const cv::Exception& exception) {
        if (exception.code == cv::Error::StsNoMem) throw std::bad_alloc();
        throw Error(ErrorKind::data, text("cannot be decoded: {}", exception.err));
    }
}

int flags_for(const ImageHeader& header, int reduction) {
    switch (reduction) {
        case 2:
            return cv::IMREAD_REDUCED_COLOR_2;
        case 4:
            return cv::IMREAD_REDUCED_COLOR_4;
        case 8:
            return cv::IMREAD_REDUCED_COLOR_8;
        default:
            return header.kind == PixelKind::plain ? cv::IMREAD_COLOR : cv::IMREAD_UNCHANGED;
    }
}

// Pillow's way from one channel of large or real numbers to a byte: cut off at both ends, and what
// stands behind the point dropped.
cv::Mat clipped(const cv::Mat& grey) {
    if (grey.channels() != 1) throw Error(ErrorKind::data, "corrupt: grey of several channels");
    if (grey.depth() != CV_32F && grey.depth() != CV_64F) {
        cv::Mat bytes;
        grey.convertTo(bytes, CV_8U);
        return bytes;
    }
    cv::Mat real;
    grey.convertTo(real, CV_64F);
    cv::Mat bytes(grey.size(), CV_8U);
    for (int y = 0; y < real.rows; ++y) {
        for (int x = 0; x < real.cols; ++x) {
            const double value = real.at<double>(y, x);
            if (std::isnan(value)) throw Error(ErrorKind::data, "holds NaN");
            bytes.at<std::uint8_t>(y, x) = static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0));
        }
    }
    return bytes;
}

// OpenCV would round to the nearest byte; Pillow drops the lower one.
void take_high_bytes(const cv::Mat& bgr, cv::Mat& rgb) {
    if (bgr.depth() != CV_16U || bgr.channels() < 3) {
        throw Error(ErrorKind::data, "corrupt: it has no colours of 16 bits");
    }
    const auto channels = static_cast<std::size_t>(bgr.channels());
    for (int y = 0; y < bgr.rows; ++y) {
        const auto* from = bgr.ptr<std::uint16_t>(y);
        auto* to = rgb.ptr<std::uint8_t>(y);
        for (int x = 0; x < bgr.cols; ++x, from += channels, to += 3) {
            for (int c = 0; c < 3; ++c) to[c] = static_cast<std::uint8_t>(from[2 - c] >> 8);
        }
    }
}

// Colours divided by their alpha again, as Pillow does; nothing is left of what cannot be seen.
void divide_by_alpha(const cv::Mat& bgra, cv::Mat& rgb) {
    if (bgra.type() != CV_8UC4) throw Error(ErrorKind::data, "corrupt: it has no alpha");
    for (int y = 0; y < bgra.rows; ++y) {
        for (int x = 0; x < bgra.cols; ++x) {
            const auto& from = bgra.at<cv::Vec4b>(y, x);
            auto& to = rgb.at<cv::Vec3b>(y, x);
            for (int c = 0; c < 3; ++c) {
                const int value = from[3] == 0 ? 0 : from[2 - c] * 255 / from[3];
                to[c] = static_cast<std::uint8_t>(std::min(value, 255));
            }
        }
    }
}

RgbImage decode(std::span<const std::uint8_t> file, const ImageHeader& header, int reduction) {
    const int flags = flags_for(header, reduction);
    const DecodersSilence::Scope silence;
    const JpegWarnings warnings;
    cv::Mat decoded = decode_with(file, flags);
    if (warnings.data_missing()) {
        throw Error(ErrorKind::data, "truncated: part of the JPEG data is missing");
    }
    if (decoded.empty()) throw Error(ErrorKind::data, "corrupt: its pixels cannot be decoded");
    const auto reduced = [&](std::int64_t length) { return (length + reduction - 1) / reduction; };
    if (decoded.cols != reduced(header.width) || decoded.rows != reduced(header.height)) {
        throw Error(ErrorKind::data, "corrupt: the image has another size than its header says");
    }
    RgbImage image{decoded.cols, decoded.rows, std::vector<std::uint8_t>(decoded.total() * 3)};
    cv::Mat rgb(decoded.rows, decoded.cols, CV_8UC3, image.pixels.data());
    if (header.kind == PixelKind::clipped) {
        cv::cvtColor(clipped(decoded), rgb, cv::COLOR_GRAY2RGB);
    } else if (header.kind == PixelKind::high_bytes) {
        take_high_bytes(decoded, rgb);
    } else if (header.kind == PixelKind::premultiplied) {
        divide_by_alpha(decoded, rgb);
    } else {
        cv::cvtColor(decoded, rgb, cv::COLOR_BGR2RGB);
    }
    return image;
}

std::vector<std::uint8_t> encode_png(const RgbImage& image) {
    const cv::Mat rgb(image.height, image.width, CV_8UC3,
                      const_cast<std::uint8_t*>(image.pixels.data()));
    cv::Mat bgr;
    cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
    std::vector<std::uint8_t> file;
    if (!cv::imencode(".png", bgr, file)) {
        throw Error(ErrorKind::internal, "the PNG could not be encoded");
    }
    return file;
}

}  // namespace
}  // namespace sescope

extern "C" const sescope::ImageCodec* sescope_images() {
    // The loader's threads are ours to count.
    cv::setNumThreads(1);
    sescope::DecodersSilence::install();
    cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    cv::redirectError([](int, const char*, const char*, const char*, int, void*) { return 0; });
    static const sescope::ImageCodec codec{sescope::decode, sescope::encode_png,
                                           sescope::overlay_with_opencv};
    return &codec;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include <new>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>

#include "core/base/error.h"
#include "core/dataset/decoder.h"
#include "core/dataset/opencv/jpeg_warnings.h"
#include "core/dataset/opencv/overlay.h"

namespace sescope {
namespace {

cv::Mat decode_with(std::span<const std::uint8_t> file, int flags) {
    // OpenCV takes the bytes as an array that it could, but does not, write to.
    const cv::Mat bytes(1, static_cast<int>(file.size()), CV_8UC1,
                        const_cast<std::uint8_t*>(file.data()));
    try {
        // Not into memory of ours: a failed header would leave it as it was, and look like success.
        return cv::imdecode(bytes, flags | cv::IMREAD_IGNORE_ORIENTATION);
    } catch (const cv::Exception& exception) {
        if (exception.code == cv::Error::StsNoMem) throw std::bad_alloc();
        throw Error(ErrorKind::data, "cannot be decoded: " + exception.err);
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
            return header.deep_grey ? cv::IMREAD_GRAYSCALE | cv::IMREAD_ANYDEPTH : cv::IMREAD_COLOR;
    }
}

RgbImage decode(std::span<const std::uint8_t> file, const ImageHeader& header, int reduction) {
    const int flags = flags_for(header, reduction);
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
    if (header.deep_grey) {
        // Pillow clips 16-bit grey at 255 rather than scaling it, and networks were trained so.
        decoded.convertTo(decoded, CV_8U);
        cv::cvtColor(decoded, rgb, cv::COLOR_GRAY2RGB);
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
    cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    cv::redirectError([](int, const char*, const char*, const char*, int, void*) { return 0; });
    static const sescope::ImageCodec codec{sescope::decode, sescope::encode_png,
                                           sescope::overlay_with_opencv};
    return &codec;
}

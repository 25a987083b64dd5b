// SPDX-License-Identifier: GPL-3.0-or-later
#include <new>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>

#include "core/base/error.h"
#include "core/dataset/decoder.h"

namespace sescope {
namespace {

RgbImage decode(std::span<const std::uint8_t> file, const ImageHeader& header) {
    // OpenCV takes the bytes as an array that it could, but does not, write to.
    const cv::Mat bytes(1, static_cast<int>(file.size()), CV_8UC1,
                        const_cast<std::uint8_t*>(file.data()));
    cv::Mat bgr;
    try {
        // Not into memory of ours: a failed header would leave it as it was, and look like success.
        bgr = cv::imdecode(bytes, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION);
    } catch (const cv::Exception& exception) {
        if (exception.code == cv::Error::StsNoMem) throw std::bad_alloc();
        throw Error(ErrorKind::data, "cannot be decoded: " + exception.err);
    }
    if (bgr.empty()) throw Error(ErrorKind::data, "corrupt: its pixels cannot be decoded");
    if (bgr.cols != header.width || bgr.rows != header.height) {
        throw Error(ErrorKind::data, "corrupt: the image has another size than its header says");
    }
    RgbImage image{bgr.cols, bgr.rows, std::vector<std::uint8_t>(bgr.total() * 3)};
    cv::Mat rgb(bgr.rows, bgr.cols, CV_8UC3, image.pixels.data());
    cv::cvtColor(bgr, rgb, cv::COLOR_BGR2RGB);
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
    static const sescope::ImageCodec codec{sescope::decode, sescope::encode_png};
    return &codec;
}

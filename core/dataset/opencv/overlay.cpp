// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/opencv/overlay.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace sescope {
namespace {

constexpr double kMostOpaque = 0.75;

}  // namespace

RgbImage overlay_with_opencv(const RgbImage& image, const MagnitudeMap& map) {
    const cv::Mat rgb(image.height, image.width, CV_8UC3,
                      const_cast<std::uint8_t*>(image.pixels.data()));
    cv::Mat values(map.height, map.width, CV_32F, const_cast<float*>(map.values.data()));
    const double range = std::max(double(map.high) - double(map.low), 1e-12);
    cv::Mat strength;
    values.convertTo(strength, CV_32F, 1 / range, -double(map.low) / range);
    cv::patchNaNs(strength, 0);
    cv::resize(strength, strength, rgb.size(), 0, 0, cv::INTER_CUBIC);
    strength = cv::min(cv::max(strength, 0.0), 1.0);  // bicubic overshoots
    cv::Mat steps;
    strength.convertTo(steps, CV_8U, 255);
    cv::Mat colours;
    cv::applyColorMap(steps, colours, cv::COLORMAP_VIRIDIS);  // blue first
    cv::Mat grey;
    cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
    RgbImage result{image.width, image.height, std::vector<std::uint8_t>(image.pixels.size())};
    for (int y = 0; y < rgb.rows; ++y) {
        for (int x = 0; x < rgb.cols; ++x) {
            const double opaque = kMostOpaque * double(strength.at<float>(y, x));
            const auto& colour = colours.at<cv::Vec3b>(y, x);
            std::uint8_t* const to = result.pixels.data() +
                                     (std::size_t(y) * std::size_t(rgb.cols) + std::size_t(x)) * 3;
            for (int c = 0; c < 3; ++c) {
                to[c] = cv::saturate_cast<std::uint8_t>(
                    (1 - opaque) * double(grey.at<std::uint8_t>(y, x)) + opaque * colour[2 - c]);
            }
        }
    }
    return result;
}

}  // namespace sescope

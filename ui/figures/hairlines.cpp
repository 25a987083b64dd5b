// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/hairlines.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

namespace sescope {
namespace {

constexpr int kWord = 64;
constexpr float kNone = std::numeric_limits<float>::infinity();
constexpr int kGap = -2;  // in no column, nor beside them

// Bits from `first` to `last`, both of them within a word.
std::uint64_t bits(int first, int last) {
    const std::uint64_t up_to_last = ~std::uint64_t{0} >> (kWord - 1 - last);
    return up_to_last & (~std::uint64_t{0} << first);
}

}  // namespace

Hairlines::Places::Places(std::span<const float> values, Scale scale, int width) {
    x.reserve(values.size());
    column.reserve(values.size());
    for (const float value : values) {
        x.push_back(static_cast<float>(static_cast<double>(value) * scale.unit + scale.origin));
        if (!std::isfinite(x.back())) {
            column.push_back(kGap);
        } else if (x.back() < 0) {
            column.push_back(-1);
        } else {
            column.push_back(x.back() < static_cast<float>(width) ? static_cast<int>(x.back())
                                                                  : width);
        }
    }
}

Hairlines::Hairlines(QSize pixels)
    : image_(pixels.expandedTo({1, 1}), QImage::Format_ARGB32_Premultiplied),
      width_(image_.width()),
      height_(image_.height()),
      words_((height_ + kWord - 1) / kWord),
      taken_(static_cast<std::size_t>(width_) * static_cast<std::size_t>(words_)),
      covered_(static_cast<std::size_t>(width_), Covered{0, -1}),
      free_(static_cast<std::int64_t>(width_) * height_),
      extents_(static_cast<std::size_t>(width_), Extent{kNone, -kNone}) {
    image_.fill(Qt::transparent);
}

// A piece from left to right: in each column from where it enters to where it leaves, so that
// columns side by side meet.
inline void Hairlines::cross(Point a, Point b) {
    const auto width = static_cast<float>(width_);
    if (b.x < 0 || a.x >= width) return;
    const int from = a.x > 0 ? static_cast<int>(a.x) : 0;
    const int to = b.x < width ? static_cast<int>(b.x) : width_ - 1;
    const float slope = (b.y - a.y) / (b.x - a.x);
    const auto left = static_cast<float>(from);
    float enters = left > a.x ? a.y + slope * (left - a.x) : a.y;
    for (int column = from; column <= to; ++column) {
        const auto right = static_cast<float>(column + 1);
        const float leaves = right < b.x ? a.y + slope * (right - a.x) : b.y;
        Extent reach{enters, enters};
        widen(reach, {leaves, leaves});
        take_in(column, reach);
        enters = leaves;
    }
}

void Hairlines::add_below(const Places& places, std::span<const float> values, Scale scale,
                          QRgb colour) {
    first_ = width_;
    last_ = -1;
    const auto unit = static_cast<float>(scale.unit);
    const auto origin = static_cast<float>(scale.origin);
    const std::size_t count = std::min(places.x.size(), values.size());
    Point before{};
    int column = kGap;  // that the line is in, and what it reaches there
    Extent reach{};
    for (std::size_t i = 0; i < count; ++i) {
        const Point point{places.x[i], values[i] * unit + origin};
        const int next = std::isfinite(point.y) ? places.column[i] : kGap;
        if (next == column && next != kGap) {
            widen(reach, {point.y, point.y});
        } else {
            take_in(column, reach);
            if (next != kGap && column != kGap)
                before.x < point.x ? cross(before, point) : cross(point, before);
            reach = {point.y, point.y};
        }
        before = point;
        column = next;
    }
    take_in(column, reach);
    for (int i = first_; i <= last_; ++i) paint(i, colour);
}

void Hairlines::paint(int column, QRgb colour) {
    const auto at = static_cast<std::size_t>(column);
    const Extent extent = std::exchange(extents_[at], Extent{kNone, -kNone});
    const auto height = static_cast<float>(height_);
    if (!(extent.high >= 0) || !(extent.low < height)) return;
    const int top = extent.low > 0 ? static_cast<int>(extent.low) : 0;
    const int bottom = extent.high < height ? static_cast<int>(extent.high) : height_ - 1;
    Covered& covered = covered_[at];
    if (top >= covered.top && bottom <= covered.bottom) return;
    if (covered.bottom < covered.top) {
        covered = {top, bottom};
    } else if (top <= covered.bottom + 1 && bottom + 1 >= covered.top) {
        covered = {std::min(top, covered.top), std::max(bottom, covered.bottom)};
    }
    auto* const pixels = reinterpret_cast<QRgb*>(image_.bits());
    const auto stride = static_cast<std::size_t>(image_.bytesPerLine()) / sizeof(QRgb);
    for (int word = top / kWord; word <= bottom / kWord; ++word) {
        std::uint64_t& taken =
            taken_[at * static_cast<std::size_t>(words_) + static_cast<std::size_t>(word)];
        const int base = word * kWord;
        std::uint64_t fresh =
            bits(std::max(top - base, 0), std::min(bottom - base, kWord - 1)) & ~taken;
        taken |= fresh;
        for (; fresh != 0; fresh &= fresh - 1) {
            const auto row = static_cast<std::size_t>(base + std::countr_zero(fresh));
            pixels[row * stride + at] = colour;
            --free_;
        }
    }
}

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <cstdint>
#include <span>
#include <vector>

namespace sescope {

/// A picture of lines one pixel wide, made from the top down: a line that is added lies below all
/// that are there, and nothing is drawn where it cannot be seen.
class Hairlines {
  public:
    /// From values to pixels: value * unit + origin.
    struct Scale {
        double unit;
        double origin;
    };
    /// Where the points of lines stand, in pixels; worked out once for all lines that share them.
    struct Places {
        Places(std::span<const float> values, Scale scale, int width);
        std::vector<float> x;
        std::vector<int> column;  ///< -1 and the width: beyond either side; else: a gap
    };

    explicit Hairlines(QSize pixels);

    int width() const { return width_; }
    /// Through the points in turn; one that is not finite leaves a gap.
    void add_below(const Places& places, std::span<const float> values, Scale scale, QRgb colour);
    /// Every pixel is taken: whatever else is added lies out of sight.
    bool full() const { return free_ == 0; }
    /// Transparent where no line is.
    const QImage& image() const { return image_; }

  private:
    struct Point {
        float x;
        float y;
    };
    struct Extent {
        float low;
        float high;
    };
    /// Rows that are taken, without a hole between them; there may be others.
    struct Covered {
        int top;
        int bottom;
    };
    // Both are in the innermost loop. Written without branches: where a zigzag goes next cannot be
    // foretold.
    static void widen(Extent& extent, Extent by) {
        extent.low = by.low < extent.low ? by.low : extent.low;
        extent.high = by.high > extent.high ? by.high : extent.high;
    }
    void take_in(int column, Extent reach) {
        if (column < 0 || column >= width_) return;
        first_ = column < first_ ? column : first_;
        last_ = column > last_ ? column : last_;
        widen(extents_[static_cast<std::size_t>(column)], reach);
    }
    void cross(Point a, Point b);
    void paint(int column, QRgb colour);

    QImage image_;
    int width_;
    int height_;
    int words_;                         ///< of 64 pixels, in a column
    std::vector<std::uint64_t> taken_;  ///< column by column
    std::vector<Covered> covered_;      ///< by column
    std::int64_t free_;
    std::vector<Extent> extents_;  ///< of the line that is being added, by column
    int first_ = 0;                ///< column that it touches
    int last_ = -1;
};

}  // namespace sescope

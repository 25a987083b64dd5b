// SPDX-License-Identifier: GPL-3.0-or-later
// A figure as plain data: ui renders it on screen and into files with the same code.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/text.h"

namespace sescope {

/// What positions along an axis, or a series, stand for; so that what is picked in one figure can
/// be marked in all others.
enum class Quantity { none, channel, cls, block };

/// A part of an axis.
struct AxisRange {
    double low = 0;
    double high = 1;
    bool operator==(const AxisRange&) const = default;
};

struct Axis {
    Text label;
    double low = 0;
    double high = 1;
    std::vector<double> guides = {};      ///< thin lines across the panel
    std::vector<std::string> names = {};  ///< of the positions 0, 1, ..: labels instead of numbers
    Quantity of = Quantity::none;
    /// What stands at the positions 0, 1, ..: indices into the profile's channels, classes or
    /// blocks. Empty: the position is the index.
    std::vector<int> ids = {};
    bool downwards = false;  ///< `low` is at the top
    bool ticks = true;       ///< false: positions have no meaning of their own (a clustered order)
    std::optional<AxisRange> shown = {};  ///< zoomed into; nothing: all of it, and some room around
};

/// A band is the line y with the range low .. high around it.
enum class SeriesKind { line, markers, line_and_markers, band };

struct Series {
    Text name = {};  ///< of the class; series of one name share an entry of the legend
    SeriesKind kind = SeriesKind::line;
    int colour = 0;        ///< index into the palette; -1: the neutral one (all classes together)
    double thickness = 1;  ///< of the line, relative to others
    std::uint64_t images = 0;  ///< n behind every mean; 0: not a mean over images
    int cls = -1;              ///< the class it is of, as index into the profile
    std::vector<double> x = {};
    std::vector<double> y = {};    ///< NaN leaves a gap
    std::vector<double> low = {};  ///< of a band
    std::vector<double> high = {};
};

/// The series' entry of the legend: "tench (n = 1,250)".
Text legend_text(const Series& series);

/// The last one is for scales with two signs: white at their middle.
enum class ColourMap { viridis, cividis, blue_red };

/// What the colours of all maps of a figure mean.
struct ColourScale {
    Text label;
    double low = 0;
    double high = 1;
    ColourMap colours = ColourMap::viridis;
    bool ticks = true;  ///< false: each panel has a scale of its own
};

/// Cells in rows and columns: cell (r, c) is the unit square around x = c, y = r of its panel.
struct HeatMap {
    int rows = 0;
    int columns = 0;
    std::vector<float> values = {};  ///< row-major; NaN: nothing there

    float at(int row, int column) const {
        return values[std::size_t(row) * std::size_t(columns) + std::size_t(column)];
    }
};

struct Panel {
    std::string title;  ///< "SE_2_3"
    Axis x;
    Axis y;
    std::vector<Series> series = {};
    std::optional<HeatMap> map = {};
    std::optional<ColourScale> scale = {};  ///< of its own; nothing: the figure's
    int block = -1;  ///< that it is of, as index into the profile; -1: of several
};

/// A picture beside the panels, row by row, three bytes a pixel.
struct Picture {
    Text caption;
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgb = {};
};

struct Figure {
    std::string name;  ///< of the figure table: "class"
    Text title;
    Text caption;          ///< how to read it, one line
    int columns = 3;       ///< at most; narrow places show fewer
    double aspect = 0.68;  ///< height of a panel's data area by its width, where there is a choice
    std::vector<Panel> panels = {};
    std::optional<ColourScale> scale = {};
    std::vector<Picture> pictures = {};  ///< in a row above the panels
};

}  // namespace sescope

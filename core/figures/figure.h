// SPDX-License-Identifier: GPL-3.0-or-later
// A figure as plain data: ui renders it on screen and into files with the same code.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/excitation/profile.h"

namespace sescope {

struct Axis {
    std::string label;
    double low = 0;
    double high = 1;
    std::vector<double> guides;  ///< thin lines across the panel
};

enum class SeriesKind { line, markers, line_and_markers, band };

struct Series {
    std::string name;         ///< in the legend; series of one name share an entry
    SeriesKind kind = SeriesKind::line;
    int colour = 0;           ///< index into the palette; -1: the neutral line (all-class mean)
    std::vector<double> x;
    std::vector<double> y;    ///< NaN leaves a gap
    std::vector<double> low;  ///< of a band
    std::vector<double> high;
};

struct Panel {
    std::string title;  ///< "SE_2_3"
    Axis x;
    Axis y;
    std::vector<Series> series;
};

struct Figure {
    std::string name;     ///< of the figure table: "class"
    std::string title;
    std::string caption;  ///< how to read it, one line
    int columns = 3;
    std::vector<Panel> panels;
};

struct FigureOptions {
    std::vector<std::string> blocks;   ///< empty: the six panels of the paper that the network has
    std::vector<std::string> classes;  ///< empty: the most different ones
    int channels = 50;                 ///< uniformly sampled; 0: all
};

/// A kind of figure. Menus and --help enumerate this table.
struct FigureRow {
    std::string_view name;
    std::string_view summary;
    Figure (*build)(const ExcitationProfile&, const FigureOptions&);
};
std::span<const FigureRow> figure_table();
/// Throws Error{usage} listing the names.
const FigureRow& find_figure(std::string_view name);

/// The numbers behind a figure as CSV: panel, series, x, y, low, high.
void write_figure_csv(const Figure& figure, std::ostream& out);

/// The n classes farthest apart by mean gates over all blocks (farthest-point sampling that starts
/// with the most distant pair).
std::vector<int> most_different_classes(const ExcitationProfile& profile, int n);
/// Up to n channel indices, uniformly spread over [0, channels).
std::vector<int> sample_channels(int channels, int n);

enum class FigureFormat { png, svg, pdf };

struct RenderSettings {
    FigureFormat format = FigureFormat::png;
    double width_mm = 180;
    double height_mm = 0;  ///< 0: from the number of rows
    int dpi = 300;         ///< of PNG
    double font_pt = 8;
    bool dark = false;
};

/// Renders figures into files. Implemented by ui in a shared library that is opened on first use,
/// so that nothing else waits for Qt.
class FigureRenderer {
  public:
    virtual ~FigureRenderer() = default;
    /// Throws Error{output}. Whole or not at all.
    virtual void render(const Figure& figure, const std::filesystem::path& path,
                        const RenderSettings& settings) const = 0;
};
/// Throws Error{usage} saying what is missing on a build without Qt.
const FigureRenderer& load_figure_renderer();

}  // namespace sescope

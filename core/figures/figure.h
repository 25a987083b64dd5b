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

/// A band is the line y with the range low .. high around it.
enum class SeriesKind { line, markers, line_and_markers, band };

struct Series {
    std::string name;  ///< of the class; series of one name share an entry of the legend
    SeriesKind kind = SeriesKind::line;
    int colour = 0;            ///< index into the palette; -1: the neutral line (all-class mean)
    std::uint64_t images = 0;  ///< n behind every mean; 0: not a mean over images
    std::vector<double> x;
    std::vector<double> y;    ///< NaN leaves a gap
    std::vector<double> low;  ///< of a band
    std::vector<double> high;
};

/// The series' entry of the legend: "tench (n = 1,250)".
std::string legend_text(const Series& series);

struct Panel {
    std::string title;  ///< "SE_2_3"
    Axis x;
    Axis y;
    std::vector<Series> series;
};

struct Figure {
    std::string name;  ///< of the figure table: "class"
    std::string title;
    std::string caption;  ///< how to read it, one line
    int columns = 3;      ///< at most; narrow places show fewer
    std::vector<Panel> panels;
};

struct FigureOptions {
    std::vector<std::string> blocks;   ///< empty: the six panels of the paper that the network has;
                                       ///< {"all"}: every block
    std::vector<std::string> classes;  ///< names or readable names; empty: the most different ones;
                                       ///< {"all"}: every class that has images
    int channels = 50;                 ///< uniformly sampled; 0: all
};

/// A kind of figure. Menus and --help enumerate this table.
struct FigureRow {
    std::string_view name;
    std::string_view summary;
    /// Throws Error{usage} for a block or class that the profile does not have, naming those that
    /// come near; Error{data} where there is nothing to draw: no SE block, no image (of a class).
    Figure (*build)(const ExcitationProfile&, const FigureOptions&);
};
std::span<const FigureRow> figure_table();
/// Throws Error{usage} listing the names.
const FigureRow& find_figure(std::string_view name);

/// The numbers behind a figure as CSV (RFC 4180): panel, series, x, y, low, high, n. A value that
/// is not there (NaN; low and high of a line) is an empty field.
void write_figure_csv(const Figure& figure, std::ostream& out);

/// The n classes farthest apart by mean gates over all blocks: farthest-point sampling (Gonzalez,
/// 1985) that starts with the most distant pair; ties go to the lower index. Classes without images
/// are left out. Distances are Euclidean over all channels, or, with hundreds of classes, over
/// channels sampled evenly from every block, so that 1,000 classes take well under a second.
std::vector<int> most_different_classes(const ExcitationProfile& profile, int n);
/// Up to n channel indices, uniformly spread over [0, channels), from 0; n = 0: all.
std::vector<int> sample_channels(int channels, int n);

enum class FigureFormat { png, svg, pdf };

struct RenderSettings {
    FigureFormat format = FigureFormat::png;
    double width_mm = 180;
    double height_mm = 0;  ///< 0: from the number of rows
    int dpi = 300;         ///< of PNG
    double font_pt = 8;
    bool dark = false;
    bool caption = true;  ///< draw the caption below the legend
};

/// Renders figures into files. Implemented by ui in a shared library that is opened on first use,
/// so that nothing else waits for Qt.
class FigureRenderer {
  public:
    virtual ~FigureRenderer() = default;
    /// Throws Error{output} naming `path`, whole or not at all; Error{usage} for settings that make
    /// no sense. Qt draws on one thread: call from the thread that drew first (or runs the GUI).
    virtual void render(const Figure& figure, const std::filesystem::path& path,
                        const RenderSettings& settings) const = 0;
};
/// Throws Error{usage} saying what is missing on a build without Qt.
const FigureRenderer& load_figure_renderer();

}  // namespace sescope

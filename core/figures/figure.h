// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of a profile: how they are chosen, made, written as numbers, and rendered into files.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/excitation/profile.h"
#include "core/figures/figure_data.h"

namespace sescope {

/// How the channels of a block are ordered along an axis.
enum class ChannelOrder {
    index,   ///< as in the network
    mean,    ///< by the mean gate over all images, smallest first
    spread,  ///< by the standard deviation between the means of classes, largest first
};

/// How the colours of a similarity map are laid out.
enum class MapScale {
    fixed,  ///< from -1 to 1: the same in all blocks
    block,  ///< over the values of the block
};

/// A part of a panel, in the units of its axes.
struct Zoom {
    int panel = 1;  ///< its number in the figure, from 1
    AxisRange x;
    AxisRange y;
    bool operator==(const Zoom&) const = default;
};

struct FigureOptions {
    std::vector<std::string> blocks = {};   ///< empty: the six panels of the paper that the network
                                            ///< has; {"all"}: every block
    std::vector<std::string> classes = {};  ///< names or readable names; empty: the most different
                                            ///< ones (of maps: all); {"all"}: every class that has
                                            ///< images
    int channels = 50;                      ///< uniformly sampled; 0: all. Maps show all
    ChannelOrder order = ChannelOrder::index;  ///< of the class figure
    bool band = false;      ///< the class figure with one standard deviation around each mean
    bool clustered = true;  ///< of maps: similar rows and columns side by side
    ColourMap colours = ColourMap::viridis;  ///< of maps whose values have one sign
    MapScale scale = MapScale::fixed;        ///< of the similarity figure
    std::vector<int> palette = {};  ///< colours of the classes, in their order; empty: 0, 1, ..
    std::vector<Zoom> zooms = {};   ///< curves that sample channels do so within them
    bool operator==(const FigureOptions&) const = default;
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
/// Builds it, in the colours of the options. Throws as those two.
Figure make_figure(std::string_view name, const ExcitationProfile& profile,
                   const FigureOptions& options);
/// The figure with only those parts of its panels. Maps keep whole cells. Throws Error{usage} for a
/// panel that there is not.
Figure zoomed(Figure figure, const std::vector<Zoom>& zooms);

/// The numbers behind a figure as CSV (RFC 4180): panel, series, x, y, low, high, n. A value that
/// is not there (NaN; low and high of a line) is an empty field. Where positions along x stand for
/// channels, x is the channel; where they have names, the name. A cell of a map is a line as well:
/// its row is the series, its value y.
void write_figure_csv(const Figure& figure, std::ostream& out);
/// The same as JSON: {"figure", "title", "caption", "panels": [{"title", "x", "y", "series": [..],
/// "map": {"rows", "columns", "values"}}]}. NaN is null.
void write_figure_json(const Figure& figure, std::ostream& out);
/// How many numbers that are.
std::size_t value_count(const Figure& figure);

/// What stands at position `at` of an axis, as it is written out: a name, a channel, a number.
std::string position_text(const Axis& axis, double at);

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
    /// The file as bytes. Throws as `render`.
    virtual std::string bytes(const Figure& figure, const RenderSettings& settings) const = 0;
    /// Throws Error{output} naming `path`, whole or not at all; Error{usage} for settings that make
    /// no sense. Qt draws on one thread: call from the thread that drew first (or runs the GUI).
    virtual void render(const Figure& figure, const std::filesystem::path& path,
                        const RenderSettings& settings) const = 0;
};
/// Throws Error{usage} saying what is missing on a build without Qt.
const FigureRenderer& load_figure_renderer();

}  // namespace sescope

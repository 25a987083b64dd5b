// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/base/plugin.h"
#include "core/figures/channels_figure.h"
#include "core/figures/choices.h"
#include "core/figures/panels.h"
#include "core/figures/profile_figures.h"

namespace sescope {

std::span<const FigureRow> figure_table() {
    static constexpr std::array<FigureRow, 8> kTable{{
        {"class", "mean gate of each channel, a curve per class (the paper's class figure)",
         class_figure},
        {"instance", "mean and spread over the images of two classes (its instance figure)",
         instance_figure},
        {"distribution", "where the gates of a block lie: histogram and quantiles per class",
         distribution_figure},
        {"ridges", "where the gates of all blocks lie, one block above the other", ridges_figure},
        {"heatmap", "mean gates as a map, class by channel, similar ones side by side",
         heatmap_figure},
        {"similarity", "how alike classes are to a block: class by class correlation",
         similarity_figure},
        {"depth", "class share, spread, open and closed gates through the blocks", depth_figure},
        {"channels", "share of channels that are closed, open or constant for every image",
         channels_figure},
    }};
    return kTable;
}

const FigureRow& find_figure(std::string_view name) {
    std::vector<std::string> names;
    for (const auto& row : figure_table()) {
        if (row.name == name) return row;
        names.emplace_back(row.name);
    }
    throw Error(ErrorKind::usage, text("there is no figure \"{}\"", name), {},
                text("choose one of {}", fmt::format("{}", fmt::join(names, ", "))));
}

Figure make_figure(std::string_view name, const ExcitationProfile& profile,
                   const FigureOptions& options) {
    Figure figure = find_figure(name).build(profile, options);
    if (options.palette.empty() || options.classes.empty()) return figure;
    const auto classes = choose_classes(profile, options, 0);
    for (auto& panel : figure.panels) {
        for (auto& series : panel.series) {
            const auto found = std::find(classes.begin(), classes.end(), series.cls);
            const auto at = std::size_t(found - classes.begin());
            if (found == classes.end() || series.colour < 0 || at >= options.palette.size())
                continue;
            series.colour = std::max(0, options.palette[at]);
        }
    }
    return figure;
}

Text legend_text(const Series& series) {
    if (series.images == 0) return series.name;
    return {translatable("figures", "%1 (n = %2)"), {series.name, with_separators(series.images)}};
}

const FigureRenderer& load_figure_renderer() {
    using OpenRenderer = const FigureRenderer* (*)();
    static const FigureRenderer* const renderer = [] {
        void* symbol =
            open_plugin("libsescope_figures.so", "sescope_figure_renderer", ErrorKind::usage,
                        "install Qt 6 and QCustomPlot (./scripts/setup does) and build "
                        "with -DSESCOPE_BUILD_GUI=ON; the numbers behind a figure can "
                        "be written as CSV without it");
        return reinterpret_cast<OpenRenderer>(symbol)();
    }();
    return *renderer;
}

}  // namespace sescope

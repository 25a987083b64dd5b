// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "core/base/plugin.h"
#include "core/figures/choices.h"
#include "core/figures/profile_figures.h"

namespace sescope {

std::span<const FigureRow> figure_table() {
    static constexpr std::array<FigureRow, 2> kTable{{
        {"class", "mean gate of each channel, a curve per class (the paper's class figure)",
         class_figure},
        {"instance", "mean and spread over the images of two classes (its instance figure)",
         instance_figure},
    }};
    return kTable;
}

const FigureRow& find_figure(std::string_view name) {
    std::vector<std::string> names;
    for (const auto& row : figure_table()) {
        if (row.name == name) return row;
        names.emplace_back(row.name);
    }
    throw Error(ErrorKind::usage, "there is no figure \"" + std::string(name) + "\"", {},
                fmt::format("choose one of {}", fmt::join(names, ", ")));
}

std::string legend_text(const Series& series) {
    if (series.images == 0) return series.name;
    std::string digits = std::to_string(series.images);
    for (int at = int(digits.size()) - 3; at > 0; at -= 3) digits.insert(std::size_t(at), ",");
    return series.name + " (n = " + digits + ")";
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

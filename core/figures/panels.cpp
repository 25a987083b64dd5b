// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/panels.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/figures/choices.h"

namespace sescope {

std::string subject_of(const ExcitationProfile& profile) {
    std::string text = profile.network.architecture;
    if (!profile.origin.data_root.empty()) text += " on " + profile.origin.data_root;
    return text;
}

int columns_for(std::size_t panels) {
    constexpr int kPaperColumns = 3;
    constexpr std::size_t kManyPanels = 9;
    return panels > kManyPanels ? kPaperColumns + 1 : std::min(kPaperColumns, int(panels));
}

void share_gate_axis(Figure& figure, const Text& label) {
    Axis axis{label, 0, 1, {0.05, 0.5, 0.95}};
    for (const auto& panel : figure.panels) {
        for (const auto& series : panel.series) {
            for (const double y : series.y) {
                if (std::isfinite(y)) axis.low = std::min(axis.low, std::floor(y));
                if (std::isfinite(y)) axis.high = std::max(axis.high, std::ceil(y));
            }
        }
    }
    for (auto& panel : figure.panels) panel.y = axis;
}

Axis class_axis(const ExcitationProfile& profile, const std::vector<int>& classes) {
    Axis axis;
    axis.low = -0.5;
    axis.high = double(classes.size()) - 0.5;
    axis.of = Quantity::cls;
    axis.ids = classes;
    axis.downwards = true;
    for (const int cls : classes) axis.names.push_back(shown_name(profile, cls));
    return axis;
}

Axis block_axis(const ExcitationProfile& profile) {
    const auto& blocks = profile.gates.blocks;
    Axis axis;
    axis.low = -0.5;
    axis.high = double(blocks.size()) - 0.5;
    axis.of = Quantity::block;
    for (const auto& block : blocks) axis.names.push_back(block.block);
    return axis;
}

Series block_series(const Text& name, int colour, std::vector<double> values) {
    Series series;
    series.name = name;
    series.kind = SeriesKind::line_and_markers;
    series.colour = colour;
    for (std::size_t i = 0; i < values.size(); ++i) series.x.push_back(double(i));
    series.y = std::move(values);
    return series;
}

Text all_classes_text(const ExcitationProfile& profile) {
    const auto& images = profile.gates.images;
    const auto classes = std::count_if(images.begin(), images.end(), [](auto n) { return n > 0; });
    if (classes == 1) return translatable("figures", "all images");
    return {translatable("figures", "all %1 classes"), {with_separators(std::uint64_t(classes))}};
}

std::string with_separators(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (int at = int(digits.size()) - 3; at > 0; at -= 3) digits.insert(std::size_t(at), ",");
    return digits;
}

std::string three_digits(double value) {
    return fmt::format("{:#.3g}", value);
}

}  // namespace sescope

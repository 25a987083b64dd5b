// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/page/figures.h"

namespace sescope {
namespace {

std::string_view name_of(Quantity quantity) {
    switch (quantity) {
        case Quantity::channel:
            return "channel";
        case Quantity::cls:
            return "class";
        case Quantity::block:
            return "block";
        case Quantity::none:
            break;
    }
    return "";
}

std::string_view name_of(SeriesKind kind) {
    switch (kind) {
        case SeriesKind::line:
            return "line";
        case SeriesKind::markers:
            return "markers";
        case SeriesKind::line_and_markers:
            return "line and markers";
        case SeriesKind::band:
            break;
    }
    return "band";
}

std::string_view name_of(ColourMap colours) {
    switch (colours) {
        case ColourMap::viridis:
            return "viridis";
        case ColourMap::cividis:
            return "cividis";
        case ColourMap::blue_red:
            break;
    }
    return "blue_red";
}

PageJson axis_json(const Axis& axis) {
    PageJson json{{"label", page_text(axis.label.str())},
                  {"low", page_number(axis.low)},
                  {"high", page_number(axis.high)},
                  {"of", name_of(axis.of)},
                  {"downwards", axis.downwards},
                  {"ticks", axis.ticks},
                  {"guides", axis.guides},
                  {"ids", axis.ids},
                  {"names", PageJson::array()}};
    for (const auto& name : axis.names) json["names"].push_back(page_text(name));
    return json;
}

// Whether the band lies evenly around its line, so that one number a point says it.
bool is_even(const Series& series) {
    for (std::size_t i = 0; i < series.y.size(); ++i) {
        const double above = series.high[i] - series.y[i];
        const double below = series.y[i] - series.low[i];
        if (std::abs(above - below) > 1e-12) return false;  // false of NaN
    }
    return true;
}

PageJson series_json(const Series& series, const std::vector<double>* x_before) {
    PageJson json{{"name", page_text(series.name.str())},
                  {"legend", page_text(legend_text(series).str())},
                  {"kind", name_of(series.kind)},
                  {"colour", series.colour},
                  {"thickness", series.thickness},
                  {"n", series.images},
                  {"cls", series.cls}};
    if (x_before == nullptr || *x_before != series.x) json["x"] = page_floats(series.x);
    json["y"] = page_floats(series.y);
    if (series.low.empty() || series.high.empty()) return json;
    if (is_even(series)) {
        std::vector<double> half;
        for (std::size_t i = 0; i < series.y.size(); ++i) {
            half.push_back(series.high[i] - series.y[i]);
        }
        json["half"] = page_floats(half);
    } else {
        json["low"] = page_floats(series.low);
        json["high"] = page_floats(series.high);
    }
    return json;
}

PageJson panel_json(const Panel& panel) {
    PageJson json{{"title", page_text(panel.title)},
                  {"block", panel.block},
                  {"x", axis_json(panel.x)},
                  {"y", axis_json(panel.y)},
                  {"series", PageJson::array()}};
    const std::vector<double>* before = nullptr;
    for (const auto& series : panel.series) {
        json["series"].push_back(series_json(series, before));
        before = &series.x;
    }
    if (panel.map) {
        json["map"] = {{"rows", panel.map->rows},
                       {"columns", panel.map->columns},
                       {"values", page_floats(panel.map->values)}};
    }
    return json;
}

}  // namespace

PageJson page_figure(const Figure& figure) {
    PageJson json{{"name", figure.name},
                  {"title", page_text(figure.title.str())},
                  {"caption", page_text(figure.caption.str())},
                  {"columns", figure.columns},
                  {"aspect", figure.aspect},
                  {"panels", PageJson::array()}};
    for (const auto& panel : figure.panels) json["panels"].push_back(panel_json(panel));
    if (figure.scale) {
        json["scale"] = {{"label", page_text(figure.scale->label.str())},
                         {"low", figure.scale->low},
                         {"high", figure.scale->high},
                         {"colours", name_of(figure.scale->colours)}};
    }
    return json;
}

}  // namespace sescope

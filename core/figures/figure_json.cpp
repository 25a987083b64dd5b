// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <nlohmann/json.hpp>
#include <ostream>

#include "core/figures/figure.h"

namespace sescope {
namespace {

using Json = nlohmann::ordered_json;

template <class Number>
Json number(Number value) {
    return std::isfinite(value) ? Json(value) : Json();
}

Json numbers(const std::vector<double>& values) {
    Json list = Json::array();
    for (const double value : values) list.push_back(number(value));
    return list;
}

// A name or channel where there is one, else the number itself.
Json position(const Axis& axis, double at) {
    const auto index = std::llround(at);
    const bool whole = at == double(index) && index >= 0;
    if (whole && index < std::ssize(axis.names)) return axis.names[std::size_t(index)];
    if (whole && index < std::ssize(axis.ids)) return axis.ids[std::size_t(index)];
    return number(at);
}

Json positions(const Axis& axis, int count) {
    Json list = Json::array();
    for (int i = 0; i < count; ++i) list.push_back(position(axis, i));
    return list;
}

Json series_json(const Panel& panel, const Series& series) {
    Json x = Json::array();
    for (const double at : series.x) x.push_back(position(panel.x, at));
    Json json{{"name", series.name.str()}, {"x", std::move(x)}, {"y", numbers(series.y)}};
    if (series.images > 0) json["n"] = series.images;
    if (!series.low.empty()) json["low"] = numbers(series.low);
    if (!series.high.empty()) json["high"] = numbers(series.high);
    return json;
}

Json map_json(const Panel& panel, const HeatMap& map) {
    Json values = Json::array();
    for (int r = 0; r < map.rows; ++r) {
        Json row = Json::array();
        for (int c = 0; c < map.columns; ++c) row.push_back(number(map.at(r, c)));
        values.push_back(std::move(row));
    }
    return {{"rows", positions(panel.y, map.rows)},
            {"columns", positions(panel.x, map.columns)},
            {"values", std::move(values)}};
}

}  // namespace

void write_figure_json(const Figure& figure, std::ostream& out) {
    Json panels = Json::array();
    for (const auto& panel : figure.panels) {
        Json json{{"title", panel.title},
                  {"x", panel.x.label.str()},
                  {"y", panel.y.label.str()},
                  {"series", Json::array()}};
        for (const auto& series : panel.series)
            json["series"].push_back(series_json(panel, series));
        if (panel.map) json["map"] = map_json(panel, *panel.map);
        panels.push_back(std::move(json));
    }
    const Json json{{"figure", figure.name},
                    {"title", figure.title.str()},
                    {"caption", figure.caption.str()},
                    {"panels", std::move(panels)}};
    // Names of classes are whatever the folders are called: not always UTF-8.
    out << json.dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace sescope

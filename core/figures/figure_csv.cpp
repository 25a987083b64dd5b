// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/figure_csv.h"

#include <array>
#include <charconv>
#include <cmath>
#include <ostream>

namespace sescope {
namespace {

// The shortest text that reads back to the same bits, whatever the person's locale.
template <class Number>
std::string number(Number value) {
    if (!std::isfinite(value)) return {};
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

std::string number(const std::vector<double>& values, std::size_t i) {
    return i < values.size() ? number(values[i]) : std::string();
}

void write_series(const Panel& panel, const Series& series, CsvText kind, std::ostream& out) {
    const std::string names =
        csv_field(panel.title, kind) + ',' + csv_field(series.name.str(), kind) + ',';
    const std::string images = series.images > 0 ? std::to_string(series.images) : "";
    for (std::size_t i = 0; i < series.x.size(); ++i) {
        out << names << csv_field(position_text(panel.x, series.x[i]), kind) << ','
            << number(series.y, i) << ',' << number(series.low, i) << ',' << number(series.high, i)
            << ',' << images << "\r\n";
    }
}

void write_map(const Panel& panel, const HeatMap& map, CsvText kind, std::ostream& out) {
    std::vector<std::string> columns;
    for (int c = 0; c < map.columns; ++c)
        columns.push_back(csv_field(position_text(panel.x, c), kind));
    for (int r = 0; r < map.rows; ++r) {
        const std::string names =
            csv_field(panel.title, kind) + ',' + csv_field(position_text(panel.y, r), kind) + ',';
        for (int c = 0; c < map.columns; ++c) {
            out << names << columns[std::size_t(c)] << ',' << number(map.at(r, c)) << ",,,\r\n";
        }
    }
}

}  // namespace

std::string position_text(const Axis& axis, double at) {
    const auto position = std::llround(at);
    const bool whole = at == double(position) && position >= 0;
    if (whole && position < std::ssize(axis.names)) return axis.names[std::size_t(position)];
    if (whole && position < std::ssize(axis.ids)) {
        return std::to_string(axis.ids[std::size_t(position)]);
    }
    return number(at);
}

std::size_t value_count(const Figure& figure) {
    std::size_t count = 0;
    for (const auto& panel : figure.panels) {
        if (panel.map) count += panel.map->values.size();
        for (const auto& series : panel.series) count += series.x.size();
    }
    return count;
}

void write_figure_csv(const Figure& figure, std::ostream& out, CsvText kind) {
    out << "panel,series,x,y,low,high,n\r\n";
    for (const auto& panel : figure.panels) {
        if (panel.map) write_map(panel, *panel.map, kind, out);
        for (const auto& series : panel.series) write_series(panel, series, kind, out);
    }
}

void write_figure_csv(const Figure& figure, std::ostream& out) {
    write_figure_csv(figure, out, CsvText::for_spreadsheets);
}

}  // namespace sescope

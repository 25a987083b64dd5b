// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <charconv>
#include <cmath>
#include <ostream>

#include "core/figures/figure.h"

namespace sescope {
namespace {

// RFC 4180: quoted where it must be, quotes doubled.
std::string csv_field(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string field = "\"";
    for (const char c : text) {
        if (c == '"') field += '"';
        field += c;
    }
    return field + '"';
}

// The shortest text that reads back to the same bits, whatever the person's locale.
std::string number(const std::vector<double>& values, std::size_t i) {
    if (i >= values.size() || !std::isfinite(values[i])) return {};
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), values[i]).ptr;
    return {text.data(), end};
}

}  // namespace

void write_figure_csv(const Figure& figure, std::ostream& out) {
    out << "panel,series,x,y,low,high,n\r\n";
    for (const auto& panel : figure.panels) {
        for (const auto& series : panel.series) {
            const std::string names = csv_field(panel.title) + ',' + csv_field(series.name) + ',';
            const std::string images = series.images > 0 ? std::to_string(series.images) : "";
            for (std::size_t i = 0; i < series.x.size(); ++i) {
                out << names << number(series.x, i) << ',' << number(series.y, i) << ','
                    << number(series.low, i) << ',' << number(series.high, i) << ',' << images
                    << "\r\n";
            }
        }
    }
}

}  // namespace sescope

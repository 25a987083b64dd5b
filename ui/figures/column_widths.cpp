// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/column_widths.h"

#include <QFontMetricsF>
#include <algorithm>
#include <numeric>

#include "core/report/table_writers.h"
#include "ui/figures/theme.h"

namespace sescope {
namespace {

double width_of(const QString& text, double points, bool bold) {
    constexpr double kFiner = 100;  // metrics of large fonts are not rounded to the screen's
    QFont font = PlotStyle().font();
    font.setPixelSize(int(points * kFiner));
    font.setWeight(bold ? QFont::DemiBold : QFont::Normal);
    return QFontMetricsF(font).horizontalAdvance(text) / kFiner;
}

double widest_part(const Table& table, std::size_t index, double points) {
    const Column& column = table.columns[index];
    double widest = 0;
    for (const QString& word :
         QString::fromStdString(shown_header(column)).split(QLatin1Char(' '))) {
        widest = std::max(widest, width_of(word, points, true));
    }
    for (const auto& row : table.rows) {
        const QString text = QString::fromStdString(shown_cell(row.at(index), column));
        widest = std::max(widest, width_of(text, points, false));
    }
    return widest;
}

}  // namespace

std::vector<double> natural_widths(const Table& table, double font_points, double padding,
                                   double gap) {
    constexpr double kSlack = 1;
    std::vector<double> widths;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const bool last = i + 1 == table.columns.size();
        widths.push_back(widest_part(table, i, font_points) + padding + (last ? 0 : gap) + kSlack);
    }
    return widths;
}

std::vector<double> shared_widths(std::vector<double> natural, double room) {
    if (std::accumulate(natural.begin(), natural.end(), 0.0) <= room) return {};
    std::vector<double> ascending = natural;
    std::ranges::sort(ascending);
    double most = room;
    for (std::size_t i = 0; i < ascending.size(); ++i) {
        most = room / double(ascending.size() - i);
        if (ascending[i] > most) break;
        room -= ascending[i];
    }
    for (double& width : natural) width = std::min(width, most);
    return natural;
}

}  // namespace sescope

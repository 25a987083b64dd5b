// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/figure_command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <QFileInfo>
#include <QRegularExpression>
#include <QStringList>
#include <algorithm>

namespace sescope::ui {
namespace {

// Within single quotes a shell changes nothing; what is plain stays as it is.
QString quoted(const QString& word) {
    static const QRegularExpression plain(QStringLiteral("^[\\w@%+=:,./-]+$"));
    if (plain.match(word).hasMatch()) return word;
    return QLatin1Char('\'') + QString(word).replace(u'\'', QStringLiteral("'\\''")) +
           QLatin1Char('\'');
}

// Letters of any script stay; what folders and shells take otherwise does not.
QString as_file_name(QString text) {
    static const QRegularExpression other(QStringLiteral("[^\\w.-]+"),
                                          QRegularExpression::UseUnicodePropertiesOption);
    return text.replace(other, QStringLiteral("_"));
}

QString option(const char* name, const std::string& value) {
    return QStringLiteral("--%1=%2").arg(QLatin1String(name), QString::fromStdString(value));
}

bool is_usual(const std::vector<int>& palette) {
    for (std::size_t i = 0; i < palette.size(); ++i) {
        if (palette[i] != static_cast<int>(i)) return false;
    }
    return true;
}

void add_curves(QStringList& words, const FigureOptions& options) {
    const FigureOptions usual;
    if (options.channels != usual.channels)
        words += option("channels", std::to_string(options.channels));
    if (options.order == ChannelOrder::mean) words += option("sort", "mean");
    if (options.order == ChannelOrder::spread) words += option("sort", "spread");
    if (options.band) words += QStringLiteral("--band");
    if (!is_usual(options.palette))
        words += option("palette", fmt::format("{}", fmt::join(options.palette, ",")));
}

void add_maps(QStringList& words, const FigureOptions& options) {
    if (!options.clustered) words += QStringLiteral("--natural");
    if (options.colours == ColourMap::cividis) words += option("colours", "cividis");
    if (options.scale == MapScale::block) words += option("scale", "block");
}

}  // namespace

QString figure_file_name(const Figure& figure, const ExcitationProfile& profile) {
    QStringList parts{QString::fromStdString(figure.name)};
    const bool one =
        !figure.panels.empty() && std::ranges::all_of(figure.panels, [&](const auto& p) {
            return p.block >= 0 && p.block == figure.panels.front().block;
        });
    if (one) parts += QString::fromStdString(figure.panels.front().title);
    const QString network = QString::fromStdString(profile.origin.network_file);
    parts += network.isEmpty() ? QStringLiteral("network") : QFileInfo(network).completeBaseName();
    return as_file_name(parts.join(QLatin1Char('-')));
}

QString figure_command(const FigureRequest& request, const QString& profile,
                       const QString& output) {
    const FigureOptions& options = request.options;
    QStringList words{QStringLiteral("sescope"), QStringLiteral("figure"),
                      QString::fromStdString(request.figure), profile};
    if (!options.blocks.empty())
        words += option("blocks", fmt::format("{}", fmt::join(options.blocks, ",")));
    for (const std::string& name : options.classes) words += option("class", name);
    add_curves(words, options);
    add_maps(words, options);
    for (const Zoom& zoom : options.zooms) {
        words += option("zoom", fmt::format("{}:{}:{}:{}:{}", zoom.panel, zoom.x.low, zoom.x.high,
                                            zoom.y.low, zoom.y.high));
    }
    words += {QStringLiteral("-o"), output};
    std::ranges::transform(words, words.begin(), quoted);
    return words.join(QLatin1Char(' '));
}

}  // namespace sescope::ui

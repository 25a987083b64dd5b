// SPDX-License-Identifier: GPL-3.0-or-later
// The page in one file: what its script would ask for lies within it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/figures/choices.h"
#include "core/page/figures.h"
#include "core/page/overview.h"
#include "core/page/page.h"
#include "core/report/shown_number.h"

namespace sescope {
namespace {

constexpr double kBytesAFloat = 16.0 / 3;   // as base64
constexpr double kBinsAClass = 64 * 2 + 8;  // of a block: distribution and ridges
constexpr double kWordsAClass = 900;        // of a block: what series say beside numbers
constexpr double kNamesAClass = 14;         // how often a block's series name their class

struct Room {
    double fixed = 0;        // bytes
    double a_class = 0;      // bytes of a class
    double two_classes = 0;  // bytes of a pair of classes
};

Room room_of(const ExcitationProfile& profile, std::size_t without_figures) {
    Room room;
    double channels = 0;
    const auto blocks = double(profile.gates.blocks.size());
    for (const auto& block : profile.gates.blocks) channels += block.channels;
    constexpr double kOrders = 4 * 6;  // of a channel, as text; mean, spread and the map's
    room.fixed = double(without_figures) + channels * (kOrders + 3 * kBytesAFloat) + 5e4;
    double letters = 1;
    for (const auto& cls : profile.classes) letters += double(cls.readable.size());
    const double name = letters / double(std::max<std::size_t>(profile.classes.size(), 1));
    room.a_class = channels * 2 * kBytesAFloat +
                   blocks * (kBinsAClass * kBytesAFloat + kWordsAClass + kNamesAClass * name);
    room.two_classes = blocks * kBytesAFloat;  // of the similarities
    return room;
}

// How many classes are likely to fit.
int classes_within(const Room& room, double limit, int all) {
    for (int count = all; count >= 2; --count) {
        if (room.fixed + room.a_class * count + room.two_classes * count * count <= limit) {
            return count;
        }
    }
    return all <= 1 && room.fixed + room.a_class <= limit ? all : 0;
}

// The classes that differ most, in the order of the profile.
std::vector<int> different(const ExcitationProfile& profile, const std::vector<int>& all,
                           int count) {
    if (count == int(all.size())) return all;
    std::vector<int> chosen = most_different_classes(profile, count);
    if (chosen.empty()) chosen.assign(all.begin(), all.begin() + count);
    std::ranges::sort(chosen);
    return chosen;
}

// Of a map of means only where its rows and columns stand: the means are in the class figure.
PageJson map_orders(const ExcitationProfile& profile, const std::vector<int>& classes) {
    PageJson figure = page_figure(profile, "heatmap", {{}, classes});
    PageJson panels = PageJson::array();
    for (int block = 0; block < int(profile.gates.blocks.size()); ++block) {
        const PageJson one = page_figure(profile, "heatmap", {{block}, classes});
        const PageJson& panel = one["panels"][0];
        panels.push_back({{"rows", panel["y"]["ids"]}, {"columns", panel["x"]["ids"]}});
    }
    figure["panels"] = std::move(panels);
    return figure;
}

PageJson figures_in(const ExcitationProfile& profile, const std::vector<int>& classes) {
    PageJson figures = PageJson::object();
    std::vector<int> all(profile.gates.blocks.size());
    std::iota(all.begin(), all.end(), 0);
    for (const char* name : {"class", "similarity", "ridges", "depth", "channels"}) {
        figures[name] = page_figure(profile, name, {all, classes});
    }
    // Each block alone has its quantiles, too.
    figures["distribution"] = PageJson::array();
    for (const int block : all) {
        figures["distribution"].push_back(page_figure(profile, "distribution", {{block}, classes}));
    }
    figures["heatmap"] = map_orders(profile, classes);
    const PageJson instance = page_figure(profile, "instance", {{0}, {classes.front()}});
    figures["instance"] = {{"title", instance["title"]}, {"caption", instance["caption"]}};
    return figures;
}

void add_figures(PageJson& data, const ExcitationProfile& profile, const std::vector<int>& all,
                 int count, std::size_t limit) {
    const std::vector<int> classes = different(profile, all, count);
    data["classes"] = classes;
    data["figures"] = figures_in(profile, classes);
    if (classes.size() == all.size()) return;
    data["note"] = fmt::format(
        "Figures are of the {} classes that differ most, of {}: all would make this page larger "
        "than {} MB. Verdicts and tables are of all. sescope serve shows all.",
        count, shown_integer(std::int64_t(all.size())), limit / 1'000'000);
}

}  // namespace

PageFile page_file(const ReportInput& input, std::size_t limit) {
    const ExcitationProfile& profile = input.profile;
    PageJson data{{"overview", page_overview(input, summarise(profile))}};
    const std::vector<int> all = classes_with_images(profile.gates);
    PageFile file{page_document(data, false).html, 0, int(all.size())};
    if (profile.gates.blocks.empty() || all.empty()) return file;
    int count = classes_within(room_of(profile, file.html.size()), double(limit), int(all.size()));
    while (count > 0) {
        add_figures(data, profile, all, count, limit);
        file = {page_document(data, false).html, count, int(all.size())};
        if (file.html.size() <= limit) return file;
        // Names may be longer than they mostly are.
        const double share = double(limit) / double(file.html.size());
        count = count > 2 ? std::max(2, std::min(count - 1, int(0.95 * share * count))) : 0;
    }
    throw Error(ErrorKind::data,
                text("figures of two classes alone would make the page larger than {} MB",
                     limit / 1'000'000),
                {}, "show the profile with: sescope serve");
}

}  // namespace sescope

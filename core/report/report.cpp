// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "core/base/plugin.h"
#include "core/base/version.h"
#include "core/report/report_text.h"
#include "core/report/tables.h"

namespace sescope {
namespace {

// Of the figure table, as far as it has them.
constexpr std::array<std::string_view, 2> kFigures{"class", "depth"};

void require_same_network(const ExcitationProfile& profile, const StateDict& weights) {
    if (network_fingerprint(weights) == profile.origin.network_fingerprint) return;
    throw Error(ErrorKind::data, "holds other weights than those that the profile was recorded of",
                weights.file,
                fmt::format("give the network that it was made of ({}), or leave --model out",
                            profile.origin.network_file));
}

// Of the whole network, and said in the section of the data.
void drop_totals(Table& table) {
    for (const std::string_view key : {"images", "top1", "top5"}) {
        const auto found = std::ranges::find(table.columns, key, &Column::key);
        if (found == table.columns.end()) continue;
        const auto at = found - table.columns.begin();
        table.columns.erase(found);
        for (auto& row : table.rows) row.erase(row.begin() + at);
    }
}

}  // namespace

ReportSection gates_section(const ExcitationProfile& profile) {
    ReportSection section{"Gates", {}};
    if (profile.gates.blocks.empty()) {
        section.parts.emplace_back(Paragraph{"The network has no SE block.", ParagraphKind::note});
        return section;
    }
    if (profile.images() > 0) {
        for (const auto& row : figure_table()) {
            if (std::ranges::find(kFigures, row.name) != kFigures.end())
                section.parts.emplace_back(row.build(profile, {}));
        }
    }
    Table blocks = blocks_table(profile);
    drop_totals(blocks);
    section.parts.emplace_back(std::move(blocks));
    return section;
}

ReportDocument make_report(const ReportInput& input) {
    const ExcitationProfile& profile = input.profile;
    if (input.weights != nullptr) require_same_network(profile, *input.weights);
    ReportDocument document;
    document.title =
        fmt::format("SE units of {} on {}", profile.network.architecture, profile.origin.data_root);
    document.subtitle =
        fmt::format("{} \u00B7 {} \u00B7 SE Scope {}", profile.origin.network_file,
                    counted(std::int64_t(profile.images()), "image", "images"), kVersion);
    document.sections = {network_section(profile, input.weights), data_section(profile),
                         gates_section(profile), cost_section(profile.network)};
    return document;
}

const ReportPrinter& load_report_printer() {
    using OpenPrinter = const ReportPrinter* (*)();
    static const ReportPrinter* const printer = [] {
        void* symbol =
            open_plugin("libsescope_figures.so", "sescope_report_printer", ErrorKind::usage,
                        "install Qt 6 and QCustomPlot (./scripts/setup does) and build with "
                        "-DSESCOPE_BUILD_GUI=ON; HTML can be written without it");
        return reinterpret_cast<OpenPrinter>(symbol)();
    }();
    return *printer;
}

}  // namespace sescope

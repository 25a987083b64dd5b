// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/page/overview.h"

#include "core/figures/choices.h"
#include "core/figures/figure.h"
#include "core/page/document.h"
#include "core/page/verdicts.h"
#include "core/report/channel_columns.h"

namespace sescope {
namespace {

constexpr int kClassesAtFirst = 4;  // as in the class figure

PageJson classes_json(const ExcitationProfile& profile) {
    PageJson list = PageJson::array();
    for (std::size_t i = 0; i < profile.classes.size(); ++i) {
        list.push_back(
            {{"name", page_text(shown_name(profile, int(i)))}, {"n", profile.gates.images[i]}});
    }
    return list;
}

PageJson blocks_json(const ExcitationProfile& profile) {
    PageJson list = PageJson::array();
    for (const auto& block : profile.gates.blocks) {
        list.push_back({{"name", page_text(block.block)}, {"channels", block.channels}});
    }
    return list;
}

PageJson figures_json() {
    PageJson list = PageJson::array();
    for (const auto& row : figure_table()) {
        list.push_back({{"name", row.name}, {"summary", row.summary}});
    }
    return list;
}

// The page draws figures and judges blocks itself.
PageJson sections_json(const ReportInput& input) {
    const ExcitationProfile& profile = input.profile;
    std::vector<ReportSection> sections{network_section(profile, input.weights),
                                        data_section(profile)};
    if (!profile.gates.blocks.empty()) sections.push_back({"Gates", {gates_table(profile)}});
    if (input.proof != nullptr) sections.push_back(proof_section(*input.proof, input.max_drop));
    if (input.plan != nullptr) sections.push_back(plan_section(*input.plan));
    sections.push_back(cost_section(profile.network));
    PageJson list = PageJson::array();
    for (const ReportSection& section : sections) list.push_back(page_section(section));
    return list;
}

// Cells that hang on thresholds are those of `page_verdicts`, and so are the notes.
PageJson verdict_table_json(const ReportInput& input) {
    Table table = verdicts_table(input.profile, input.thresholds);
    table.notes = {channel_conditions({})};
    return page_table(table);
}

}  // namespace

PageJson page_progress(const ExcitationProfile& profile) {
    std::uint64_t done = 0;
    std::uint64_t total = 0;
    for (const CoveredImages& part : profile.origin.covered) {
        done += part.done;
        total += part.total;
    }
    return {{"partial", profile.partial()},
            {"done", done},
            {"total", total},
            {"seconds", page_number(profile.origin.seconds)},
            {"images", profile.images()}};
}

PageJson page_overview(const ReportInput& input, std::span<const BlockSummary> blocks) {
    const ExcitationProfile& profile = input.profile;
    const ReportDocument report = begin_report(input);
    PageJson first_classes = PageJson::array();
    PageJson first_blocks = PageJson::array();
    if (!profile.gates.blocks.empty()) {
        first_blocks = paper_blocks(profile.gates);
        if (profile.images() > 0) {
            first_classes = choose_classes(profile, {}, kClassesAtFirst);
        }
    }
    return {{"title", page_text(report.title)},
            {"subtitle", page_text(report.subtitle)},
            {"progress", page_progress(profile)},
            {"classes", classes_json(profile)},
            {"blocks", blocks_json(profile)},
            {"figures", figures_json()},
            {"first_classes", std::move(first_classes)},
            {"first_blocks", std::move(first_blocks)},
            {"thresholds", page_thresholds(input.thresholds)},
            {"statistics", page_statistics(profile, blocks)},
            {"verdict_table", verdict_table_json(input)},
            {"verdicts", page_verdicts(profile, blocks, input.thresholds)},
            {"sections", sections_json(input)}};
}

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/base/plugin.h"
#include "core/base/version.h"
#include "core/report/report_text.h"
#include "core/report/tables.h"

namespace sescope {
namespace {

// Of the figure table, as far as it has them.
constexpr std::array<std::string_view, 2> kFigures{"class", "depth"};

void require_same_network(const ExcitationProfile& profile, const std::string& fingerprint,
                          const std::filesystem::path& what, const Text& option) {
    if (fingerprint == profile.origin.network_fingerprint) return;
    throw Error(ErrorKind::data, "is of other weights than those that the profile was recorded of",
                what,
                text("give that of the network that it was made of ({}), or leave {} out",
                     profile.origin.network_file, option));
}

void require_one_network(const ReportInput& input) {
    const ExcitationProfile& profile = input.profile;
    if (input.weights != nullptr) {
        require_same_network(profile, network_fingerprint(*input.weights), input.weights->file,
                             Text::option("model"));
    }
    if (input.proof != nullptr) {
        require_same_network(profile, input.proof->origin.network_fingerprint, "the proof",
                             Text::option("proof"));
    }
    if (input.plan != nullptr) {
        require_same_network(profile, input.plan->origin.network_fingerprint, "the plan",
                             Text::option("plan"));
    }
}

// Of the whole network, and said in the section of the data.
constexpr std::array<std::string_view, 3> kTotals{"images", "top1", "top5"};

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
    section.parts.emplace_back(gates_table(profile));
    return section;
}

Table gates_table(const ExcitationProfile& profile) {
    Table blocks = blocks_table(profile);
    drop_columns(blocks, kTotals);
    return blocks;
}

ReportDocument begin_report(const ReportInput& input) {
    const ExcitationProfile& profile = input.profile;
    require_one_network(input);
    ReportDocument document;
    document.title =
        fmt::format("SE units of {} on {}", profile.network.architecture, profile.origin.data_root);
    document.subtitle =
        fmt::format("{} \u00B7 {} \u00B7 SE Scope {}", profile.origin.network_file,
                    counted(std::int64_t(profile.images()), "image", "images"), kVersion);
    return document;
}

ReportDocument make_report(const ReportInput& input) {
    const ExcitationProfile& profile = input.profile;
    ReportDocument document = begin_report(input);
    document.sections = {network_section(profile, input.weights), data_section(profile),
                         gates_section(profile)};
    auto& sections = document.sections;
    if (!profile.gates.blocks.empty())
        sections.push_back(verdicts_section(profile, input.thresholds));
    if (input.proof != nullptr) sections.push_back(proof_section(*input.proof, input.max_drop));
    if (input.plan != nullptr) sections.push_back(plan_section(*input.plan));
    sections.push_back(cost_section(profile.network));
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

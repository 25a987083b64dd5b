// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>

#include "core/base/error.h"
#include "core/network/network.h"
#include "core/report/report.h"
#include "core/report/report_text.h"
#include "core/report/shown_number.h"
#include "core/report/tables.h"

namespace sescope {
namespace {

// "16 (SE_2_1 .. SE_5_3), 15,104 gates an image"
std::string se_of(const NetworkRecord& model) {
    const auto& sites = model.sites;
    if (sites.empty()) return "none: this network has no gates to look at";
    return fmt::format("{} ({} .. {}), {} gates an image", sites.size(), sites.front().label,
                       sites.back().label, shown_integer(model.gates_per_image()));
}

std::string file_of(const StateDict& weights) {
    std::int64_t bytes = 0;
    std::map<std::string_view, int> types;
    for (const auto& tensor : weights.tensors()) {
        bytes += tensor.numel() * std::int64_t(size_of(tensor.dtype));
        ++types[name_of(tensor.dtype)];
    }
    std::vector<std::string> counts;
    for (const auto& [type, count] : types) counts.push_back(fmt::format("{} {}", count, type));
    return fmt::format("{}, {} in {} tensors ({})", weights.container, megabytes(bytes),
                       shown_integer(std::int64_t(weights.size())), fmt::join(counts, ", "));
}

Table assumptions_table(const NetworkRecord& model) {
    Table table{"assumptions",
                {{"assumed", "what"}, {"value", "value"}, {"why", "why"}, {"other", "flag"}},
                {},
                {}};
    for (const auto& assumed : model.assumptions) {
        table.rows.push_back({assumed.what, assumed.value, assumed.why, assumed.option.str()});
    }
    return table;
}

}  // namespace

ReportSection network_section(const ExcitationProfile& profile, const StateDict* weights) {
    const NetworkRecord& model = profile.network;
    const ProfileOrigin& origin = profile.origin;
    const CostReport& cost = model.cost;
    Facts facts;
    const auto add = [&](std::string name, std::string value) {
        facts.lines.emplace_back(std::move(name), std::move(value));
    };
    add("file", origin.network_file);
    if (const auto set = said_of(model.conventions, model.preprocessing).weights) {
        add("weights", *set);
    }
    if (weights != nullptr) add("format", file_of(*weights));
    add("architecture", fmt::format("{}, {}", model.architecture, model.source));
    add("parameters", fmt::format("{}, of which SE {} ({})", shown_integer(cost.parameters()),
                                  shown_integer(cost.se_parameters()),
                                  percent(double(cost.se_parameters()) /
                                          double(std::max<std::int64_t>(1, cost.parameters())))));
    add("operations", fmt::format("{}MACs at {} x {} px", giga(cost.operations()), cost.size,
                                  model.preprocessing.columns()));
    add("SE blocks", se_of(model));
    add("head",
        model.classes > 0 ? counted(model.classes, "class", "classes") : "none: no classifier");
    add("input", described(model.preprocessing));
    add("fingerprint", "SHA-256 " + origin.network_fingerprint);
    ReportSection section{"Network", {std::move(facts)}};
    if (model.assumptions.empty()) {
        section.parts.emplace_back(Paragraph{"Nothing was assumed.", ParagraphKind::note});
    } else {
        section.parts.emplace_back(
            Paragraph{"Assumed, since the file does not say:", ParagraphKind::text});
        section.parts.emplace_back(assumptions_table(model));
    }
    return section;
}

ReportSection cost_section(const NetworkRecord& model) {
    return {"Cost", {cost_table(model.cost, model.plain, CostLevel::stage)}};
}

}  // namespace sescope

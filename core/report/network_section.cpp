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

std::string input_of(const Preprocessing& images) {
    return fmt::format("{0} x {0} px, crop {1}, {2}, mean {3}, std {4}{5} ({6})", images.size,
                       images.crop_pct, name_of(images.interpolation), fmt::join(images.mean, " "),
                       fmt::join(images.std, " "), images.bgr ? ", BGR" : "", images.preset);
}

// "16 (SE_2_1 .. SE_5_3), 15,104 gates an image"
std::string se_of(const NetworkSpec& spec) {
    const auto blocks = spec.se_blocks();
    if (blocks.empty()) return "none: this network has no gates to look at";
    return fmt::format("{} ({} .. {}), {} gates an image", blocks.size(), blocks.front()->name(),
                       blocks.back()->name(), shown_integer(spec.gates_per_image()));
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

Table assumptions_table(const NetworkSpec& spec) {
    Table table{"assumptions",
                {{"assumed", "what"}, {"value", "value"}, {"why", "why"}, {"other", "flag"}},
                {},
                {}};
    for (const auto& assumed : spec.assumptions) {
        table.rows.push_back({assumed.what, assumed.value, assumed.why, assumed.flag});
    }
    return table;
}

}  // namespace

ReportSection network_section(const ExcitationProfile& profile, const StateDict* weights) {
    const NetworkSpec& spec = profile.network;
    const ProfileOrigin& origin = profile.origin;
    const CostReport cost = cost_of(spec, spec.preprocessing.size, CostConvention::macs);
    Facts facts;
    const auto add = [&](std::string name, std::string value) {
        facts.lines.emplace_back(std::move(name), std::move(value));
    };
    add("file", origin.network_file);
    if (weights != nullptr) add("format", file_of(*weights));
    add("architecture", fmt::format("{}, layout of {}", spec.architecture, spec.layout));
    add("parameters", fmt::format("{}, of which SE {} ({})", shown_integer(cost.parameters()),
                                  shown_integer(cost.se_parameters()),
                                  percent(double(cost.se_parameters()) /
                                          double(std::max<std::int64_t>(1, cost.parameters())))));
    add("operations", fmt::format("{0}MACs at {1} x {1} px", giga(cost.operations()), cost.size));
    add("SE blocks", se_of(spec));
    add("head", counted(spec.head.classes, "class", "classes"));
    add("input", input_of(spec.preprocessing));
    add("fingerprint", "SHA-256 " + origin.network_fingerprint);
    ReportSection section{"Network", {std::move(facts)}};
    if (spec.assumptions.empty()) {
        section.parts.emplace_back(Paragraph{"Nothing was assumed.", ParagraphKind::note});
    } else {
        section.parts.emplace_back(
            Paragraph{"Assumed, since the file does not say:", ParagraphKind::text});
        section.parts.emplace_back(assumptions_table(spec));
    }
    return section;
}

ReportSection cost_section(const NetworkSpec& spec) {
    const int size = spec.preprocessing.size;
    const auto report = cost_of(spec, size, CostConvention::macs);
    const auto plain = cost_of(without_se(spec), size, CostConvention::macs);
    return {"Cost", {cost_table(report, plain, CostLevel::stage)}};
}

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
// A profile may be anyone's file: every number is read within bounds.
#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/base/text_json.h"
#include "core/excitation/network_record.h"
#include "core/network/assumption_json.h"
#include "core/network/json_fields.h"
#include "core/network/network.h"
#include "core/network/preprocessing_json.h"

namespace sescope {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kMostChannels = 1 << 24;
constexpr int kMostClasses = 1 << 24;
constexpr std::size_t kMostSites = 100'000;
constexpr std::size_t kMostRows = 1000;
constexpr std::size_t kMostAssumptions = 1000;

Json real(double value) {
    return std::isfinite(value) ? Json(value) : Json();
}

Json to_json(const GateSite& site) {
    return {{"id", site.id},
            {"label", site.label},
            {"stage", site.stage},
            {"index", site.index},
            {"channels", site.channels},
            {"hidden", site.hidden},
            {"kind", name_of(site.kind)},
            {"squeeze", name_of(site.squeeze)},
            {"curve", name_of(site.curve)},
            {"lower", real(site.range.lower)},
            {"upper", real(site.range.upper)},
            {"at_zero", site.range.at_zero},
            {"branch", site.branch},
            {"parameters", site.parameters},
            {"operations", site.operations}};
}

Json to_json(const CostReport& cost) {
    Json rows = Json::array();
    for (const LayerCost& row : cost.layers) {
        rows.push_back({{"stage", row.stage},
                        {"gates", row.se},
                        {"parameters", row.parameters},
                        {"statistics", row.statistics},
                        {"operations", row.operations}});
    }
    return {{"size", cost.size}, {"stages", rows}};
}

double bound_from(const JsonFields& fields, const char* name, double infinite) {
    if (!fields.has(name)) return infinite;
    return fields.is_null(name) ? infinite : fields.real(name, -1e9, 1e9);
}

GateSite site_from(const JsonFields& fields, int order) {
    static constexpr GateKind kKinds[]{GateKind::se,
                                       GateKind::ese,
                                       GateKind::eca,
                                       GateKind::cbam,
                                       GateKind::gather_excite,
                                       GateKind::global_context,
                                       GateKind::selective_kernel,
                                       GateKind::split_attention};
    static constexpr Squeeze kSqueezes[]{Squeeze::mean, Squeeze::max, Squeeze::mean_and_max,
                                         Squeeze::weighted, Squeeze::none};
    static constexpr GateCurve kCurves[]{GateCurve::sigmoid, GateCurve::hard_sigmoid,
                                         GateCurve::tanh,    GateCurve::relu,
                                         GateCurve::clamp,   GateCurve::softmax};
    GateSite site;
    site.id = fields.text("id");
    site.label = fields.text("label");
    site.stage = fields.integer("stage", 0, 64);
    site.index = fields.integer("index", 1, kMostChannels);
    site.order = order;
    site.channels = fields.integer("channels", 1, kMostChannels);
    site.hidden = fields.integer("hidden", 0, kMostChannels);
    site.kind = fields.choice("kind", kKinds);
    site.squeeze = fields.choice("squeeze", kSqueezes);
    site.curve = fields.choice("curve", kCurves);
    site.range.lower = bound_from(fields, "lower", -std::numeric_limits<double>::infinity());
    site.range.upper = bound_from(fields, "upper", std::numeric_limits<double>::infinity());
    site.range.at_zero = fields.real("at_zero", -1e9, 1e9);
    site.branch = fields.integer("branch", -1, kMostChannels);
    site.parameters = fields.count("parameters");
    site.operations = fields.count("operations");
    return site;
}

CostReport cost_from(const JsonFields& fields) {
    CostReport cost;
    cost.size = fields.integer("size", 1, 1 << 16);
    std::size_t at = 0;
    for (const auto& item : fields.array("stages", 0, kMostRows)) {
        const JsonFields row(item, fmt::format("{}[{}]", fields.path_of("stages"), at++));
        LayerCost layer;
        layer.stage = row.integer("stage", kStemStage, kHeadStage);
        layer.se = row.boolean("gates");
        layer.kind = layer.se ? "gates" : "stage";
        layer.parameters = row.count("parameters");
        layer.statistics = row.count("statistics");
        layer.operations = row.count("operations");
        cost.layers.push_back(layer);
    }
    return cost;
}

NetworkRecord record_from(const JsonFields& fields) {
    NetworkRecord record;
    record.architecture = fields.text("architecture");
    record.source = fields.text("source");
    record.structure = fields.text("structure");
    record.classes = fields.integer("classes", 0, kMostClasses);
    for (const auto& item : fields.array("sites", 0, kMostSites)) {
        const auto order = static_cast<int>(record.sites.size());
        record.sites.push_back(site_from(JsonFields(item, fmt::format("sites[{}]", order)), order));
    }
    record.preprocessing = preprocessing_from_json(fields.object("preprocessing"));
    record.label_names = fields.texts("label_names", kMostClasses);
    record.label_descriptions = fields.texts("label_descriptions", kMostClasses);
    record.assumptions = assumptions_from(fields, kMostAssumptions);
    record.conventions = fields.text("conventions");
    record.cost = cost_from(fields.object("cost"));
    record.plain = cost_from(fields.object("cost_without_gates"));
    return record;
}

// English, and beside it the parts of what has some, for windows that speak other languages.
Json with_parts(const Assumption& assumed) {
    Json json = to_json(assumed);
    Json parts = Json::object();
    for (const auto& [name, text] :
         {std::pair("what", &assumed.what), std::pair("value", &assumed.value),
          std::pair("why", &assumed.why)}) {
        if (Json of_it = parts_of(*text); !of_it.is_null()) parts[name] = std::move(of_it);
    }
    if (!parts.empty()) json["parts"] = std::move(parts);
    return json;
}

}  // namespace

Json to_json(const NetworkRecord& record) {
    Json sites = Json::array();
    for (const GateSite& site : record.sites) sites.push_back(to_json(site));
    Json assumptions = Json::array();
    for (const Assumption& assumed : record.assumptions) assumptions.push_back(with_parts(assumed));
    Json json{{"architecture", record.architecture},
              {"source", record.source},
              {"structure", record.structure},
              {"classes", record.classes},
              {"sites", sites},
              {"preprocessing", Json(preprocessing_to_json(record.preprocessing))},
              {"label_names", record.label_names},
              {"label_descriptions", record.label_descriptions},
              {"assumptions", assumptions},
              {"conventions", record.conventions},
              {"cost", to_json(record.cost)},
              {"cost_without_gates", to_json(record.plain)}};
    // For people; it is read out of the conventions.
    if (const auto weights = said_of(record.conventions, record.preprocessing).weights) {
        json["weights"] = *weights;
    }
    return json;
}

NetworkRecord record_from_json(const Json& json, const std::filesystem::path& file) {
    try {
        // A description of a whole ResNet, as the first formats have it.
        if (json.is_object() && json.contains("stem")) {
            return record_of(network_of(resnet_from_json(json.dump())));
        }
        const nlohmann::json plain = json;
        return record_from(JsonFields(plain, ""));
    } catch (const Error& error) {
        throw Error(ErrorKind::data, text("its network cannot be read: {}", error.said()), file,
                    "make the profile again with sescope analyze");
    }
}

}  // namespace sescope

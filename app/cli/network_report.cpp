// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/network_report.h"

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <fmt/ranges.h>

#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

#include "app/cli/progress_line.h"
#include "app/cli/table_output.h"
#include "core/checkpoint/checkpoint.h"
#include "core/cost/cost.h"
#include "core/network/assumption_json.h"
#include "core/network/doubts.h"

namespace sescope::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string shape_text(const std::vector<std::int64_t>& shape) {
    return shape.empty() ? "scalar" : fmt::format("{}", fmt::join(shape, " x "));
}

// "float16, int64", the commonest first.
std::string dtypes_text(const StateDict& weights) {
    std::map<std::string_view, int> counts;
    for (const auto& tensor : weights.tensors()) ++counts[name_of(tensor.dtype)];
    std::vector<std::pair<int, std::string_view>> sorted;
    sorted.reserve(counts.size());
    for (const auto& [name, count] : counts) sorted.emplace_back(-count, name);
    std::ranges::sort(sorted);
    std::vector<std::string_view> names;
    names.reserve(sorted.size());
    for (const auto& [count, name] : sorted) names.push_back(name);
    return fmt::format("{}", fmt::join(names, ", "));
}

Table se_table(const Network& model) {
    Table table{"se_blocks",
                {{"block", "block"},
                 {"module", "module"},
                 {"kind", "kind"},
                 {"channels", "channels"},
                 {"hidden", "hidden"},
                 {"reduction", "reduction", "", 1},
                 {"squeeze", "squeeze"},
                 {"gate", "gate"}},
                {},
                {}};
    for (const GateSite& site : model.sites) {
        table.rows.push_back({site.label, site.id, std::string(name_of(site.kind)),
                              std::int64_t{site.channels}, std::int64_t{site.hidden},
                              site.reduction(), std::string(name_of(site.squeeze)),
                              std::string(name_of(site.curve))});
    }
    return table;
}

Json network_json(const OpenedNetwork& network, const CostReport& cost) {
    const auto& [weights, model] = network;
    Json json;
    json["file"] = weights.file.string();
    json["container"] = weights.container;
    json["wrapper"] = weights.wrapper;
    json["stripped_prefix"] = weights.stripped_prefix;
    json["weight_sets"] = Json::array();
    for (const auto& set : weights.weight_sets) {
        json["weight_sets"].push_back({{"name", set.name}, {"taken", set.taken}, {"why", set.why}});
    }
    json["left_out"] = weights.left_out;
    json["tensors"] = weights.size();
    json["architecture"] = model.architecture;
    json["source"] = model.source;
    json["parameters"] = cost.parameters();
    json["macs"] = cost.operations();
    json["se_parameters"] = cost.se_parameters();
    json["classes"] = model.classes();
    json["input_size"] = cost.size;
    json["gates_per_image"] = model.gates_per_image();
    json["se_blocks"] = Json::array();
    for (const GateSite& site : model.sites) {
        json["se_blocks"].push_back({{"block", site.label},
                                     {"module", site.id},
                                     {"kind", name_of(site.kind)},
                                     {"stage", site.stage},
                                     {"channels", site.channels},
                                     {"hidden", site.hidden},
                                     {"squeeze", name_of(site.squeeze)},
                                     {"gate", name_of(site.curve)},
                                     {"parameters", site.parameters}});
    }
    json["near_misses"] = Json::array();
    for (const NearMiss& miss : model.near_misses) {
        json["near_misses"].push_back({{"module", miss.id}, {"why", miss.reason.str()}});
    }
    const Preprocessing& images = model.preprocessing;
    json["preprocessing"] = {
        {"preset", images.preset},     {"size", images.size},
        {"crop_pct", images.crop_pct}, {"interpolation", name_of(images.interpolation)},
        {"mean", images.mean},         {"std", images.std},
        {"bgr", images.bgr},           {"byte_range", images.byte_range},
        {"channels", images.channels}, {"width", images.columns()}};
    json["labels"] =
        model.label_descriptions.empty() ? model.label_names : model.label_descriptions;
    json["warnings"] = doubts_about(weights);
    json["assumptions"] = Json::array();
    for (const auto& assumed : model.assumptions) {
        json["assumptions"].push_back(to_json(assumed));
    }
    return json;
}

void print_head(const OpenedNetwork& network, const CostReport& cost) {
    const auto& [weights, model] = network;
    const auto row = [](std::string_view name, const std::string& value) {
        fmt::print(std::cout, "{:<15}{}\n", name, value);
    };
    row("file", weights.file.string());
    row("container", fmt::format("{}, {} tensors ({})", weights.container, weights.size(),
                                 dtypes_text(weights)));
    if (!weights.wrapper.empty()) row("weights under", weights.wrapper);
    if (!weights.stripped_prefix.empty()) row("prefix", weights.stripped_prefix + " (taken off)");
    if (weights.weight_sets.size() > 1) {
        std::vector<std::string> sets;
        for (const auto& set : weights.weight_sets) {
            const std::string name = set.name.empty() ? "the file itself" : set.name;
            sets.push_back(set.taken ? fmt::format("{} (taken: {})", name, set.why) : name);
        }
        row("weight sets", fmt::format("{}; choose with --weights", fmt::join(sets, ", ")));
    }
    for (const auto& what : weights.left_out) row("left out", what);
    row("architecture", fmt::format("{}, {}", model.architecture, model.source));
    row("parameters", fmt::format("{}, of which SE {}", grouped(cost.parameters()),
                                  grouped(cost.se_parameters())));
    row("cost",
        fmt::format("{:.3f} GMAC at {} x {} (multiply-accumulates of conv and linear layers)",
                    static_cast<double>(cost.operations()) / 1e9, cost.size,
                    model.preprocessing.columns()));
    row("head", model.head ? fmt::format("{} classes{}", model.classes(),
                                         model.label_names.empty() ? "" : ", with names")
                           : "none: no classifier, so no accuracy");
    row("images", described(model.preprocessing));
    if (model.sites.empty()) {
        row("SE blocks", "none: this network has no gates to look at");
    } else {
        row("SE blocks", fmt::format("{}, {} gates an image", model.sites.size(),
                                     grouped(model.gates_per_image())));
    }
    for (const auto& doubt : doubts_about(weights)) row("warning", doubt);
}

void print_near_misses(const Network& model) {
    if (model.near_misses.empty()) return;
    fmt::print(std::cout, "\nLike a gate, but none:\n");
    for (const NearMiss& miss : model.near_misses) {
        fmt::print(std::cout, "  {}: {}\n", miss.id, miss.reason.str());
    }
}

void print_assumptions(const Network& model) {
    if (model.assumptions.empty()) {
        fmt::print(std::cout, "\nNothing was assumed.\n");
        return;
    }
    fmt::print(std::cout, "\nAssumed, since the file does not say:\n");
    for (const auto& assumed : model.assumptions) {
        fmt::print(std::cout, "  {}: {} ({}); change it with {}\n", assumed.what.str(),
                   assumed.value.str(), assumed.why.str(), assumed.option.str());
    }
}

}  // namespace

void print_network(const OpenedNetwork& network, bool json) {
    const CostReport cost =
        cost_of(network.model, network.model.preprocessing.size, CostConvention::macs);
    if (json) {
        std::cout << network_json(network, cost).dump(2) << '\n';
    } else {
        print_head(network, cost);
        if (!network.model.sites.empty()) {
            std::cout << '\n';
            find_table_writer("text").write(se_table(network.model), std::cout);
        }
        print_near_misses(network.model);
        print_assumptions(network.model);
    }
    finish_stdout();
}

Table tensors_table(const std::filesystem::path& model, const std::string& set) {
    const StateDict weights = open_checkpoint(model, set);
    Table table{"tensors",
                {{"name", "name"}, {"type", "type"}, {"shape", "shape"}, {"elements", "elements"}},
                {},
                {}};
    for (const auto& tensor : weights.tensors()) {
        table.rows.push_back({tensor.name, std::string(name_of(tensor.dtype)),
                              shape_text(tensor.shape), tensor.numel()});
    }
    return table;
}

void tell_written_network(const std::string& file, std::string_view format, const Network& network,
                          const Session& session) {
    const Preprocessing& images = network.preprocessing;
    remark(session,
           fmt::format("{}: {}, [N, {}, {}, {}] prepared to {}", file, format, images.channels,
                       images.size, images.columns(), network.head ? "logits" : "outputs"));
}

}  // namespace sescope::cli

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

Table se_table(const NetworkSpec& spec) {
    Table table{"se_blocks",
                {{"block", "block"},
                 {"channels", "channels"},
                 {"hidden", "hidden"},
                 {"reduction", "reduction", "", 1},
                 {"place", "place"},
                 {"squeeze", "squeeze"},
                 {"gate", "gate"}},
                {},
                {}};
    for (const auto* block : spec.se_blocks()) {
        const SeSpec& se = *block->se;
        table.rows.push_back({block->name(), std::int64_t{se.channels}, std::int64_t{se.hidden},
                              se.reduction(), std::string(name_of(se.place)),
                              std::string(name_of(se.squeeze)), std::string(name_of(se.gate))});
    }
    return table;
}

Json network_json(const OpenedNetwork& network, const CostReport& cost) {
    const auto& [weights, spec] = network;
    Json json;
    json["file"] = weights.file.string();
    json["container"] = weights.container;
    json["wrapper"] = weights.wrapper;
    json["stripped_prefix"] = weights.stripped_prefix;
    json["tensors"] = weights.size();
    json["architecture"] = spec.architecture;
    json["layout"] = spec.layout;
    json["parameters"] = cost.parameters();
    json["macs"] = cost.operations();
    json["se_parameters"] = cost.se_parameters();
    json["classes"] = spec.head.classes;
    json["input_size"] = cost.size;
    json["gates_per_image"] = spec.gates_per_image();
    json["se_blocks"] = Json::array();
    for (const auto* block : spec.se_blocks()) {
        json["se_blocks"].push_back({{"block", block->name()},
                                     {"channels", block->se->channels},
                                     {"hidden", block->se->hidden},
                                     {"place", name_of(block->se->place)},
                                     {"squeeze", name_of(block->se->squeeze)},
                                     {"gate", name_of(block->se->gate)}});
    }
    const Preprocessing& images = spec.preprocessing;
    json["preprocessing"] = {
        {"preset", images.preset},     {"size", images.size},
        {"crop_pct", images.crop_pct}, {"interpolation", name_of(images.interpolation)},
        {"mean", images.mean},         {"std", images.std},
        {"bgr", images.bgr},           {"byte_range", images.byte_range}};
    json["labels"] = spec.label_descriptions.empty() ? spec.label_names : spec.label_descriptions;
    json["assumptions"] = Json::array();
    for (const auto& assumed : spec.assumptions) {
        json["assumptions"].push_back({{"what", assumed.what},
                                       {"value", assumed.value},
                                       {"why", assumed.why},
                                       {"flag", assumed.flag}});
    }
    return json;
}

void print_head(const OpenedNetwork& network, const CostReport& cost) {
    const auto& [weights, spec] = network;
    const auto row = [](std::string_view name, const std::string& value) {
        fmt::print(std::cout, "{:<15}{}\n", name, value);
    };
    row("file", weights.file.string());
    row("container", fmt::format("{}, {} tensors ({})", weights.container, weights.size(),
                                 dtypes_text(weights)));
    if (!weights.wrapper.empty()) row("weights under", weights.wrapper);
    if (!weights.stripped_prefix.empty()) row("prefix", weights.stripped_prefix + " (taken off)");
    row("architecture", fmt::format("{}, layout of {}", spec.architecture, spec.layout));
    row("parameters", fmt::format("{}, of which SE {}", grouped(cost.parameters()),
                                  grouped(cost.se_parameters())));
    row("cost",
        fmt::format("{:.3f} GMAC at {} x {} (multiply-accumulates of conv and linear layers)",
                    static_cast<double>(cost.operations()) / 1e9, cost.size, cost.size));
    row("head", fmt::format("{} classes{}", spec.head.classes,
                            spec.label_names.empty() ? "" : ", with names"));
    const Preprocessing& images = spec.preprocessing;
    row("images",
        fmt::format("{} px, crop {}, {}, mean {}, std {}{} ({})", images.size, images.crop_pct,
                    name_of(images.interpolation), fmt::join(images.mean, " "),
                    fmt::join(images.std, " "), images.bgr ? ", BGR" : "", images.preset));
    if (spec.se_blocks().empty()) {
        row("SE blocks", "none: this network has no gates to look at");
    } else {
        row("SE blocks", fmt::format("{}, {} gates an image", spec.se_blocks().size(),
                                     grouped(spec.gates_per_image())));
    }
}

void print_assumptions(const NetworkSpec& spec) {
    if (spec.assumptions.empty()) {
        fmt::print(std::cout, "\nNothing was assumed.\n");
        return;
    }
    fmt::print(std::cout, "\nAssumed, since the file does not say:\n");
    for (const auto& assumed : spec.assumptions) {
        fmt::print(std::cout, "  {}: {} ({}); change it with {}\n", assumed.what, assumed.value,
                   assumed.why, assumed.flag);
    }
}

}  // namespace

void print_network(const OpenedNetwork& network, bool json) {
    const CostReport cost =
        cost_of(network.spec, network.spec.preprocessing.size, CostConvention::macs);
    if (json) {
        std::cout << network_json(network, cost).dump(2) << '\n';
    } else {
        print_head(network, cost);
        if (!network.spec.se_blocks().empty()) {
            std::cout << '\n';
            find_table_writer("text").write(se_table(network.spec), std::cout);
        }
        print_assumptions(network.spec);
    }
    finish_stdout();
}

Table tensors_table(const std::filesystem::path& model) {
    const StateDict weights = open_checkpoint(model);
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

}  // namespace sescope::cli

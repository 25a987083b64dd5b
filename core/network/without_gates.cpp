// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include "core/network/gates/find_gates.h"
#include "core/network/network.h"

namespace sescope {
namespace {

using graph::ValueId;

/// Every reader of a product reads what the gate scaled instead.
graph::Graph with_gates_open(const graph::Graph& graph, std::span<const GateSite> dropped) {
    std::map<ValueId, ValueId> instead;
    for (const GateSite& site : dropped) instead[site.place.product] = site.place.scaled;
    // What one gate scales may be the product of another.
    const auto resolved = [&](ValueId value) {
        for (auto found = instead.find(value); found != instead.end();
             found = instead.find(value)) {
            value = found->second;
        }
        return value;
    };
    graph::Graph open = graph;
    for (graph::Operator& op : open.operators) {
        for (ValueId& input : op.inputs) input = resolved(input);
    }
    for (ValueId& output : open.outputs) output = resolved(output);
    return graph::without_dead(open);
}

}  // namespace

void renew_sites(Network& network) {
    const std::vector<graph::Shape> input{network.input_shape(1)};
    FoundGates found = find_gates(network.graph, input);
    for (GateSite& site : found.sites) {
        const auto known = std::ranges::find_if(network.sites, [&](const GateSite& before) {
            return before.id == site.id && before.branch == site.branch;
        });
        if (known == network.sites.end()) continue;
        site.label = known->label;
        site.stage = known->stage;
        site.index = known->index;
    }
    network.sites = std::move(found.sites);
    network.near_misses = std::move(found.near_misses);
}

void forget_gates(Network& network) {
    std::erase_if(network.assumptions, [](const Assumption& assumption) {
        return assumption.option.words == "se-place" || assumption.option.words == "gate";
    });
    constexpr std::string_view kPrefix = "SE-";
    if (network.architecture.starts_with(kPrefix)) network.architecture.erase(0, kPrefix.size());
}

Network without_gates(const Network& network, std::span<const std::string> labels) {
    std::vector<GateSite> dropped;
    for (const GateSite& site : network.sites) {
        if (std::ranges::find(labels, site.label) != labels.end()) dropped.push_back(site);
    }
    Network result = network;
    result.graph = with_gates_open(network.graph, dropped);
    renew_sites(result);
    return result;
}

Network without_gates(const Network& network) {
    std::vector<std::string> all;
    for (const GateSite& site : network.sites) all.push_back(site.label);
    Network plain = without_gates(network, all);
    forget_gates(plain);
    return plain;
}

}  // namespace sescope

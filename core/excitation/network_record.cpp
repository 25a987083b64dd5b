// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/excitation/network_record.h"

#include <algorithm>
#include <map>

#include "core/base/error.h"
#include "core/network/network.h"

namespace sescope {
namespace {

/// A row a stage: what a profile keeps of a cost that has a row a layer.
CostReport by_stage(const CostReport& report) {
    CostReport coarse = report;
    coarse.layers.clear();
    std::map<int, std::size_t> rows;
    for (const LayerCost& layer : report.layers) {
        // Gates and the rest of a stage stay apart.
        const int key = 2 * layer.stage + (layer.se ? 1 : 0);
        const auto [found, is_new] = rows.try_emplace(key, coarse.layers.size());
        if (is_new) {
            LayerCost row;
            row.kind = layer.se ? "gates" : "stage";
            row.stage = layer.stage;
            row.se = layer.se;
            coarse.layers.push_back(row);
        }
        LayerCost& row = coarse.layers[found->second];
        row.parameters += layer.parameters;
        row.statistics += layer.statistics;
        row.operations += layer.operations;
    }
    return coarse;
}

}  // namespace

const GateSite* NetworkRecord::find_site(std::string_view label) const noexcept {
    const auto found = std::ranges::find(sites, label, &GateSite::label);
    return found == sites.end() ? nullptr : &*found;
}

int NetworkRecord::gates_per_image() const {
    int gates = 0;
    for (const GateSite& site : sites) gates += site.channels;
    return gates;
}

NetworkRecord record_without_cost(const Network& network) {
    NetworkRecord record;
    record.architecture = network.architecture;
    record.source = network.source;
    record.structure = structural_fingerprint(network);
    record.classes = network.classes();
    record.sites = network.sites;
    for (GateSite& site : record.sites) site.place = {};
    record.preprocessing = network.preprocessing;
    record.label_names = network.label_names;
    record.label_descriptions = network.label_descriptions;
    record.assumptions = network.assumptions;
    record.conventions = network.conventions;
    return record;
}

NetworkRecord record_of(const Network& network) {
    NetworkRecord record = record_without_cost(network);
    const int size = network.preprocessing.size;
    const CostReport cost = cost_of(network, size, CostConvention::macs);
    record.cost = by_stage(cost);
    for (GateSite& site : record.sites) {
        for (const LayerCost& layer : cost.layers) {
            if (layer.se && layer.block == site.label) site.operations += layer.operations;
        }
    }
    record.plain = by_stage(cost_of(without_gates(network), size, CostConvention::macs));
    return record;
}

ReadNetwork reopened(const NetworkRecord& record, const std::filesystem::path& file) {
    const SpecOverrides said = said_of(record.conventions, record.preprocessing);
    ReadNetwork network = open_network(file, said);
    if (structural_fingerprint(network.model) == record.structure) return network;
    throw Error(ErrorKind::data,
                "holds another network than the profile is of, or is read in another way", file,
                "make the profile again with sescope analyze");
}

}  // namespace sescope

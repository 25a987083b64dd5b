// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/compile/range.h"

#include <algorithm>

namespace sescope {

std::vector<Range> narrowest_ranges(const graph::Graph& graph, graph::ValueId input,
                                    std::span<const graph::ValueId> outputs) {
    const std::size_t count = graph.operators.size();
    constexpr std::size_t kNever = 0;
    // One past the last operator that reads each value; outputs are read at the very end.
    std::vector<std::size_t> last(graph.values.size(), kNever);
    for (std::size_t at = 0; at < count; ++at) {
        for (const graph::ValueId value : graph.operators[at].inputs) {
            if (value != graph::kAbsent) last[static_cast<std::size_t>(value)] = at + 1;
        }
    }
    for (const graph::ValueId value : outputs) last[static_cast<std::size_t>(value)] = count + 1;

    std::vector<Range> ranges;
    std::set<graph::ValueId> live{input};  // computed, and still to be read
    std::size_t begin = 0;
    graph::ValueId from = input;
    for (std::size_t at = 0; at < count; ++at) {
        for (const graph::ValueId value : graph.operators[at].outputs) {
            if (last[static_cast<std::size_t>(value)] > at + 1) live.insert(value);
        }
        for (const graph::ValueId value : graph.operators[at].inputs) {
            if (value == graph::kAbsent || last[static_cast<std::size_t>(value)] != at + 1)
                continue;
            live.erase(value);
        }
        if (live.size() != 1 || at + 1 == count) continue;
        ranges.push_back({begin, at + 1, from, *live.begin()});
        begin = at + 1;
        from = *live.begin();
    }
    if (begin < count) {
        ranges.push_back({begin, count, from, outputs.size() == 1 ? outputs[0] : graph::kAbsent});
    }
    return ranges;
}

NetworkIndex::NetworkIndex(const Network& network)
    : network_(network),
      producers_(graph::producers_of(network.graph)),
      readers_(graph::readers_of(network.graph)) {
    for (const GateSite& site : network.sites) sites_[site.place.product].push_back(&site);
}

const graph::Operator* NetworkIndex::producer(graph::ValueId value) const {
    const std::int64_t at = producers_[static_cast<std::size_t>(value)];
    return at < 0 ? nullptr : &graph().operators[static_cast<std::size_t>(at)];
}

std::size_t NetworkIndex::producer_index(graph::ValueId value) const {
    return static_cast<std::size_t>(producers_[static_cast<std::size_t>(value)]);
}

const std::vector<std::size_t>& NetworkIndex::readers(graph::ValueId value) const {
    return readers_[static_cast<std::size_t>(value)];
}

const GateSite* NetworkIndex::site_of_product(graph::ValueId value) const {
    const auto found = sites_.find(value);
    return found == sites_.end() || found->second.size() != 1 ? nullptr : found->second.front();
}

}  // namespace sescope

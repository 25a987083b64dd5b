// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/cost/cost.h"
#include "core/network/open_network.h"

namespace sescope {

/// What a profile keeps of its network: what was measured, what it costs, how images were prepared.
/// Not the network.
struct NetworkRecord {
    std::string architecture;
    std::string source;
    std::string structure;        ///< structural fingerprint: profiles of one network agree in it
    int classes = 0;              ///< of the head; 0: it has none
    std::vector<GateSite> sites;  ///< without their places
    Preprocessing preprocessing;
    std::vector<std::string> label_names;
    std::vector<std::string> label_descriptions;
    std::vector<Assumption> assumptions;
    std::string conventions;  ///< see Network::conventions
    CostReport cost;   ///< a row a stage, in multiply-accumulates at the network's own input size
    CostReport plain;  ///< the same of the network without its gates

    const GateSite* find_site(std::string_view label) const noexcept;
    int gates_per_image() const;  ///< sum of the sites' channels
};

/// At the network's own input size. Throws as `cost_of`.
NetworkRecord record_of(const Network& network);
/// The same without the costs, for images that the network cannot take.
NetworkRecord record_without_cost(const Network& network);

/// The network that was recorded, read again from its file, with what was said of it then.
/// Throws Error{data} where it comes out another one.
ReadNetwork reopened(const NetworkRecord& record, const std::filesystem::path& file);

nlohmann::ordered_json to_json(const NetworkRecord& record);
/// Reads what `to_json` wrote, and what profiles of formats 1 and 2 hold: a ResNet's description.
/// Throws Error{data} naming `file`.
NetworkRecord record_from_json(const nlohmann::ordered_json& json,
                               const std::filesystem::path& file);

}  // namespace sescope

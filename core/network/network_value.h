// SPDX-License-Identifier: GPL-3.0-or-later
// What the rest of the program knows of a network: a graph in which the gates are marked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/graph/graph.h"
#include "core/network/gate_site.h"
#include "core/network/imported.h"
#include "core/network/preprocessing.h"

namespace sescope {

/// The classifier, where there is one: the output that holds a logit a class.
struct Head {
    std::string name;  ///< key prefix or node name of the layer that gives the logits
    int classes = 0;
    bool operator==(const Head&) const = default;
};

/// What cost is counted by beside stages 0, 1, .. (log2 of the stride of a map).
inline constexpr int kStemStage = -1;
inline constexpr int kHeadStage = 1000;

/// Where the operators of a module stand in the network; of several that fit, the longest path.
struct ModulePlace {
    std::string module;  ///< path: its own operators and those below it
    std::string block;   ///< "SE_2_1", "stem", "head"
    int stage = 0;
    bool operator==(const ModulePlace&) const = default;
};

/// Everything that a network is but its weights, which a StateDict holds by the names of the
/// graph's weights. Two networks are equal when they compute the same: see `same_network`.
struct Network {
    std::string architecture;     ///< "SE-ResNet-50", "efficientnet_b0"; a name, decides nothing
    std::string source;           ///< where the graph is from: "timm layout", "ONNX", "catalogue"
    graph::Graph graph;           ///< its first output is the logits, where there is a head
    std::vector<GateSite> sites;  ///< in the order in which they run
    std::vector<NearMiss> near_misses;
    std::vector<ModulePlace> places;  ///< of its blocks
    std::optional<Head> head;         ///< none: a detector, an encoder
    Preprocessing preprocessing;
    std::vector<std::string> label_names;         ///< of the head's rows, or empty
    std::vector<std::string> label_descriptions;  ///< readable names of the same rows, or empty
    std::vector<Assumption> assumptions;
    /// What keys and shapes do not tell, as JSON: of the ResNet family the conventions that our
    /// config.json records, of one of the catalogue its architecture; empty of others.
    std::string conventions;
    bool one_image_at_a_time = false;  ///< see ImportedNetwork
    bool only_this_size = false;       ///< see ImportedNetwork

    int classes() const noexcept { return head ? head->classes : 0; }
    int gates_per_image() const;  ///< sum of the sites' channels
    const GateSite* find_site(std::string_view label_or_id) const noexcept;
    /// [batch, C, H, W], as preprocessing makes it; [batch, H, W, C] where the graph declares that.
    graph::Shape input_shape(std::int64_t batch) const;
};

/// SHA-256 (hex) of what is computed and measured: the graph, its sites and how images are
/// prepared; no prose, no names of nodes.
std::string structural_fingerprint(const Network& network);

}  // namespace sescope

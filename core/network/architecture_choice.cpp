// SPDX-License-Identifier: GPL-3.0-or-later
// What the keys of a checkpoint are: of the ResNet family, of an architecture of the catalogue, or
// of a graph that we recorded.
#include "core/network/architecture_choice.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/mapped_file.h"
#include "core/network/architectures/catalogue.h"
#include "core/network/architectures/other_head.h"
#include "core/network/config_json.h"
#include "core/network/config_sections.h"
#include "core/network/exported/exported.h"
#include "core/network/head_keys.h"
#include "core/network/imported_network.h"
#include "core/network/onnx/read_onnx.h"
#include "core/network/open_network.h"
#include "core/network/read_head.h"
#include "core/network/same_operators.h"
#include "core/network/stated_conventions.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kResNetFamily = "resnet";

/// The entry that config.json or the person names, among those that the keys fit.
const MatchedArchitecture* named_among(const ArchitectureMatch& match, const std::string& name) {
    if (name.empty()) return nullptr;
    for (const MatchedArchitecture& candidate : match.candidates) {
        const auto is_it = [&](const CatalogueEntry& entry) {
            return entry.name == name || entry.full_name() == name;
        };
        if (std::ranges::any_of(candidate.entries, is_it)) return &candidate;
    }
    return nullptr;
}

Network from_catalogue(const MatchedArchitecture& match, const std::string& name,
                       StateDict& weights, const SpecOverrides& said) {
    const auto named = std::ranges::find_if(match.entries, [&](const CatalogueEntry& entry) {
        return entry.name == name || entry.full_name() == name;
    });
    const CatalogueEntry& entry = named != match.entries.end() ? *named : match.entries.front();
    ImportedAs as;
    as.architecture = entry.name;
    as.source = fmt::format("catalogue: {} {}", entry.package, entry.version);
    as.preprocessing = entry.preprocessing;
    as.preprocessing_from = text("{}'s default for {}", entry.package, entry.name);
    as.has_head = !match.without_head;
    const std::string config = std::move(weights.config_json);
    const fs::path file = weights.file;
    Network network = network_of(match.network, as, said);
    for (const TensorEntry& tensor : match.network.weights.tensors()) {
        if (!weights.contains(tensor.name)) weights.add(tensor);
    }
    weights.config_json = config;
    weights.file = file;
    network.conventions = nlohmann::json{{"architecture", entry.full_name()}}.dump();
    apply_config(network, weights, said);
    return network;
}

std::string names_of(const ArchitectureMatch& match) {
    std::vector<std::string> names;
    for (const MatchedArchitecture& candidate : match.candidates) {
        names.push_back(candidate.entries.front().name);
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

[[noreturn]] void ask_which(const std::string& names, const StateDict& weights) {
    throw Error(
        ErrorKind::model,
        text("its keys are those of several architectures that compute differently: {}", names),
        weights.file, text("say which with {} NAME", Text::option("architecture")));
}

/// What the keys are as a network of the ResNet family; nothing where they are none.
std::optional<Network> as_resnet(const StateDict& weights, const SpecOverrides& said,
                                 std::vector<std::string>& keys_left,
                                 std::optional<Error>& why_not) {
    try {
        ReadResNet read = read_resnet_and_heads(weights, said);
        keys_left = std::move(read.keys_left);
        return network_of(read.spec);
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::usage) throw;
        // Another reading of the same keys would not heed what the modules state.
        if (error.message().starts_with(kStatedOtherwise)) throw;
        why_not = error;
        return std::nullopt;
    }
}

/// A copy of the program without its resources still opens the family that it knows by itself.
bool catalogue_is_there() {
    try {
        Catalogue::installed();
        return true;
    } catch (const Error&) {
        return false;
    }
}

bool says_how_a_resnet_computes(const SpecOverrides& said) {
    return said.stride_in || said.ceil_mode || said.bn_eps || said.gate || said.se_place ||
           said.stage_strides || said.stem_stride || said.stem_pool;
}

/// A pruned network that we wrote: its graph stands in config.json.
std::optional<Network> as_recorded(const StateDict& weights, const SpecOverrides& said) {
    const std::string recorded = recorded_graph(weights);
    if (recorded.empty()) return std::nullopt;
    ImportedNetwork imported;
    imported.graph = graph::from_text(recorded);
    graph::validate(imported.graph);
    for (const graph::Value& value : imported.graph.values) {
        if (value.kind != graph::ValueKind::weight) continue;
        if (!weights.contains(value.name)) {
            throw Error(ErrorKind::model,
                        text("its config.json holds the graph of another network: there is no "
                             "tensor '{}' here",
                             value.name),
                        weights.file, "move it into a folder of its own, away from config.json");
        }
        if (weights.at(value.name).shape != value.shape) {
            throw Error(
                ErrorKind::model,
                text("the tensor '{}' has another shape than its config.json says", value.name),
                weights.file, "keep model and config.json of one export together");
        }
    }
    Network network =
        network_of(imported,
                   {"pruned network", "graph in config.json", preprocessing_presets().front().value,
                    "config.json does not say"},
                   said);
    apply_config(network, weights, said);
    return network;
}

StateDict without_keys(StateDict weights, const std::vector<std::string>& keys) {
    for (const std::string& key : keys) weights.erase(key);
    return weights;
}

[[noreturn]] void refuse(const Catalogue& catalogue, const StateDict& weights,
                         const Error& why_no_resnet) {
    constexpr std::size_t kFew = 8;
    const char* const hint = "export it whole, with torch.export.save or as ONNX: see the README";
    const auto nearest = catalogue.nearest(weights);
    // A ResNet with one odd tensor is far from every architecture of the catalogue.
    const bool is_near = nearest && nearest->missing.size() + nearest->left_over.size() <= kFew;
    const bool is_resnet = !why_no_resnet.message().starts_with(kNoResNet);
    if (nearest && (is_near || !is_resnet)) {
        throw Error(ErrorKind::model,
                    text("its keys fit no architecture that we know; {}", described(*nearest)),
                    weights.file, hint);
    }
    throw why_no_resnet;
}

class Choice {
  public:
    Choice(StateDict& weights, const SpecOverrides& said) : weights_(weights), said_(said) {}

    Network made() {
        if (auto recorded = as_recorded(weights_, said_)) return std::move(*recorded);
        Network network = chosen();
        record_weights(network.conventions, weights_);
        for (auto& module : described_modules(keys_left_)) {
            weights_.left_out.push_back(std::move(module));
        }
        if (!keys_left_.empty() && !network.head) {
            network.assumptions.push_back({"classifier", "none, so that there is no accuracy",
                                           "what follows the last stage is another head than one "
                                           "linear layer; gates need none",
                                           "an export to ONNX or .pt2"});
        }
        return network;
    }

    /// The names that the keys fit, where they are several.
    std::vector<std::string> fitting() {
        if (!catalogue_is_there()) return {};
        const bool is_resnet = as_resnet(weights_, said_, keys_left_, why_no_resnet_).has_value();
        const Catalogue& catalogue = Catalogue::installed();
        const ArchitectureMatch match = catalogue.match(trunk_for(catalogue, is_resnet));
        std::vector<std::string> names;
        for (const MatchedArchitecture& candidate : match.candidates) {
            names.push_back(candidate.entries.front().full_name());
        }
        if (is_resnet && !names.empty()) names.emplace_back(kResNetFamily);
        if (names.size() < 2) names.clear();
        return names;
    }

  private:
    Network chosen() {
        auto resnet = as_resnet(weights_, said_, keys_left_, why_no_resnet_);
        wanted_ = said_.architecture ? *said_.architecture : architecture_in_config(weights_);
        // Whole modules say how they compute; what is no plain ResNet was refused.
        const bool is_stated = !weights_.module_attributes.empty() && !said_.architecture;
        if (resnet && (wanted_ == kResNetFamily || says_how_a_resnet_computes(said_) || is_stated ||
                       !catalogue_is_there())) {
            return std::move(*resnet);
        }
        const Catalogue& catalogue = Catalogue::installed();
        const StateDict trunk = trunk_for(catalogue, resnet.has_value());
        if (said_.architecture) return as_said(catalogue, trunk);
        const ArchitectureMatch match = catalogue.match(trunk);
        return resnet ? settled(std::move(*resnet), match) : matched(catalogue, match);
    }

    /// What is matched with the catalogue: all but heads that it does not know.
    StateDict trunk_for(const Catalogue& catalogue, bool is_resnet) {
        if (is_resnet) return without_keys(weights_, keys_left_);
        const ArchitectureMatch match = catalogue.match(weights_);
        if (!match.candidates.empty() || !match.refused.empty()) return weights_;
        if (const auto nearest = catalogue.nearest(weights_)) {
            keys_left_ = keys_of_other_head(*nearest, weights_);
        }
        return without_keys(weights_, keys_left_);
    }

    Network as_said(const Catalogue& catalogue, const StateDict& trunk) {
        const auto entries = catalogue.named(*said_.architecture);
        if (entries.empty()) {
            throw Error(ErrorKind::usage,
                        text("there is no architecture '{}'", *said_.architecture), {},
                        "names are those of timm and torchvision, or resnet for the family");
        }
        return from_catalogue(catalogue.as(entries.front(), trunk), entries.front().name, weights_,
                              said_);
    }

    /// The family's own reading has the kernels, and says what it assumes.
    Network settled(Network resnet, const ArchitectureMatch& match) {
        if (match.candidates.empty()) return resnet;
        const auto agrees = [&](const MatchedArchitecture& candidate) {
            return same_operators(resnet.graph, candidate.network.graph);
        };
        if (const MatchedArchitecture* named = named_among(match, wanted_)) {
            if (agrees(*named)) return resnet;
            return from_catalogue(*named, wanted_, weights_, said_);
        }
        if (std::ranges::all_of(match.candidates, agrees)) return resnet;
        ask_which(names_of(match) + ", resnet (the plain family)", weights_);
    }

    Network matched(const Catalogue& catalogue, const ArchitectureMatch& match) {
        if (const MatchedArchitecture* named = named_among(match, wanted_)) {
            return from_catalogue(*named, wanted_, weights_, said_);
        }
        if (match.candidates.size() == 1) {
            return from_catalogue(match.candidates.front(), wanted_, weights_, said_);
        }
        if (match.candidates.size() > 1) ask_which(names_of(match), weights_);
        if (!match.refused.empty()) {
            const RefusedArchitecture& refused = match.refused.front();
            throw Error(ErrorKind::model, refused.why, weights_.file, refused.hint);
        }
        refuse(catalogue, weights_, *why_no_resnet_);
    }

    StateDict& weights_;
    const SpecOverrides& said_;
    std::string wanted_;
    std::vector<std::string> keys_left_;
    std::optional<Error> why_no_resnet_;
};

}  // namespace

Network read_network(StateDict& weights, const SpecOverrides& said) {
    return Choice(weights, said).made();
}

std::vector<std::string> architectures_to_choose_from(const fs::path& path,
                                                      const SpecOverrides& said) {
    if (said.architecture) return {};
    std::error_code unknown;
    if (fs::is_regular_file(path, unknown)) {
        const MappedFile file = map_file(path, ErrorKind::model);
        if (is_exported(file.bytes) || is_onnx(file.bytes)) return {};
    }
    StateDict weights = open_checkpoint(path, said.weights.value_or(std::string()));
    return Choice(weights, said).fitting();
}

}  // namespace sescope

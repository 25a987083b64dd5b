// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/open_network.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/mapped_file.h"
#include "core/network/architectures/catalogue.h"
#include "core/network/config_json.h"
#include "core/network/config_sections.h"
#include "core/network/exported/exported.h"
#include "core/network/imported_network.h"
#include "core/network/onnx/read_onnx.h"
#include "core/network/same_operators.h"
#include "core/network/stated_conventions.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kResNetFamily = "resnet";

std::optional<InputSize> size_said(const SpecOverrides& said) {
    if (!said.size) return std::nullopt;
    return InputSize{*said.size, said.width.value_or(*said.size)};
}

Preprocessing usual_preprocessing() {
    return preprocessing_presets().front().value;
}

ReadNetwork from_import(ImportedNetwork imported, const fs::path& path, const SpecOverrides& said) {
    ImportedAs as;
    as.architecture = path.stem().string();
    as.source = imported.producer.empty()
                    ? imported.source
                    : fmt::format("{} ({})", imported.source, imported.producer);
    as.preprocessing = usual_preprocessing();
    as.preprocessing_from = "usual for ImageNet; the file does not say";
    ReadNetwork read{network_of(imported, as, said), std::move(imported.weights)};
    read.weights.file = path;
    return read;
}

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
    as.preprocessing_from = fmt::format("{}'s default for {}", entry.package, entry.name);
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
    throw Error(ErrorKind::model,
                fmt::format("its keys are those of several architectures that compute differently: "
                            "{}",
                            names),
                weights.file, "say which with --architecture NAME");
}

/// What the keys are as a network of the ResNet family; nothing where they are none.
std::optional<Network> as_resnet(const StateDict& weights, const SpecOverrides& said,
                                 std::optional<Error>& why_not) {
    try {
        return network_of(read_resnet(weights, said));
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
    const std::string text = recorded_graph(weights);
    if (text.empty()) return std::nullopt;
    ImportedNetwork imported;
    imported.graph = graph::from_text(text);
    graph::validate(imported.graph);
    for (const graph::Value& value : imported.graph.values) {
        if (value.kind != graph::ValueKind::weight) continue;
        if (weights.at(value.name).shape != value.shape) {
            throw Error(ErrorKind::model,
                        fmt::format("the tensor '{}' has another shape than its config.json says",
                                    value.name),
                        weights.file, "keep model and config.json of one export together");
        }
    }
    Network network = network_of(imported,
                                 {"pruned network", "graph in config.json", usual_preprocessing(),
                                  "config.json does not say"},
                                 said);
    apply_config(network, weights, said);
    return network;
}

Network choose(StateDict& weights, const SpecOverrides& said) {
    if (auto recorded = as_recorded(weights, said)) return std::move(*recorded);
    std::optional<Error> why_no_resnet;
    std::optional<Network> resnet = as_resnet(weights, said, why_no_resnet);
    const std::string wanted =
        said.architecture ? *said.architecture : architecture_in_config(weights);
    // Whole modules say how they compute; what is no plain ResNet was refused.
    const bool is_stated = !weights.module_attributes.empty() && !said.architecture;
    if (resnet && (wanted == kResNetFamily || says_how_a_resnet_computes(said) || is_stated)) {
        return std::move(*resnet);
    }
    if (resnet && !catalogue_is_there()) return std::move(*resnet);
    const Catalogue& catalogue = Catalogue::installed();
    if (said.architecture) {
        const auto entries = catalogue.named(*said.architecture);
        if (entries.empty()) {
            throw Error(ErrorKind::usage,
                        fmt::format("there is no architecture '{}'", *said.architecture), {},
                        "names are those of timm and torchvision, or resnet for the family");
        }
        return from_catalogue(catalogue.as(entries.front(), weights), entries.front().name, weights,
                              said);
    }
    const ArchitectureMatch match = catalogue.match(weights);
    const MatchedArchitecture* named = named_among(match, wanted);
    if (resnet) {
        // The family's own reading has the kernels, and says what it assumes.
        if (match.candidates.empty()) return std::move(*resnet);
        const auto agrees = [&](const MatchedArchitecture& candidate) {
            return same_operators(resnet->graph, candidate.network.graph);
        };
        if (named != nullptr) {
            if (agrees(*named)) return std::move(*resnet);
            return from_catalogue(*named, wanted, weights, said);
        }
        if (std::ranges::all_of(match.candidates, agrees)) return std::move(*resnet);
        ask_which(names_of(match) + ", resnet (the plain family)", weights);
    }
    if (named != nullptr) return from_catalogue(*named, wanted, weights, said);
    if (match.candidates.size() == 1) {
        return from_catalogue(match.candidates.front(), wanted, weights, said);
    }
    if (match.candidates.size() > 1) ask_which(names_of(match), weights);
    if (!match.refused.empty()) {
        const RefusedArchitecture& refused = match.refused.front();
        throw Error(ErrorKind::model, refused.why, weights.file, refused.hint);
    }
    if (const auto nearest = catalogue.nearest(weights)) {
        throw Error(
            ErrorKind::model, "its keys fit no architecture that we know; " + described(*nearest),
            weights.file, "export it whole, with torch.export.save or as ONNX: see the README");
    }
    throw *why_no_resnet;
}

}  // namespace

Network read_network(StateDict& weights, const SpecOverrides& said) {
    return choose(weights, said);
}

ReadNetwork open_network(const fs::path& path, const SpecOverrides& said) {
    std::error_code unknown;
    if (fs::is_regular_file(path, unknown)) {
        const MappedFile file = map_file(path, ErrorKind::model);
        if (is_exported(file.bytes)) {
            return from_import(read_exported(path, size_said(said)), path, said);
        }
        if (is_onnx(file.bytes)) return from_import(read_onnx(path, size_said(said)), path, said);
    }
    ReadNetwork read;
    read.weights = open_checkpoint(path, said.weights.value_or(std::string()));
    read.model = read_network(read.weights, said);
    return read;
}

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/export.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/message.h"
#include "core/base/sha256.h"
#include "core/base/version.h"
#include "core/checkpoint/checkpoint.h"
#include "core/cost/cost.h"
#include "core/network/network.h"
#include "core/network/onnx/read_onnx.h"
#include "core/network/open_network.h"
#include "core/pruning/channels.h"
#include "core/pruning/choices_json.h"
#include "core/pruning/pruned_onnx.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The config.json of another network must not be lost.
void require_ours(const fs::path& config) {
    std::error_code unknown;
    if (!fs::exists(config, unknown)) return;
    const Json root = Json::parse(text_of(config), nullptr, /*allow_exceptions=*/false);
    if (root.is_object() && root.contains("sescope")) return;
    throw Error(ErrorKind::output, "is there already, and belongs to another network", config,
                "write into a folder of its own: -o FOLDER");
}

/// The weights are read from their file while the new ones are written.
void require_elsewhere(const fs::path& output, const fs::path& source) {
    std::error_code unknown;
    const fs::path file = fs::is_directory(source, unknown) ? source / output.filename() : source;
    if (!fs::equivalent(output, file, unknown)) return;
    throw Error(ErrorKind::output, "is the network that is pruned", output,
                "write into another file or folder");
}

std::string sha256_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    Sha256 hash;
    std::vector<char> buffer(std::size_t{1} << 20);
    while (in) {
        in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        hash.add(std::as_bytes(std::span(buffer).first(static_cast<std::size_t>(in.gcount()))));
    }
    return hash.hex();
}

Json costs(const Network& before, const Network& after) {
    const int size = before.preprocessing.size;
    const auto a = cost_of(before, size, CostConvention::macs);
    const auto b = cost_of(after, size, CostConvention::macs);
    return {{"size", size},
            {"parameters_before", a.parameters()},
            {"parameters_after", b.parameters()},
            {"macs_before", a.operations()},
            {"macs_after", b.operations()}};
}

Json blocks_of(const PruneRequest& request) {
    Json list = Json::array();
    const auto all = verdicts(request.profile, request.thresholds);
    for (const BlockChoice& choice : request.choices) {
        Json entry{{"block", choice.block}, {"replacement", name_of(choice.replacement)}};
        for (const Verdict& verdict : all) {
            if (verdict.block != choice.block) continue;
            entry["verdict"] = name_of(verdict.kind);
            entry["why"] = verdict.sentence.str();
            entry["recommended"] = verdict.prunable;
            entry["parameters"] = verdict.numbers.parameters;
            for (const VerdictRule& rule : verdict_rules()) {
                entry[std::string(rule.key)] = rule.value(verdict.numbers);
            }
        }
        list.push_back(std::move(entry));
    }
    return list;
}

void require_some_gone(const PruneRequest& request, const PrunedNetwork& pruned) {
    const bool any = std::ranges::any_of(
        pruned.channels, [](const ChannelRemoval& removal) { return !removal.gone.empty(); });
    if (any || !request.choices.empty()) return;
    throw Error(ErrorKind::usage, "no channel that is closed for every image can be taken out",
                request.weights.file,
                pruned.channels.empty() ? Text("no gate stays that near to 0 for every image")
                                        : described(pruned.channels.front()));
}

/// What is written must open as what was made.
void require_said_by_keys(const PruneRequest& request, const PrunedNetwork& pruned) {
    if (pruned.channels.empty()) return;
    StateDict written = pruned.weights;
    written.config_json = hub_config_text(pruned.model, request.weights.config_json);
    Text why = "it would open as another network";
    try {
        if (structural_fingerprint(read_network(written, {})) ==
            structural_fingerprint(pruned.model)) {
            return;
        }
    } catch (const Error& error) {
        why = error.said();
    }
    throw Error(ErrorKind::usage,
                text("a state dict cannot say what is left without these channels: {}", why),
                request.weights.file,
                "prove what they save, or take out fewer: the widths of this network are tied");
}

/// `written`: the file that is to be the weights'.
std::string plan_text(const PruneRequest& request, const PrunedNetwork& pruned,
                      const ExportPaths& paths, const fs::path& written) {
    const ProfileOrigin& origin = request.profile.origin;
    Json thresholds = Json::object();
    for (const VerdictRule& rule : verdict_rules()) {
        thresholds[std::string(rule.key)] = request.thresholds.*rule.threshold;
    }
    thresholds["margin"] = request.thresholds.margin;
    thresholds["late_stage"] = request.thresholds.late_stage;
    const Json plan{{"format", 1},
                    {"sescope_version", kVersion},
                    {"source",
                     {{"file", request.weights.file.filename().string()},
                      {"architecture", request.model.architecture},
                      {"fingerprint", network_fingerprint(request.weights)}}},
                    {"profile",
                     {{"images", request.profile.images()},
                      {"data_root", origin.data_root},
                      {"data_fingerprint", origin.data_fingerprint},
                      {"partial", request.profile.partial()}}},
                    {"thresholds", thresholds},
                    {"blocks", blocks_of(request)},
                    {"channels", to_json(pruned.channels)},
                    {"cost", costs(request.model, pruned.model)},
                    {"result",
                     {{"file", paths.weights.filename().string()},
                      {"architecture", pruned.model.architecture},
                      {"fingerprint", network_fingerprint(pruned.weights)},
                      {"sha256", sha256_of(written)}}}};
    return plan.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

void require_place_for_constants(const PrunedNetwork& pruned, const StateDict& source) {
    if (pruned.held.empty()) return;
    throw Error(ErrorKind::usage,
                text("the mean gate of {} unit(s) cannot be folded into the weights beside them, "
                     "and the original's keys have no place for it",
                     pruned.held.size()),
                source.file, "replace it by the identity, leave it in, or write ONNX");
}

fs::path write_state_dict(const PrunedNetwork& pruned, const StateDict& source,
                          const ExportPaths& paths, FilesTogether& files) {
    // "pt": what transformers and timm expect of tensors written by PyTorch.
    const fs::path written = files.write(paths.weights, [&](std::ostream& out) {
        write_safetensors(out, pruned.weights, {{"format", "pt"}});
    });
    files.write(paths.config, hub_config_text(pruned.model, source.config_json));
    return written;
}

/// What was written is read again before it takes its place: a network whose outputs have other
/// shapes would be worse than none.
void require_readable(const fs::path& written, const fs::path& path, const Network& network) {
    const Preprocessing& images = network.preprocessing;
    const ImportedNetwork again = read_onnx(written, InputSize{images.size, images.columns()});
    const auto outputs = [&](const graph::Graph& graph) {
        std::vector<graph::Shape> inputs{graph.value(graph.inputs.front()).shape};
        inputs.front().at(0) = 1;
        inputs.front().at(2) = images.size;
        inputs.front().at(3) = images.columns();
        const auto shapes = graph::infer_shapes(graph, inputs);
        std::vector<graph::Shape> given;
        for (const graph::ValueId id : graph.outputs) {
            given.push_back(shapes[static_cast<std::size_t>(id)]);
        }
        return given;
    };
    if (outputs(again.graph) == outputs(network.graph)) return;
    throw Error(ErrorKind::internal, "would have outputs of other shapes than the network", path);
}

fs::path write_onnx(const PrunedNetwork& pruned, const StateDict& source, const fs::path& path,
                    FilesTogether& files) {
    const onnx::Document document = pruned_onnx(pruned, source, path);
    fs::path written = onnx::write(document, path, files);
    // External data stands beside under another name until it takes its place.
    if (document.data.size() == 0) require_readable(written, path, pruned.model);
    return written;
}

}  // namespace

std::string_view name_of(ExportFormat format) noexcept {
    return format == ExportFormat::onnx ? "ONNX" : "safetensors";
}

ExportPaths export_paths(const fs::path& output, const StateDict& source,
                         std::optional<ExportFormat> said) {
    const bool is_whole = source.container == "ONNX" || source.container == "torch.export";
    std::optional<ExportFormat> named;
    if (output.extension() == ".onnx") named = ExportFormat::onnx;
    if (output.extension() == ".safetensors") named = ExportFormat::safetensors;
    if (said && named && *said != *named) {
        throw Error(ErrorKind::usage,
                    text("{} would be written under a name of {}", name_of(*said), name_of(*named)),
                    output, "give it another name, or leave out the format");
    }
    const auto usual = is_whole ? ExportFormat::onnx : ExportFormat::safetensors;
    ExportPaths paths;
    paths.format = said.value_or(named.value_or(usual));
    const bool is_onnx = paths.format == ExportFormat::onnx;
    paths.weights = named ? output : output / (is_onnx ? "model.onnx" : "model.safetensors");
    if (!is_onnx) paths.config = paths.weights.parent_path() / "config.json";
    paths.plan = paths.weights;
    paths.plan.replace_extension(".plan.json");
    return paths;
}

void require_profile_of(const ExcitationProfile& profile, const StateDict& weights) {
    const std::string fingerprint = network_fingerprint(weights);
    if (profile.origin.network_fingerprint == fingerprint) return;
    throw Error(ErrorKind::data,
                text("the profile is of another network ({}, fingerprint {}; the weights' is {})",
                     profile.origin.network_file, profile.origin.network_fingerprint.substr(0, 12),
                     fingerprint.substr(0, 12)),
                weights.file, "make a profile of these weights with sescope analyze");
}

void require_places(const ExportPaths& paths, const StateDict& source) {
    require_elsewhere(paths.weights, source.file);
    if (!paths.config.empty()) require_ours(paths.config);
    // A folder that is not there is made when all else is known to be right.
    const fs::path folder = paths.weights.parent_path();
    std::error_code unknown;
    if (!folder.empty() && !fs::exists(folder, unknown) && !unknown) return;
    for (const fs::path& file : {paths.weights, paths.config, paths.plan}) {
        if (!file.empty()) require_writable(file);
    }
}

PrunedNetwork export_pruned(const PruneRequest& request, const ExportPaths& paths,
                            const AlsoWrite& also) {
    require_profile_of(request.profile, request.weights);
    require_places(paths, request.weights);
    const bool is_onnx = paths.format == ExportFormat::onnx;
    PrunedNetwork pruned =
        prune(request.model, request.weights, request.choices, mean_gates(request.profile));
    if (!request.channels.empty()) {
        take_out_channels(pruned, request.channels, request.records);
        require_some_gone(request, pruned);
    }
    if (!is_onnx) require_place_for_constants(pruned, request.weights);
    if (!is_onnx) require_said_by_keys(request, pruned);
    if (!paths.weights.parent_path().empty()) {
        std::error_code failed;  // the writer says what is wrong with a folder that is not there
        fs::create_directories(paths.weights.parent_path(), failed);
    }
    FilesTogether files;
    const fs::path written = is_onnx ? write_onnx(pruned, request.weights, paths.weights, files)
                                     : write_state_dict(pruned, request.weights, paths, files);
    if (also) also(pruned, files);
    files.write(paths.plan, plan_text(request, pruned, paths, written));
    // Before anything that stands there is replaced.
    require_unchanged(request.weights);
    files.commit();
    return pruned;
}

}  // namespace sescope

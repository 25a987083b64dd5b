// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/checkpoint/state_dict.h"
#include "core/network/network_spec.h"
#include "core/network/network_value.h"

namespace sescope {

/// What a person says of a network beyond what its file tells. Each is one flag; an absent value
/// leaves what was read or assumed.
struct SpecOverrides {
    std::optional<int> stride_in{};   ///< 1: stride in conv1, 2: in conv2 (3x3)
    std::optional<bool> ceil_mode{};  ///< of the stem's max pool (true implies padding 0)
    std::optional<double> bn_eps{};
    std::optional<GateFunction> gate{};
    std::optional<std::string> preset{};        ///< name in preprocessing_presets()
    std::optional<std::string> architecture{};  ///< of the catalogue, or "resnet": that family
    std::optional<int> size{};
    std::optional<int> width{};  ///< where the input is no square
    std::optional<double> crop_pct{};
    std::optional<Interpolation> interpolation{};
    std::optional<std::array<float, 3>> mean{};
    std::optional<std::array<float, 3>> std{};
    std::optional<std::vector<float>> array_mean{};  ///< of each channel of .npy arrays
    std::optional<std::vector<float>> array_std{};
    std::optional<bool> bgr{};
    std::optional<bool> fast_decode{};  ///< Preprocessing::fast_decode
    std::optional<SePlace> se_place{};
    std::optional<std::array<int, 4>> stage_strides{};  ///< of stages 2..5
    std::optional<int> stem_stride{};                   ///< of its first convolution
    std::optional<bool> stem_pool{};                    ///< false: no max pool behind the stem
    std::optional<std::string> weights{};               ///< see open_checkpoint
};

/// Reads the architecture from keys and shapes (and config.json where there is one). What could
/// not be read is assumed and listed. Throws Error{model} when the keys are those of no layout that
/// we know, naming what was found, or when a key is left over or missing, naming it.
ResNetSpec read_resnet(const StateDict& weights, const SpecOverrides& overrides = {});

/// A network of the ResNet family, by its keys. Throws as `read_resnet`.
Network read_resnet_network(const StateDict& weights, const SpecOverrides& overrides = {});

/// What was said of a network when it was read, out of what is recorded of it: conventions (see
/// Network::conventions), and how images were prepared.
SpecOverrides said_of(std::string_view conventions, const Preprocessing& preprocessing);

/// A network of the parametric ResNet family as a graph. Its sites are numbered as the paper does:
/// by block, whether or not the blocks before have a gate.
Network network_of(const ResNetSpec& spec);

/// What to build by name.
struct BuildOptions {
    std::string architecture =
        "se_resnet50";  ///< see architecture_names(); "legacy_.." for stride in conv1
    int classes = 1000;
    int reduction = 16;
    std::vector<int> se_stages{2, 3, 4, 5};
    SePlace place = SePlace::standard;
    SqueezeOperator squeeze = SqueezeOperator::average;
    GateFunction gate = GateFunction::sigmoid;
    bool se_bias = true;
    bool se_linear = false;
    std::optional<int> size{};
    std::optional<int> stride_in{};
};
/// Throws Error{usage} listing the names when `architecture` is not among them.
ResNetSpec build_resnet(const BuildOptions& options);
std::vector<std::string> architecture_names();

Network build_network(const BuildOptions& options);

/// The same network with the gates of the sites of these labels taken as 1; what is left of the
/// sites keeps its labels.
Network without_gates(const Network& network, std::span<const std::string> labels);
/// The same without any gate.
Network without_gates(const Network& network);
/// Of a network that has lost its last gate: assumptions about gates, and a name that says it has
/// some, go.
void forget_gates(Network& network);
/// Finds the gates of a graph that was rewritten anew; sites that are still there keep their
/// labels.
void renew_sites(Network& network);

/// The names that a layout gives to the parts of a network (core/network/layout_keys.h).
struct LayoutKeys;

/// A layout of keys: how a family of checkpoints names things, and what its networks have in common
/// that keys and shapes do not tell. Adding one is adding a row; the first that recognises a
/// checkpoint reads it.
struct LayoutRow {
    std::string_view name;
    std::string_view families;  ///< for the documentation: "timm seresnet*, seresnext*"
    bool (*recognises)(const StateDict&);
    LayoutKeys (*keys)(const StateDict&);
    bool stride_in_conv1 = false;  ///< of bottlenecks without groups
    bool ceil_mode = false;        ///< of the stem's max pool, which then has no padding
    std::string_view preset;       ///< its usual row in preprocessing_presets()
};
std::span<const LayoutRow> layouts();

/// Named ways of preparing images; the first one is the default.
struct PreprocessingPreset {
    std::string_view name;
    std::string_view used_by;
    Preprocessing value;
};
std::span<const PreprocessingPreset> preprocessing_presets();
/// Replaces what is said otherwise: a whole preset, then single values. Throws Error{usage} for a
/// preset that is not there and for values that make no sense.
void apply_said(Preprocessing& value, const SpecOverrides& said);
/// The same for what config.json beside the weights says: sizes, means, and the classes' names.
/// What it says of a head of another size, and what makes no sense, is left out and remarked on.
void apply_config(Network& network, const StateDict& weights, const SpecOverrides& said);
/// A row that has in common with `value` what config.json has no field for.
std::string_view base_preset(const Preprocessing& value);

/// The description that profiles of formats 1 and 2 hold, as JSON text. Throws Error{data}.
ResNetSpec resnet_from_json(std::string_view text);
std::string resnet_to_json(const ResNetSpec& spec);

/// The text of a config.json for weights of this network: timm's fields (those of `original`, where
/// it is one, are kept), and an object "sescope" with all that keys and shapes do not tell, from
/// which `read_network` gives this network again without assuming.
std::string hub_config_text(const Network& network, std::string_view original);

/// Throws Error{model} naming the first tensor that holds NaN or infinity. Reads all weights.
void require_finite(const StateDict& weights);

}  // namespace sescope

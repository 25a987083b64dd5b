// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "core/network/head_keys.h"
#include "core/network/layout_keys.h"
#include "core/network/network.h"

namespace sescope {
namespace {

bool any_key_has(const StateDict& weights, std::string_view part) {
    return std::ranges::any_of(weights.tensors(), [part](const TensorEntry& tensor) {
        return tensor.name.find(part) != std::string::npos;
    });
}

bool has(const StateDict& weights, const std::string& prefix) {
    return weights.contains(prefix + ".weight");
}

// The first of the names that the checkpoint has; the first of all when it has none, so that the
// message about a missing key names the usual one.
std::string first_present(const StateDict& weights, std::initializer_list<const char*> names) {
    for (const char* name : names) {
        if (has(weights, name)) return name;
    }
    return *names.begin();
}

// Cadene's pretrained-models: the stem is a module of its own, with one convolution (SE-ResNet) or
// three (SENet-154).
bool is_legacy(const StateDict& weights) {
    return any_key_has(weights, ".se_module.") || has(weights, "layer0.conv1");
}

LayoutKeys legacy_keys(const StateDict& weights) {
    LayoutKeys keys;
    keys.stem = {{"layer0.conv1", "layer0.bn1"}};
    for (const char* n : {"2", "3"}) {
        if (has(weights, std::string("layer0.conv") + n)) {
            keys.stem.emplace_back(std::string("layer0.conv") + n, std::string("layer0.bn") + n);
        }
    }
    keys.se = {{"se_module.fc1", "se_module.fc2"}};
    keys.head = first_present(weights, {"last_linear", "fc"});
    return keys;
}

// mmpretrain, once mmcls: backbone and head are two modules; the SE layer's convolutions are
// wrapped in ConvModule since mmcls 0.6.
bool is_mmpretrain(const StateDict& weights) {
    return any_key_has(weights, ".se_layer.") || has(weights, "backbone.conv1") ||
           (has(weights, "head.fc") && !any_key_has(weights, ".se."));
}

LayoutKeys mmpretrain_keys(const StateDict& weights) {
    LayoutKeys keys;
    const bool rooted = any_key_has(weights, "backbone.layer1.");
    keys.root = rooted ? "backbone." : "";
    const auto& root = keys.root;
    if (has(weights, root + "stem.0.conv")) {  // deep stem of ConvModules
        for (const std::string n : {"0", "1", "2"}) {
            const std::string part = fmt::format("{}stem.{}", root, n);
            keys.stem.emplace_back(part + ".conv", part + ".bn");
        }
    } else if (has(weights, root + "stem.0")) {  // the same as a plain sequence
        keys.stem = {{root + "stem.0", root + "stem.1"},
                     {root + "stem.3", root + "stem.4"},
                     {root + "stem.6", root + "stem.7"}};
    } else {
        keys.stem = {{root + "conv1", root + "bn1"}};
    }
    keys.se = {{"se_layer.conv1.conv", "se_layer.conv2.conv"},
               {"se_layer.conv1", "se_layer.conv2"}};
    keys.head = first_present(weights, {"head.fc", "fc"});
    return keys;
}

// torchvision's ResNet, and SE networks built on it whose FCs are nn.Linear (moskomule). timm's
// plain ResNets carry the same keys.
bool is_torchvision(const StateDict& weights) {
    if (!has(weights, "conv1") || any_key_has(weights, ".se.fc1.")) return false;
    return any_key_has(weights, ".se.fc.") || !any_key_has(weights, ".se.");
}

LayoutKeys torchvision_keys(const StateDict& weights) {
    LayoutKeys keys;
    keys.stem = {{"conv1", "bn1"}};
    keys.se = {{"se.fc.0", "se.fc.2"}};
    keys.head = first_present(weights, {"fc"});
    return keys;
}

bool is_timm(const StateDict& weights) {
    return any_key_has(weights, ".se.") || has(weights, "conv1") || has(weights, "conv1.0");
}

LayoutKeys timm_keys(const StateDict& weights) {
    LayoutKeys keys;
    if (has(weights, "conv1.0")) {  // deep stem: conv, norm, act, conv, norm, act, conv | norm
        keys.stem = {{"conv1.0", "conv1.1"}, {"conv1.3", "conv1.4"}, {"conv1.6", "bn1"}};
    } else {
        keys.stem = {{"conv1", "bn1"}};
    }
    keys.se = {{"se.fc1", "se.fc2"}};
    keys.head = first_present(weights, {"fc"});
    return keys;
}

// nn.Sequential(*resnet.children()): convolution, norm, ReLU and maybe a max pool, then the stages.
// fastai puts its own head behind it, as "1." beside "0.".
std::string sequential_root(const StateDict& weights) {
    for (const char* root : {"", "0."}) {
        for (const char* first : {"3", "4"}) {
            if (has(weights, fmt::format("{}{}.0.conv1", root, first)) &&
                has(weights, fmt::format("{}0", root)) && has(weights, fmt::format("{}1", root))) {
                return fmt::format("{}{}", root, first);
            }
        }
    }
    return {};
}

bool is_sequential(const StateDict& weights) {
    return !sequential_root(weights).empty();
}

LayoutKeys sequential_keys(const StateDict& weights) {
    const auto first = sequential_root(weights);
    LayoutKeys keys;
    keys.root = first.substr(0, first.size() - 1);
    keys.stem = {{keys.root + "0", keys.root + "1"}};
    const int number = first.back() - '0';
    for (int i = 0; i < 4; ++i)
        keys.stages[static_cast<std::size_t>(i)] = std::to_string(number + i);
    keys.has_pool = number == 4;
    keys.se = {{"se.fc.0", "se.fc.2"}, {"se.fc1", "se.fc2"}};
    keys.head = fmt::format("{}{}", keys.root, number + 5);
    return keys;
}

}  // namespace

std::vector<LayoutKeys::Pair> stem_in_order(const StateDict& weights, const LayoutKeys& keys) {
    std::vector<LayoutKeys::Pair> stem;
    for (const auto& tensor : weights.tensors()) {
        const auto& name = tensor.name;
        if (!name.starts_with(keys.root)) continue;
        if (name.starts_with(keys.root + keys.stages.front() + ".")) break;
        constexpr std::string_view weight = ".weight";
        constexpr std::string_view mean = ".running_mean";
        if (tensor.shape.size() == 4 && name.ends_with(weight)) {
            stem.emplace_back(name.substr(0, name.size() - weight.size()), "");
        } else if (name.ends_with(mean) && !stem.empty() && stem.back().second.empty()) {
            stem.back().second = name.substr(0, name.size() - mean.size());
        }
    }
    return stem;
}

std::string only_classifier(const StateDict& weights, const LayoutKeys& keys) {
    constexpr std::string_view weight = ".weight";
    std::string found;
    for (const auto& tensor : weights.tensors()) {
        const auto& name = tensor.name;
        const bool is_stage = std::ranges::any_of(keys.stages, [&](const std::string& stage) {
            return name.starts_with(keys.root + stage + ".");
        });
        if (is_stage || tensor.shape.size() != 2 || !name.ends_with(weight)) continue;
        if (is_beside_classifier(name)) continue;
        if (!found.empty()) return {};
        found = name.substr(0, name.size() - weight.size());
    }
    return found;
}

std::span<const LayoutRow> layouts() {
    static constexpr std::array<LayoutRow, 5> rows{{
        {"legacy", "timm legacy_se*, Cadene se_resnet*, se_resnext*, senet154", is_legacy,
         legacy_keys, true, true, "legacy"},
        {"mmpretrain", "mmpretrain SE-ResNet", is_mmpretrain, mmpretrain_keys, false, false,
         "mmpretrain"},
        {"torchvision", "torchvision ResNet, SE-ResNet with linear layers", is_torchvision,
         torchvision_keys, false, false, "torchvision"},
        {"timm", "timm seresnet*, seresnext*", is_timm, timm_keys, false, false, "timm-ra2"},
        {"sequential", "nn.Sequential of a ResNet's children", is_sequential, sequential_keys,
         false, false, "torchvision"},
    }};
    return rows;
}

}  // namespace sescope

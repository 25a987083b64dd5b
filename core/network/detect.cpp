// SPDX-License-Identifier: GPL-3.0-or-later
// StateDict -> ResNetSpec: first what keys and shapes say (here), then what they do not
// (conventions.cpp, config_json.cpp).
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/network/config_json.h"
#include "core/network/config_sections.h"
#include "core/network/conventions.h"
#include "core/network/key_reader.h"
#include "core/network/layout_keys.h"
#include "core/network/network.h"
#include "core/network/read_head.h"

namespace sescope {
namespace {

constexpr std::array kShortcuts{"downsample", "shortcut", "identity_downsample", "skip"};

[[noreturn]] void refuse_unknown(const StateDict& weights) {
    constexpr std::size_t kShown = 3;
    std::string first;
    for (const auto& tensor : weights.tensors()) {
        if (!first.empty()) first += ", ";
        first += "'" + tensor.name.substr(0, 80) + "'";
        if (&tensor == &weights.tensors()[std::min(weights.size(), kShown) - 1]) break;
    }
    std::string families;
    for (const auto& row : layouts()) {
        families += (families.empty() ? "" : "; ") + std::string(row.families);
    }
    throw Error(ErrorKind::model,
                weights.empty() ? Text("holds no tensors")
                                : text("is not a ResNet that we know: its {} tensors begin with {}",
                                       weights.size(), first),
                weights.file, text("supported are {}", families));
}

const LayoutRow& layout_of(const StateDict& weights) {
    for (const auto& row : layouts()) {
        if (!row.recognises(weights)) continue;
        const auto keys = row.keys(weights);
        if (weights.contains(keys.root + keys.stages.front() + ".0.conv1.weight") ||
            weights.contains(keys.stem.front().first + ".weight")) {
            return row;
        }
    }
    refuse_unknown(weights);
}

// A max pool of three follows every stem; its first convolution halves the image (convention).
StemSpec read_stem(KeyReader& reader, const LayoutKeys& keys) {
    StemSpec stem;
    int channels = 0;
    for (const auto& [conv, norm] : keys.stem) {
        stem.convs.push_back(reader.conv(conv, norm, channels));
        channels = stem.convs.back().out;
    }
    return stem;
}

std::string shortcut_prefix(const KeyReader& reader, const BlockSpec& block) {
    for (const char* name : kShortcuts) {
        const auto prefix = fmt::format("{}.{}.", block.prefix, name);
        if (reader.has_prefix(prefix)) return prefix;
    }
    return {};
}

// The convolution stands at ".0", or at ".1" behind an average pool (which has no keys).
std::optional<Shortcut> read_shortcut(KeyReader& reader, const BlockSpec& block) {
    const auto prefix = shortcut_prefix(reader, block);
    if (prefix.empty()) {
        if (block.channels_in() == block.channels_out()) return std::nullopt;
        reader.fail(
            text("the key '{}.downsample.0.weight' is missing: {} turns {} channels into {}",
                 block.prefix, block.prefix, block.channels_in(), block.channels_out()),
            "the checkpoint is incomplete; save the whole state dict");
    }
    Shortcut shortcut;
    shortcut.average_pool = !reader.has(prefix + "0.weight");
    const int at = shortcut.average_pool ? 1 : 0;
    shortcut.conv = reader.conv(prefix + std::to_string(at), prefix + std::to_string(at + 1),
                                block.channels_in());
    if (shortcut.conv.out != block.channels_out()) {
        reader.fail(text("the tensor '{}.weight' should put out {} channels, found {}",
                         shortcut.conv.conv, block.channels_out(), shortcut.conv.out),
                    "the checkpoint mixes parts of different networks");
    }
    return shortcut;
}

// Sets the place by the channels; fails where they fit none.
void place_se(const KeyReader& reader, SeSpec& se, const BlockSpec& block) {
    const bool bottleneck = block.convs.size() == 3;
    if (se.channels == block.channels_out()) {
        se.place = SePlace::standard;
    } else if (bottleneck && se.channels == block.convs[1].out) {
        se.place = SePlace::after_3x3;
    } else if (se.channels == block.channels_in()) {
        se.place = SePlace::pre;
    } else {
        reader.fail(
            text("the tensor '{}.weight' should take the {} channels of its block, found {}",
                 se.fc1, block.channels_out(), se.channels),
            "the checkpoint mixes parts of different networks");
    }
}

// By the layout's names, else by its shapes: whatever its name, a pair of layers C -> h -> C.
std::optional<SeSpec> read_se(KeyReader& reader, const LayoutKeys& keys, const BlockSpec& block) {
    std::optional<SeSpec> se;
    for (const auto& [fc1, fc2] : keys.se) {
        const auto first = block.prefix + "." + fc1;
        const auto second = block.prefix + "." + fc2;
        if (!reader.has(first + ".weight") && !reader.has(second + ".weight")) continue;
        se = reader.se(first, second);
        break;
    }
    if (!se) {
        if (const auto pair = reader.only_pair(block.prefix + ".")) {
            se = reader.se(pair->first, pair->second);
        }
    }
    if (se) place_se(reader, *se, block);
    return se;
}

BlockSpec read_block(KeyReader& reader, const LayoutKeys& keys, int stage, int index, int convs,
                     int channels) {
    BlockSpec block;
    block.stage = stage;
    block.index = index;
    block.prefix = fmt::format("{}{}.{}", keys.root, keys.stage(stage), index - 1);
    for (int i = 1; i <= convs; ++i) {
        block.convs.push_back(reader.conv(fmt::format("{}.conv{}", block.prefix, i),
                                          fmt::format("{}.bn{}", block.prefix, i), channels));
        channels = block.convs.back().out;
    }
    block.shortcut = read_shortcut(reader, block);
    block.se = read_se(reader, keys, block);
    return block;
}

// Networks for small images have three.
int count_stages(const KeyReader& reader, const LayoutKeys& keys) {
    int stages = 1;
    while (stages < LayoutKeys::kMostStages &&
           reader.has_prefix(keys.root + keys.stage(stages + 2) + ".")) {
        ++stages;
    }
    return stages;
}

std::vector<BlockSpec> read_blocks(KeyReader& reader, const LayoutKeys& keys, int channels) {
    std::vector<BlockSpec> blocks;
    const int stages = count_stages(reader, keys);
    const auto first = keys.root + keys.stages.front() + ".0.";
    // One kind of block a network: bottlenecks have a third convolution.
    const int convs =
        reader.has(first + "conv3.weight") || reader.has_prefix(first + "bn3.") ? 3 : 2;
    for (int stage = 2; stage < 2 + stages; ++stage) {
        const auto prefix = keys.root + keys.stage(stage) + ".";
        const int count = std::max(reader.children(prefix), 1);  // a stage has at least one
        for (int index = 1; index <= count; ++index) {
            blocks.push_back(read_block(reader, keys, stage, index, convs, channels));
            channels = blocks.back().channels_out();
        }
    }
    return blocks;
}

// Stems and classifiers under names of their own.
LayoutKeys completed(LayoutKeys keys, const StateDict& weights) {
    if (!weights.contains(keys.stem.front().first + ".weight")) {
        auto stem = stem_in_order(weights, keys);
        if (!stem.empty()) keys.stem = std::move(stem);
    }
    if (!weights.contains(keys.head + ".weight")) {
        const auto head = only_classifier(weights, keys);
        if (!head.empty()) keys.head = head;
    }
    return keys;
}

// Units by other names than the layout's compute as SE units do, as far as shapes tell.
void assume_unit(ResNetSpec& spec, const LayoutKeys& keys) {
    for (const auto& block : spec.blocks) {
        if (!block.se) continue;
        const bool is_known = std::ranges::any_of(keys.se, [&](const auto& names) {
            return block.se->fc1 == block.prefix + "." + names.first;
        });
        if (is_known) return;
        spec.assumptions.push_back({"the unit", "mean, layer, ReLU, layer, gate",
                                    text("the shapes of {} and {}; no layout has such names",
                                         block.se->fc1, block.se->fc2),
                                    "an export to ONNX or .pt2"});
        return;
    }
}

}  // namespace

ResNetSpec read_resnet(const StateDict& weights, const SpecOverrides& given) {
    return read_resnet_and_heads(weights, given).spec;
}

ReadResNet read_resnet_and_heads(const StateDict& weights, const SpecOverrides& given) {
    SpecOverrides overrides = with_recorded_conventions(given, weights);
    const auto& layout = layout_of(weights);
    const auto keys = completed(layout.keys(weights), weights);
    KeyReader reader(weights);
    reader.set_known_as(fmt::format("read as the {} layout", layout.name));
    ReadResNet read;
    ResNetSpec& spec = read.spec;
    spec.layout = layout.name;
    spec.stem = read_stem(reader, keys);
    spec.blocks = read_blocks(reader, keys, spec.stem.convs.back().out);
    read_head(reader, weights, keys, spec);
    read.keys_left = leave_out_heads(reader, spec, keys);
    reader.expect_all_read();
    spec.architecture = architecture_name(spec);
    spec.relu_before_gate = layout.name == "legacy" && spec.blocks.front().convs.size() == 2;
    const std::string named = architecture_in_config(weights);
    spec.averages_to_stride =
        named.find("resnetaa") != std::string::npos || named.find("resnextaa") != std::string::npos;
    assume_unit(spec, keys);
    if (!overrides.stem_pool) overrides.stem_pool = keys.has_pool;
    // The size of images tells stems apart, and is listed behind what is assumed of the network.
    auto assumed = std::exchange(spec.assumptions, {});
    choose_preprocessing(spec, layout, weights, overrides);
    const auto of_images = std::exchange(spec.assumptions, std::move(assumed));
    assume_conventions(spec, layout, weights, overrides);
    spec.assumptions.insert(spec.assumptions.end(), of_images.begin(), of_images.end());
    return read;
}

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
// StateDict -> ResNetSpec: first what keys and shapes say (here), then what they do not
// (conventions.cpp, config_json.cpp).
#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/network/config_json.h"
#include "core/network/config_sections.h"
#include "core/network/conventions.h"
#include "core/network/key_reader.h"
#include "core/network/layout_keys.h"
#include "core/network/network.h"

namespace sescope {
namespace {

constexpr int kStages = 4;

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
                weights.empty() ? "holds no tensors"
                                : fmt::format("is not a ResNet that we know: its {} tensors begin "
                                              "with {}",
                                              weights.size(), first),
                weights.file, "supported are " + families);
}

const LayoutRow& layout_of(const StateDict& weights) {
    for (const auto& row : layouts()) {
        if (!row.recognises(weights)) continue;
        const auto keys = row.keys(weights);
        if (weights.contains(keys.root + "layer1.0.conv1.weight") ||
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
    if (stem.convs.front().in != 3) {
        reader.fail(fmt::format("the tensor '{}.weight' takes {} channels rather than 3",
                                keys.stem.front().first, stem.convs.front().in),
                    "use a network for colour images");
    }
    return stem;
}

// The convolution stands at ".0", or at ".1" behind an average pool (which has no keys).
std::optional<Shortcut> read_shortcut(KeyReader& reader, const BlockSpec& block) {
    const auto prefix = block.prefix + ".downsample.";
    if (!reader.has_prefix(prefix)) {
        if (block.channels_in() == block.channels_out()) return std::nullopt;
        reader.fail(fmt::format("the key '{}0.weight' is missing: {} turns {} channels into {}",
                                prefix, block.prefix, block.channels_in(), block.channels_out()),
                    "the checkpoint is incomplete; save the whole state dict");
    }
    Shortcut shortcut;
    shortcut.average_pool = !reader.has(prefix + "0.weight");
    const int at = shortcut.average_pool ? 1 : 0;
    shortcut.conv = reader.conv(prefix + std::to_string(at), prefix + std::to_string(at + 1),
                                block.channels_in());
    if (shortcut.conv.out != block.channels_out()) {
        reader.fail(fmt::format("the tensor '{}.weight' should put out {} channels, found {}",
                                shortcut.conv.conv, block.channels_out(), shortcut.conv.out),
                    "the checkpoint mixes parts of different networks");
    }
    return shortcut;
}

std::optional<SeSpec> read_se(KeyReader& reader, const LayoutKeys& keys, const BlockSpec& block) {
    for (const auto& [fc1, fc2] : keys.se) {
        const auto first = block.prefix + "." + fc1;
        const auto second = block.prefix + "." + fc2;
        if (!reader.has(first + ".weight") && !reader.has(second + ".weight")) continue;
        auto se = reader.se(first, second);
        const bool bottleneck = block.convs.size() == 3;
        if (se.channels == block.channels_out()) {
            se.place = SePlace::standard;
        } else if (bottleneck && se.channels == block.convs[1].out) {
            se.place = SePlace::after_3x3;
        } else if (se.channels == block.channels_in()) {
            se.place = SePlace::pre;
        } else {
            reader.fail(fmt::format("the tensor '{}.weight' should take the {} channels of its "
                                    "block, found {}",
                                    first, block.channels_out(), se.channels),
                        "the checkpoint mixes parts of different networks");
        }
        return se;
    }
    return std::nullopt;
}

BlockSpec read_block(KeyReader& reader, const LayoutKeys& keys, int stage, int index, int convs,
                     int channels) {
    BlockSpec block;
    block.stage = stage;
    block.index = index;
    block.prefix = fmt::format("{}layer{}.{}", keys.root, stage - 1, index - 1);
    for (int i = 1; i <= convs; ++i) {
        block.convs.push_back(reader.conv(fmt::format("{}.conv{}", block.prefix, i),
                                          fmt::format("{}.bn{}", block.prefix, i), channels));
        channels = block.convs.back().out;
    }
    block.shortcut = read_shortcut(reader, block);
    block.se = read_se(reader, keys, block);
    return block;
}

std::vector<BlockSpec> read_blocks(KeyReader& reader, const LayoutKeys& keys, int channels) {
    std::vector<BlockSpec> blocks;
    // One kind of block a network: bottlenecks have a third convolution.
    const int convs = reader.has(keys.root + "layer1.0.conv3.weight") ||
                              reader.has_prefix(keys.root + "layer1.0.bn3.")
                          ? 3
                          : 2;
    for (int stage = 2; stage < 2 + kStages; ++stage) {
        const auto prefix = fmt::format("{}layer{}.", keys.root, stage - 1);
        const int count = std::max(reader.children(prefix), 1);  // a stage has at least one
        for (int index = 1; index <= count; ++index) {
            blocks.push_back(read_block(reader, keys, stage, index, convs, channels));
            channels = blocks.back().channels_out();
        }
    }
    return blocks;
}

/// The name that config.json gives the architecture; empty where it gives none.
std::string architecture_named(const StateDict& weights) {
    if (weights.config_json.empty()) return {};
    try {
        return read_hub_config(weights.config_json, weights.file, 0).architecture;
    } catch (const Error&) {
        return {};  // whoever reads the rest of it complains
    }
}

}  // namespace

ResNetSpec read_resnet(const StateDict& weights, const SpecOverrides& given) {
    const SpecOverrides overrides = with_recorded_conventions(given, weights);
    const auto& layout = layout_of(weights);
    const auto keys = layout.keys(weights);
    KeyReader reader(weights);
    reader.set_known_as(fmt::format("read as the {} layout", layout.name));
    ResNetSpec spec;
    spec.layout = layout.name;
    spec.stem = read_stem(reader, keys);
    spec.blocks = read_blocks(reader, keys, spec.stem.convs.back().out);
    spec.head = reader.head(keys.head, spec.blocks.back().channels_out());
    reader.expect_all_read();
    spec.architecture = architecture_name(spec);
    spec.relu_before_gate = layout.name == "legacy" && spec.blocks.front().convs.size() == 2;
    const std::string named = architecture_named(weights);
    spec.averages_to_stride =
        named.find("resnetaa") != std::string::npos || named.find("resnextaa") != std::string::npos;
    assume_conventions(spec, layout, weights, overrides);
    choose_preprocessing(spec, layout, weights, overrides);
    return spec;
}

}  // namespace sescope

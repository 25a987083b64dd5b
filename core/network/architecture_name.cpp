// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>

#include "core/network/conventions.h"

namespace sescope {
namespace {

// "-C": three 3x3 convolutions in the stem; "-D": those and average-pool shortcuts; "-T": the same
// with a stem that widens (timm's names).
std::string stem_suffix(const ResNetSpec& spec) {
    const auto& convs = spec.stem.convs;
    const bool pooled = std::ranges::any_of(spec.blocks, [](const BlockSpec& block) {
        return block.shortcut && block.shortcut->average_pool;
    });
    if (convs.size() < 3) return pooled ? "-B" : "";
    if (!pooled) return "-C";
    return convs[0].out == convs[1].out ? "-D" : "-T";
}

}  // namespace

std::string architecture_name(const ResNetSpec& spec) {
    const auto& first = spec.blocks.front();
    const bool bottleneck = first.convs.size() == 3;
    const auto layers = spec.blocks.size() * (bottleneck ? 3 : 2);
    const auto depth = layers + 2;  // a deep stem counts as one, as in the names people use
    const auto& conv2 = first.convs[1];
    const auto se =
        std::ranges::any_of(spec.blocks, [](const auto& b) { return b.se.has_value(); });
    // SENet-154 counts all its layers: 64 groups, a first convolution of half their width.
    const auto stem = spec.stem.convs.size();
    if (conv2.groups == 64 && first.convs[0].out * 2 == conv2.out && stem == 3) {
        return fmt::format("{}Net-{}", se ? "SE" : "Res", layers + stem + 1);
    }
    const std::string prefix = se ? "SE-" : "";
    const auto suffix = stem_suffix(spec);
    if (conv2.groups > 1) {
        return fmt::format("{}ResNeXt-{}{} {}x{}d", prefix, depth, suffix, conv2.groups,
                           conv2.out / conv2.groups);
    }
    const int usual = spec.stem.convs.back().out;
    if (bottleneck && conv2.out == 2 * usual) {
        return fmt::format("{}Wide-ResNet-{}{}", prefix, depth, suffix);
    }
    return fmt::format("{}ResNet-{}{}", prefix, depth, suffix);
}

}  // namespace sescope

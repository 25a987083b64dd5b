// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/read_head.h"

#include <fmt/format.h>

#include "core/network/head_keys.h"

namespace sescope {
namespace {

bool takes_other_channels(const TensorEntry& weight, int channels) {
    return weight.shape.size() != 2 || weight.shape[1] != channels;
}

// None where there is none, and where it takes the channels in another way: maxima beside means,
// maps that are not pooled.
HeadSpec head_of(KeyReader& reader, const StateDict& weights, const LayoutKeys& keys,
                 const ResNetSpec& spec) {
    const int channels = spec.blocks.back().channels_out();
    const int stages = spec.blocks.back().stage - 1;
    const auto* head = weights.find(keys.head + ".weight");
    if (head == nullptr && !weights.contains(keys.head + ".bias")) return {};
    if (head != nullptr && stages < LayoutKeys::kMostStages && head->shape.size() == 2 &&
        head->shape[1] != channels) {
        reader.fail(fmt::format("the key '{}{}.0.conv1.weight' is missing: the classifier takes {} "
                                "channels, and {} gives {}",
                                keys.root, keys.stage(stages + 2), head->shape[1],
                                keys.stage(stages + 1), channels),
                    "the checkpoint is incomplete or of another network; save the whole state "
                    "dict");
    }
    if (head != nullptr && takes_other_channels(*head, channels)) {
        const TensorEntry* const only[]{head};
        if (all_of_heads(only, keys.root, {channels, {}}) && head->shape.size() > 1 &&
            head->shape[1] % channels == 0) {
            return {};
        }
    }
    return reader.head(keys.head, channels);
}

TrunkWidths widths_of(const ResNetSpec& spec) {
    TrunkWidths widths{spec.blocks.back().channels_out(), {spec.stem.convs.back().out}};
    for (const auto& block : spec.blocks) {
        if (block.stage < spec.blocks.back().stage) widths.before.push_back(block.channels_out());
    }
    return widths;
}

}  // namespace

void read_head(KeyReader& reader, const StateDict& weights, const LayoutKeys& keys,
               ResNetSpec& spec) {
    spec.head = head_of(reader, weights, keys, spec);
}

// What stands behind the last stage changes no gate. There is no accuracy where the classifier may
// read it.
std::vector<std::string> leave_out_heads(KeyReader& reader, ResNetSpec& spec,
                                         const LayoutKeys& keys) {
    const auto unread = reader.unread();
    if (unread.empty() || !all_of_heads(unread, keys.root, widths_of(spec))) return {};
    std::vector<std::string> left;
    bool is_classifier_sure = true;
    for (const auto* tensor : unread) {
        left.push_back(tensor->name);
        is_classifier_sure = is_classifier_sure && is_beside_classifier(tensor->name);
        reader.leave(tensor->name);
    }
    if (!is_classifier_sure && is_there(spec.head)) {
        left.push_back(spec.head.fc + ".weight");
        if (spec.head.bias) left.push_back(spec.head.fc + ".bias");
        spec.head = {};
    }
    return left;
}

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
// What stands behind the last stage of a ResNet.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/network/key_reader.h"
#include "core/network/layout_keys.h"
#include "core/network/network.h"

namespace sescope {

/// How the message begins for a checkpoint that is of another family altogether.
inline constexpr std::string_view kNoResNet = "is not a ResNet that we know";

/// A ResNet, and what its forward pass does not compute with.
struct ReadResNet {
    ResNetSpec spec;                     ///< without a classifier its head has no name and no rows
    std::vector<std::string> keys_left;  ///< of heads of other kinds, behind the last stage
};

/// `read_resnet`, which says besides what it left.
ReadResNet read_resnet_and_heads(const StateDict& weights, const SpecOverrides& overrides);

inline bool is_there(const HeadSpec& head) {
    return !head.fc.empty();
}

/// Sets `spec.head` where the classifier is one linear layer on the last stage's means. Throws for
/// a classifier that fits no whole network.
void read_head(KeyReader& reader, const StateDict& weights, const LayoutKeys& keys,
               ResNetSpec& spec);

/// Gates need no classifier: keys that certainly are of heads are left, and the classifier with
/// them where it may read those modules. Returns what was left.
std::vector<std::string> leave_out_heads(KeyReader& reader, ResNetSpec& spec,
                                         const LayoutKeys& keys);

}  // namespace sescope

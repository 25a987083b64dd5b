// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/checkpoint/state_dict.h"

namespace sescope {

/// The names that a layout gives to the parts of a network, for one checkpoint.
struct LayoutKeys {
    using Pair = std::pair<std::string, std::string>;

    std::string root;        ///< before "layer1.0.": "" or "backbone."
    std::vector<Pair> stem;  ///< convolution and batch norm, in order
    std::vector<Pair> se;    ///< spellings of fc1 and fc2 below a block's prefix, first one wins
    std::string head;        ///< key prefix of the classifier
    /// Names of the stages below the root, in order, as far as the checkpoint may have them.
    std::vector<std::string> stages{"layer1", "layer2", "layer3", "layer4"};
    /// Of stages 2 to 5, as the paper numbers them.
    const std::string& stage(int number) const {
        return stages[static_cast<std::size_t>(number - 2)];
    }
    static constexpr int kMostStages = 4;
    std::optional<bool> has_pool{};  ///< whether a max pool follows the stem, where names tell
};

/// The convolutions before the first stage, each with the batch norm behind it, in the order of the
/// file: stems under names of their own ("stem.0", "layer0.0", "features.conv0").
std::vector<LayoutKeys::Pair> stem_in_order(const StateDict& weights, const LayoutKeys& keys);

/// The only fully connected layer outside of the stages; empty where there is none, or more.
std::string only_classifier(const StateDict& weights, const LayoutKeys& keys);

}  // namespace sescope

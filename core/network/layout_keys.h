// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace sescope {

/// The names that a layout gives to the parts of a network, for one checkpoint.
struct LayoutKeys {
    using Pair = std::pair<std::string, std::string>;

    std::string root;        ///< before "layer1.0.": "" or "backbone."
    std::vector<Pair> stem;  ///< convolution and batch norm, in order
    std::vector<Pair> se;    ///< spellings of fc1 and fc2 below a block's prefix, first one wins
    std::string head;        ///< key prefix of the classifier
};

}  // namespace sescope

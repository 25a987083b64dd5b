// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/network/network.h"

namespace sescope {

/// What a graph does not tell of a network: its name, and how images are prepared unless somebody
/// says otherwise.
struct ImportedAs {
    std::string architecture;
    std::string source;
    Preprocessing preprocessing;
    Text preprocessing_from;  ///< "usual for ImageNet": why, where it is assumed; or empty
    bool has_head = true;     ///< an output [N, classes] is the logits
};

/// A network of an imported graph: gates found, head told by the shape of the first output. Throws
/// Error{model} where the graph cannot take images of its size, Error{usage} for what is said and
/// makes no sense.
Network network_of(const ImportedNetwork& imported, const ImportedAs& as,
                   const SpecOverrides& said);

}  // namespace sescope

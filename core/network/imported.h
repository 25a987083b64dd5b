// SPDX-License-Identifier: GPL-3.0-or-later
// What a file that holds a whole network (ONNX, torch.export) says: the graph, and its weights.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/message.h"
#include "core/checkpoint/state_dict.h"
#include "core/graph/graph.h"

namespace sescope {

/// Something that the file does not tell: shown to the person, and changeable.
struct Assumption {
    Text what;    ///< "stride placement"
    Text value;   ///< "conv2 (3x3)"
    Text why;     ///< "convention of timm's layout"
    Text option;  ///< what changes it: `Text::option("stride-in", "conv1")`, or a sentence of some
    bool operator==(const Assumption&) const = default;
};

/// Height and width of the images, for files that leave them open.
struct InputSize {
    std::int64_t height = 0;
    std::int64_t width = 0;
    bool operator==(const InputSize&) const = default;
};

struct ImportedNetwork {
    graph::Graph graph;
    StateDict weights;     ///< views of the mapped file where possible; constants of the graph too
    std::string source;    ///< "ONNX", "torch.export"
    std::string producer;  ///< "pytorch 2.15.0, opset 18", as the file says
    std::vector<std::string> class_names;  ///< where the file's metadata lists them, else empty
    /// The graph holds literals that are right for the declared size (or the given one) only.
    bool only_this_size = false;
    /// The graph holds literals of the example batch: it is to be run image by image.
    bool one_image_at_a_time = false;
    std::vector<Assumption> assumptions;  ///< "batch norm in training mode: evaluated", ..
};

}  // namespace sescope

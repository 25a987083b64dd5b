// SPDX-License-Identifier: GPL-3.0-or-later
// What the program knows of a gate. Nobody takes its label apart: stage and order are fields.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/message.h"
#include "core/graph/graph.h"

namespace sescope {

/// What kind of unit makes the gate, told by its structure.
enum class GateKind {
    se,    ///< squeeze, C -> hidden -> C, gate (SENet)
    ese,   ///< squeeze, one C -> C layer, gate (VoVNet's effective SE)
    eca,   ///< squeeze, a convolution along the channels, gate (ECA-Net)
    cbam,  ///< mean and max, each through the same C -> hidden -> C, added (CBAM's channel half)
    gather_excite,   ///< a pool over all positions, and what follows it where that is none of the
                     ///< above
    global_context,  ///< an attention-weighted mean over positions, C -> hidden -> C, gate (GCNet's
                     ///< scale)
    selective_kernel,  ///< softmax over branches, one site a branch (SKNet)
    split_attention  ///< softmax (sigmoid for one branch) over splits, one site a branch (ResNeSt)
};

/// `none` is the paper's NoSqueeze: the gate has a value per position.
enum class Squeeze { mean, max, mean_and_max, weighted, none };

enum class GateCurve { sigmoid, hard_sigmoid, tanh, relu, clamp, softmax };

/// The function that bounds the gate: its values, and what it makes of a zero ("at rest").
struct GateRange {
    double lower = 0;
    double upper = 1;  ///< infinite of ReLU
    double at_zero = 0.5;
    bool operator==(const GateRange&) const = default;
};

/// Where the gate's product stands in the network; ids and indices are those of the graph that it
/// was found in, and mean nothing in another.
struct GatePlace {
    graph::ValueId scaled = graph::kAbsent;  ///< U, what the gates multiply
    graph::ValueId gate =
        graph::kAbsent;  ///< the output of the bounding function, before it is reshaped
    graph::ValueId factor = graph::kAbsent;   ///< the gate as the product reads it
    graph::ValueId product = graph::kAbsent;  ///< U * gate
    std::vector<std::size_t> operators;  ///< of the unit: from the pool to the product, ascending,
                                         ///< without those that something else reads too
    int channel_dimension = 1;           ///< of the product: along which the gate varies
    int branch_dimension = -1;  ///< of the product, where branches are stacked in it; -1: they are
                                ///< not, or there are none
    bool operator==(const GatePlace&) const = default;
};

/// One gate: U * expand(g).
struct GateSite {
    std::string id;     ///< module path or node name of the unit: "blocks.3.0.se"; unique
    std::string label;  ///< "SE_4_6": stage, and number within it; unique
    int stage = 0;      ///< log2 of the stride of U, at least 0
    int index = 1;      ///< within the stage, from 1
    int order = 0;      ///< within the network, from 0
    int channels = 0;   ///< C
    int hidden = 0;     ///< the narrowest layer between squeeze and gate; 0 where there is none
    GateKind kind = GateKind::se;
    Squeeze squeeze = Squeeze::mean;
    GateCurve curve = GateCurve::sigmoid;
    GateRange range;
    int branch = -1;  ///< of a competitive unit, from 0; -1: the unit has no branches
    std::vector<std::string> weights;  ///< keys of the unit's parameters and buffers
    std::int64_t operations = 0;  ///< multiply-accumulates of an image in the unit, where counted
    std::int64_t parameters = 0;  ///< how many learnable numbers those are
    GatePlace place;              ///< of the graph; not kept in files

    double reduction() const noexcept { return hidden > 0 ? double(channels) / hidden : 0.0; }
    /// Whether branches share one softmax, so that no gate can go alone.
    bool competitive() const noexcept { return branch >= 0; }
    bool operator==(const GateSite&) const = default;
};

/// Something that looks like a gate and is none, and why.
struct NearMiss {
    std::string id;  ///< module path or node name of the product
    Text reason;     ///< "its pool does not read what it scales"
    bool operator==(const NearMiss&) const = default;
};

std::string_view name_of(GateKind kind) noexcept;    ///< "SE", "ESE", "ECA", ..
std::string_view name_of(Squeeze squeeze) noexcept;  ///< "mean"
std::string_view name_of(GateCurve curve) noexcept;  ///< "hard sigmoid"

}  // namespace sescope

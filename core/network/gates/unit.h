// SPDX-License-Identifier: GPL-3.0-or-later
// What lies between a map's pools and a gate: the unit.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/network/gates/bounding.h"
#include "core/network/gates/squeeze.h"

namespace sescope::gates {

/// What the table of kinds asks of a unit.
struct Unit {
    Squeeze squeeze = Squeeze::mean;
    std::vector<std::size_t> operators;  ///< from the map to the bounding function, each once
    std::vector<std::size_t> pooling;    ///< those of them that pool
    std::size_t layers = 0;              ///< operators that mix channels
    bool attended = false;               ///< a softmax weighs the positions of a pool
    std::int64_t hidden = 0;             ///< the narrowest layer before the last; 0: none
    bool along_channels = false;         ///< a convolution runs along the channels
    bool grouped = false;                ///< a layer works in groups, fewer than its channels
    bool batch_norm = false;
    std::vector<AxisPart> kept;  ///< what the pools leave of the map's dimensions
};

struct UnitWalk {
    std::optional<Unit> unit;
    Text reason;  ///< why there is none: "its pool does not read what it scales"
};

/// Back from the bounding function's input to the pools of what is scaled. Every path has to end at
/// such a pool or at weights.
UnitWalk unit_before(const SearchedGraph& g, ValueId input, const Scaled& scaled);

/// The unit without squeeze: pointwise layers back to the map. `plain` tells that no layer stands
/// in between, as in x * sigmoid(x): an activation, spelled out.
UnitWalk unit_without_squeeze(const SearchedGraph& g, ValueId input, ValueId root, bool& plain);

/// Adds what layers say to the unit: widths, groups, norms.
void describe_layers(const SearchedGraph& g, Unit& unit, ValueId input);

}  // namespace sescope::gates

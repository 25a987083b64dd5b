// SPDX-License-Identifier: GPL-3.0-or-later
// Operators that give what they are given.
#include "core/network/exported/operator_table.h"
#include "core/network/exported/scalar_types.h"

namespace sescope {
namespace {

template <Sharing sharing>
void read_copy(Call& call) {
    call.give(call.tensor("self"), sharing);
}

// Between float types everything is computed in the type of the engine.
void read_conversion(Call& call) {
    const auto x = call.tensor("self");
    if (call.takes_float("self") != call.gives_float(0)) {
        throw call.refused("turns floating point into whole numbers, or back, which is not read",
                           "export the network for images and weights of floating point");
    }
    // A copy, or the tensor itself where it has the type already.
    call.give(x, Sharing::part);
}

void read_dropout(Call& call) {
    const bool trains = call.boolean("train", false) && call.real("p", 0.5) > 0;
    if (trains) {
        call.assume("dropout in training mode", "left out",
                    "the program was exported in training mode");
    }
    call.give(call.tensor(call.has("self") ? "self" : "input"),
              trains ? Sharing::none : Sharing::alias);
}

// self becomes other, broadcast.
void read_copy_into(Call& call) {
    const auto from = call.tensor("src");
    const auto shape = call.shape(call.tensor("self"));
    if (call.shape(from) != shape) throw call.refused("copies a tensor of another shape");
    call.give(from);
}

constexpr OperatorRow kRows[]{
    {"alias", read_copy<Sharing::alias>},
    {"alias_copy", read_copy<Sharing::none>},
    {"detach", read_copy<Sharing::alias>},
    {"clone", read_copy<Sharing::none>},
    {"contiguous", read_copy<Sharing::part>},
    {"lift_fresh_copy", read_copy<Sharing::none>},
    {"lift_fresh", read_copy<Sharing::alias>},
    {"to", read_conversion},
    {"_to_copy", read_conversion},
    {"type_as", read_conversion},
    {"dropout", read_dropout},
    {"native_dropout", read_dropout},
    {"feature_dropout", read_dropout},
    {"alpha_dropout", read_dropout},
    {"feature_alpha_dropout", read_dropout},
    {"copy", read_copy_into},
};

}  // namespace

std::span<const OperatorRow> copy_rows() {
    return kRows;
}

}  // namespace sescope

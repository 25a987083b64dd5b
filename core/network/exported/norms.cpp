// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/exported/operator_table.h"

namespace sescope {
namespace {

using graph::ValueId;

// Without running statistics it normalises over what it is given: of weights (standardised
// convolutions) a fixed thing, over images not.
void give_norm_of_weights(Call& call, double eps) {
    const auto x = call.tensor("input");
    const auto shape = call.shape(x);
    if (shape.size() < 3 || shape[0] != Extent::fixed(1) || call.depends_on_images(x)) {
        throw call.refused("normalises over the images of its batch: it has no running statistics",
                           "export the network in evaluation mode, with running statistics");
    }
    call.give(graph::GroupNorm{shape[1].example(), eps},
              {x, call.tensor_or_absent("weight"), call.tensor_or_absent("bias")});
}

void give_batch_norm(Call& call, bool training, double eps) {
    if (!call.has("running_mean") || !call.has("running_var")) {
        return give_norm_of_weights(call, eps);
    }
    if (training) {
        call.assume("batch norm in training mode", "evaluated with its running statistics",
                    "the program was exported in training mode");
    }
    const std::vector inputs{call.tensor("input"), call.tensor_or_absent("weight"),
                             call.tensor_or_absent("bias"), call.tensor("running_mean"),
                             call.tensor("running_var")};
    call.give(graph::BatchNorm{eps}, inputs);
}

void read_batch_norm(Call& call) {
    const bool training = call.boolean("training", false);
    give_batch_norm(call, training, call.has("epsilon") ? call.real("epsilon") : call.real("eps"));
}

void read_layer_norm(Call& call) {
    const auto x = call.tensor("input");
    const auto normalized = call.integers("normalized_shape");
    const auto shape = call.shape(x);
    if (normalized.empty() || normalized.size() > shape.size()) {
        throw call.refused("normalises more dimensions than its input has");
    }
    call.give(
        graph::LayerNorm{static_cast<std::int64_t>(normalized.size()), call.real("eps", 1e-5)},
        {x, call.tensor_or_absent("weight"), call.tensor_or_absent("bias")});
}

void read_group_norm(Call& call) {
    const auto groups = call.integer(call.has("group") ? "group" : "num_groups");
    call.give(
        graph::GroupNorm{groups, call.real("eps", 1e-5)},
        {call.tensor("input"), call.tensor_or_absent("weight"), call.tensor_or_absent("bias")});
}

void read_instance_norm(Call& call) {
    const auto x = call.tensor("input");
    const double eps = call.real("eps");
    if (!call.boolean("use_input_stats", true)) {
        return give_batch_norm(call, false, eps);
    }
    if (call.rank(x) < 3) throw call.refused("takes an input without a batch");
    call.give(graph::GroupNorm{call.shape(x)[1].example(), eps},
              {x, call.tensor_or_absent("weight"), call.tensor_or_absent("bias")});
}

constexpr OperatorRow kRows[]{
    {"batch_norm", read_batch_norm},
    {"native_batch_norm", read_batch_norm},
    {"cudnn_batch_norm", read_batch_norm},
    {"_native_batch_norm_legit", read_batch_norm},
    {"_native_batch_norm_legit_no_training", read_batch_norm},
    {"layer_norm", read_layer_norm},
    {"native_layer_norm", read_layer_norm},
    {"group_norm", read_group_norm},
    {"native_group_norm", read_group_norm},
    {"instance_norm", read_instance_norm},
};

}  // namespace

std::span<const OperatorRow> norm_rows() {
    return kRows;
}

}  // namespace sescope

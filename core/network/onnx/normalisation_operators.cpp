// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "core/network/onnx/operator_table.h"
#include "core/network/onnx/views.h"

namespace sescope::onnx {
namespace {

void keep_batch_from(const Call& call, const Bound& x, std::size_t first) {
    for (std::size_t i = first; i < x.rank(); ++i) {
        call.keep_batch(x, static_cast<std::int64_t>(i));
    }
}

void batch_norm(Call& call) {
    const Bound& x = call.input(0);
    if (x.rank() < 2) call.refuse("its input has no channels");
    keep_batch_from(call, x, 1);
    bool training = call.integer("training_mode", 0) != 0;
    for (std::size_t i = 1; i < call.node().outputs.size(); ++i) training |= call.gives(i);
    if (training && !x.of_images) {
        // Weights that are standardised when the network runs (NFNets): the statistics are theirs.
        if (x.rank() < 3 || x.extents[0].at[0] != 1) {
            call.refuse("takes the statistics of weights in a way that is not computed here");
        }
        call.give(call.emit(graph::GroupNorm{x.extents[1].at[0], call.number("epsilon", 1e-5)},
                            {&x, call.optional(1), call.optional(2)}));
        return;
    }
    if (training) {
        call.import().assume({"batch norm", "with its stored statistics",
                              "the file has batch norms in training mode", ""});
    }
    call.give(call.emit(graph::BatchNorm{call.number("epsilon", 1e-5)},
                        {&x, call.optional(1), call.optional(2), &call.input(3), &call.input(4)}));
}

void instance_norm(Call& call) {
    const Bound& x = call.input(0);
    if (x.rank() < 3) call.refuse("its input is no map");
    keep_batch_from(call, x, 1);
    call.give(call.emit(graph::GroupNorm{x.extents[1].at[0], call.number("epsilon", 1e-5)},
                        {&x, call.optional(1), call.optional(2)}));
}

void group_norm(Call& call) {
    const Bound& x = call.input(0);
    const Bound& scale = call.input(1);
    if (x.rank() < 2) call.refuse("its input has no channels");
    keep_batch_from(call, x, 1);
    if (scale.rank() != 1 || scale.extents[0].at[0] != x.extents[1].at[0]) {
        call.refuse("has a scale for each group, as before opset 21",
                    "export the network with opset 21 or newer");
    }
    call.give(
        call.emit(graph::GroupNorm{call.integer("num_groups", 0), call.number("epsilon", 1e-5)},
                  {&x, &scale, call.optional(2)}));
}

void layer_norm(Call& call) {
    const Bound& x = call.input(0);
    const auto axis = static_cast<std::size_t>(call.axis_of(x, call.integer("axis", -1)));
    keep_batch_from(call, x, axis);
    for (std::size_t i = 1; i < call.node().outputs.size(); ++i) {
        if (call.gives(i)) call.refuse("gives its mean or deviation, which are not computed");
    }
    const Extents normalised(x.extents.begin() + static_cast<std::ptrdiff_t>(axis),
                             x.extents.end());
    for (std::size_t i = 1; i < 3; ++i) {
        const Bound* weight = call.optional(i);
        if (weight != nullptr && shape_at(weight->extents, 0) != shape_at(normalised, 0)) {
            call.refuse("its scale does not have the shape of what it normalises");
        }
    }
    call.give(call.emit(graph::LayerNorm{static_cast<std::int64_t>(normalised.size()),
                                         call.number("epsilon", 1e-5)},
                        {&x, call.optional(1), call.optional(2)}));
}

// Before opset 13 everything from the axis on is one row.
Bound old_softmax(Call& call, const Bound& x, std::size_t axis, bool log) {
    Extents rows(x.extents.begin(), x.extents.begin() + static_cast<std::ptrdiff_t>(axis));
    Extent row{{1, 1, 1}};
    for (std::size_t i = axis; i < x.rank(); ++i) {
        for (std::size_t probe = 0; probe < kProbes; ++probe) {
            if (__builtin_mul_overflow(row.at[probe], x.extents[i].at[probe], &row.at[probe])) {
                call.refuse("its input is too large");
            }
        }
    }
    rows.push_back(row);
    const Bound flat = reshaped(call, x, rows);
    const Bound soft = call.emit(graph::Softmax{static_cast<std::int64_t>(axis), log}, {&flat});
    return reshaped(call, soft, x.extents);
}

void softmax(Call& call, bool log) {
    const Bound& x = call.input(0);
    const bool is_old = call.opset() < 13;
    const auto axis = call.axis_of(x, call.integer("axis", is_old ? 1 : -1));
    const auto first = static_cast<std::size_t>(axis);
    bool rest_is_one = true;
    for (std::size_t i = first + 1; i < x.rank(); ++i) {
        const Extent& extent = x.extents[i];
        rest_is_one = rest_is_one && extent.at == std::array<std::int64_t, kProbes>{1, 1, 1};
    }
    keep_batch_from(call, x, is_old ? first : x.rank());
    call.keep_batch(x, axis);
    if (is_old && !rest_is_one) {
        call.give(old_softmax(call, x, first, log));
        return;
    }
    call.give(call.emit(graph::Softmax{axis, log}, {&x}));
}

constexpr std::array kRows =
    std::to_array<OperatorRow>({{"BatchNormalization", batch_norm},
                                {"InstanceNormalization", instance_norm},
                                {"GroupNormalization", group_norm},
                                {"LayerNormalization", layer_norm},
                                {"Softmax", [](Call& call) { softmax(call, false); }},
                                {"LogSoftmax", [](Call& call) { softmax(call, true); }}});

}  // namespace

std::span<const OperatorRow> normalisation_operators() {
    return kRows;
}

}  // namespace sescope::onnx

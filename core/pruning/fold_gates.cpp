// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/fold_gates.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"

namespace sescope {
namespace {

/// Multiplies value i of a tensor by factor(i), in double, and keeps the result as fp32.
template <class Factor>
void scale_tensor(StateDict& weights, const std::string& key, Factor factor) {
    const TensorEntry& tensor = weights.at(key);
    std::vector<float> values = to_float32(tensor);
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = static_cast<float>(double(values[i]) * factor(i));
    }
    weights.add(StateDict::make_tensor(key, tensor.shape, values));
}

void require_extent(const StateDict& weights, const std::string& key, std::size_t extent) {
    const TensorEntry& tensor = weights.at(key);
    if (!tensor.shape.empty() && tensor.shape.front() == static_cast<std::int64_t>(extent)) return;
    throw Error(ErrorKind::model,
                fmt::format("the tensor '{}' has not the {} channels of its SE unit", key, extent),
                weights.file, "use the weights that the network was read from");
}

/// A row of the tensor for each gate: the weight or bias of a norm, of a convolution's outputs.
void scale_rows(StateDict& weights, const std::string& key, std::span<const double> gates) {
    require_extent(weights, key, gates.size());
    const auto row = static_cast<std::size_t>(weights.at(key).numel()) / gates.size();
    scale_tensor(weights, key, [&](std::size_t i) { return gates[i / row]; });
}

void scale_outputs(StateDict& weights, const ConvUnit& unit, std::span<const double> gates) {
    if (!unit.norm.empty()) {
        scale_rows(weights, unit.norm + ".weight", gates);
        scale_rows(weights, unit.norm + ".bias", gates);
        return;
    }
    scale_rows(weights, unit.conv + ".weight", gates);
    if (unit.bias) scale_rows(weights, unit.conv + ".bias", gates);
}

/// Weights [out, in / groups, k, k]: output o of group g reads the inputs g in / groups ..
void scale_inputs(StateDict& weights, const ConvUnit& unit, std::span<const double> gates) {
    const std::string key = unit.conv + ".weight";
    require_extent(weights, key, static_cast<std::size_t>(unit.out));
    const auto positions = static_cast<std::size_t>(unit.kernel) * unit.kernel;
    const auto inputs = static_cast<std::size_t>(unit.in / unit.groups);
    const auto outputs = static_cast<std::size_t>(unit.out / unit.groups);
    scale_tensor(weights, key, [&](std::size_t i) {
        const std::size_t input = i / positions % inputs;
        const std::size_t group = i / (positions * inputs) / outputs;
        return gates[group * inputs + input];
    });
}

/// The classifier [classes, features] reads the means over positions of the last block's result.
void scale_head(StateDict& weights, const HeadSpec& head, std::span<const double> gates) {
    scale_tensor(weights, head.fc + ".weight",
                 [&](std::size_t i) { return gates[i % gates.size()]; });
}

[[noreturn]] void refuse(const BlockSpec& block, const std::string& why) {
    throw Error(
        ErrorKind::usage,
        fmt::format("the mean gate of {} cannot be folded into the weights: {}", block.name(), why),
        {}, "replace it by the identity, or leave it in");
}

void fold_after_addition(const NetworkSpec& spec, std::size_t index, std::span<const double> gates,
                         StateDict& weights) {
    const BlockSpec& block = spec.blocks[index];
    if (index + 1 == spec.blocks.size()) {
        scale_head(weights, spec.head, gates);
        return;
    }
    if (!block.shortcut) refuse(block, "it scales an identity branch that has no weights");
    // A gate passes the ReLU after the addition only if it is not negative.
    if (std::ranges::any_of(gates, [](double gate) { return gate < 0; })) {
        refuse(block, "some of it is negative, and a ReLU stands between");
    }
    scale_outputs(weights, block.convs.back(), gates);
    scale_outputs(weights, block.shortcut->conv, gates);
}

}  // namespace

void fold_gates(const NetworkSpec& spec, std::size_t index, std::span<const double> gates,
                StateDict& weights) {
    const BlockSpec& block = spec.blocks.at(index);
    switch (block.se->place) {
        case SePlace::standard:
            scale_outputs(weights, block.convs.back(), gates);
            return;
        case SePlace::after_3x3:
            scale_inputs(weights, block.convs.back(), gates);
            return;
        case SePlace::pre:
            scale_inputs(weights, block.convs.front(), gates);
            return;
        case SePlace::identity:
            if (!block.shortcut) refuse(block, "it scales an identity branch that has no weights");
            scale_outputs(weights, block.shortcut->conv, gates);
            return;
        case SePlace::post:
            fold_after_addition(spec, index, gates, weights);
            return;
    }
}

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/compile/operator_run.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/engine/torch/compile/run_operator.h"
#include "core/engine/torch/squeeze.h"
#include "core/engine/torch/torch_errors.h"

namespace sescope {
namespace {

at::Tensor in_type(const at::Tensor& value, at::ScalarType type) {
    if (!value.defined() || !value.is_floating_point() || value.scalar_type() == type) return value;
    return value.to(type);
}

std::int64_t elements(const graph::Shape& shape) {
    std::int64_t count = 1;
    for (const std::int64_t extent : shape) count *= extent;
    return count;
}

/// The norms keep their parameters in fp32 whatever they read.
bool mixes_types(const graph::OperatorKind& kind) {
    return std::holds_alternative<graph::BatchNorm>(kind);
}

}  // namespace

std::vector<at::Tensor> OperatorRun::run(const Node& node, std::vector<at::Tensor>& slots,
                                         const GateSink& sink) const {
    const at::ScalarType type = node.exact ? at::kFloat : type_;
    std::vector<at::Tensor> inputs;
    inputs.reserve(node.sources.size());
    for (const Source& source : node.sources) {
        inputs.push_back(source.slot < 0
                             ? source.constant
                             : in_type(slots[static_cast<std::size_t>(source.slot)], type));
    }
    if (const auto* conv = std::get_if<MapConvolution>(&node.work)) {
        return {(*conv)(inputs[0], node.fused)};
    }
    if (const auto* tiling = std::get_if<std::shared_ptr<const TilingConvolution>>(&node.work)) {
        return {in_type((**tiling)(inputs[0].to(at::kFloat), node.fused), type)};
    }
    if (const auto* call = std::get_if<AtenOperator>(&node.work)) return (*call)(inputs);
    if (node.squares >= 0) {
        const auto& reduce = std::get<graph::Reduce>(std::get<graph::OperatorKind>(node.work));
        const auto squeeze = reduce.kind == graph::ReduceKind::max ? Squeeze::max : Squeeze::mean;
        const Squeezed both = squeezed(slots[static_cast<std::size_t>(node.sources[0].slot)],
                                       squeeze, sink.wants_energies());
        slots[static_cast<std::size_t>(node.squares)] = both.energies;
        return {reduce.keep ? both.value.unsqueeze(-1).unsqueeze(-1) : both.value};
    }
    return {run_operator(std::get<graph::OperatorKind>(node.work), inputs, node.in_place)};
}

std::vector<at::Tensor> OperatorRun::forward(const at::Tensor& x, GateSink& sink) const {
    std::vector<at::Tensor> slots(static_cast<std::size_t>(slots_));
    slots[0] = x;
    const auto at_slot = [&](int slot) {
        return slot < 0 ? at::Tensor() : slots[static_cast<std::size_t>(slot)];
    };
    for (const Node& node : nodes_) {
        for (const Tapped& tapped : node.taps) {
            tapped.tap.take(at_slot(tapped.scaled), at_slot(tapped.gate), at_slot(tapped.factor),
                            at_slot(tapped.squares), sink);
        }
        std::vector<at::Tensor> results;
        try {
            results = run(node, slots, sink);
        } catch (const c10::Error& error) {
            if (is_out_of_memory(error)) throw;
            throw Error(ErrorKind::model,
                        text("{} cannot be run: {}", node.described, first_line(error)), {},
                        "give the image size that the network was made for");
        }
        for (std::size_t i = 0; i < node.outputs.size(); ++i) {
            if (node.outputs[i] >= 0) {
                slots[static_cast<std::size_t>(node.outputs[i])] = results.at(i);
            }
        }
        for (const int slot : node.released) slots[static_cast<std::size_t>(slot)].reset();
    }
    std::vector<at::Tensor> outputs;
    for (const int slot : outputs_) outputs.push_back(at_slot(slot));
    return outputs;
}

OperatorRun OperatorRun::converted(at::ScalarType type) const {
    OperatorRun result = *this;
    result.type_ = type;
    for (Node& node : result.nodes_) {
        if (node.exact) continue;
        if (auto* conv = std::get_if<MapConvolution>(&node.work)) *conv = conv->converted(type);
        const auto* kind = std::get_if<graph::OperatorKind>(&node.work);
        if (kind != nullptr && mixes_types(*kind)) continue;
        for (Source& source : node.sources) source.constant = in_type(source.constant, type);
    }
    return result;
}

OperatorRun OperatorRun::packed_for(std::span<const graph::Shape> shapes, std::int64_t images,
                                    MatmulMode mode) const {
    OperatorRun result = *this;
    for (Node& node : result.nodes_) {
        auto* conv = std::get_if<MapConvolution>(&node.work);
        if (conv == nullptr) continue;
        Shape input = shapes[static_cast<std::size_t>(node.sources[0].value)];
        if (input.size() != 4) continue;
        input[0] = images;
        *conv = conv->packed_for(input, node.exact ? MatmulMode::fp32 : mode);
    }
    return result;
}

std::int64_t OperatorRun::bytes_touched(std::span<const graph::Shape> shapes) const {
    // What a later operator reads waits beside what the widest one works on.
    constexpr std::int64_t kKeptBeside = 2;
    std::int64_t widest = 0;
    for (const Node& node : nodes_) {
        std::int64_t values = 0;
        for (const Source& source : node.sources) {
            if (source.slot < 0) continue;
            const auto& shape = shapes[static_cast<std::size_t>(source.value)];
            if (!shape.empty()) values += elements(shape) / std::max<std::int64_t>(shape[0], 1);
        }
        widest = std::max(widest, values);
    }
    return kKeptBeside * widest * static_cast<std::int64_t>(c10::elementSize(type_));
}

}  // namespace sescope

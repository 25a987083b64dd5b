// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/checkpoint/printable.h"
#include "core/graph/graph.h"
#include "core/graph/shape_rules.h"

namespace sescope::graph {
namespace {

void require_rank(const Shape& x, std::size_t least) {
    if (x.size() < least) throw Misfit(fmt::format("it wants at least {} dimensions", least));
}

// Rules of the operators that change no more than a dimension or none; the others have files.
struct OutputShape {
    InputShapes in;
    const Shape& x() const { return *in[0]; }

    Shape operator()(const BatchNorm& /*op*/) const {
        require_rank(x(), 2);
        for (const Shape* weight : in.subspan(1)) require_shape(weight, {x()[1]}, "parameters");
        return x();
    }
    Shape operator()(const LayerNorm& op) const {
        require_rank(x(), static_cast<std::size_t>(op.dimensions));
        const Shape last(x().end() - op.dimensions, x().end());
        for (const Shape* weight : in.subspan(1)) require_shape(weight, last, "parameters");
        return x();
    }
    Shape operator()(const GroupNorm& op) const {
        require_rank(x(), 2);
        if (x()[1] % op.groups != 0) throw Misfit(fmt::format("it has {} groups", op.groups));
        for (const Shape* weight : in.subspan(1)) require_shape(weight, {x()[1]}, "parameters");
        return x();
    }
    Shape operator()(const Linear& op) const {
        require_rank(x(), 1);
        Shape weight = *in[1];
        if (weight.size() != 2) throw Misfit("its weight is no matrix");
        if (op.transposed) std::swap(weight[0], weight[1]);
        if (x().back() != weight[1]) {
            throw Misfit(fmt::format("its weight is for {} features", weight[1]));
        }
        require_shape(in[2], {weight[0]}, "bias");
        Shape out = x();
        out.back() = weight[0];
        return out;
    }
    Shape operator()(const MatMul& /*op*/) const {
        const Shape& a = *in[0];
        const Shape& b = *in[1];
        require_rank(a, 2);
        require_rank(b, 2);
        if (a.back() != b[b.size() - 2]) throw Misfit("the inner extents differ");
        Shape out = broadcast({a.begin(), a.end() - 2}, {b.begin(), b.end() - 2});
        out.push_back(a[a.size() - 2]);
        out.push_back(b.back());
        return out;
    }
    Shape operator()(const Binary& op) const { return op.scalar ? x() : broadcast(x(), *in[1]); }
    Shape operator()(const Activation& /*op*/) const { return x(); }
    Shape operator()(const Softmax& op) const {
        dimension_of(op.dimension, x().size());
        return x();
    }
    template <class Other>
    Shape operator()(const Other& op) const {
        return shape_of(op, in);
    }
};

std::vector<Shape> outputs_of(const Operator& op, InputShapes in) {
    if (std::holds_alternative<AtenCall>(op.kind)) return shapes_of_call(op, in);
    return std::visit(
        [&](const auto& kind) -> std::vector<Shape> {
            if constexpr (std::is_same_v<std::decay_t<decltype(kind)>, AtenCall>) {
                return {};
            } else {
                return {OutputShape{in}(kind)};
            }
        },
        op.kind);
}

[[noreturn]] void refuse(const Operator& op, InputShapes in, const std::string& why) {
    std::string given;
    for (const Shape* shape : in) {
        if (shape) given += (given.empty() ? "" : ", ") + described(*shape);
    }
    throw Error(ErrorKind::model,
                text("{} cannot take {}: {}", described(op), printable(given), why));
}

void take_input(const Value& declared, const Shape& given) {
    const bool fits = std::ranges::equal(declared.shape, given, [](auto wanted, auto extent) {
        return extent >= 1 && (wanted == -1 || wanted == extent);
    });
    if (fits) return;
    throw Error(ErrorKind::model,
                text("the input {} of the network takes {}, not {}", printable(declared.name),
                     described(declared.shape), described(given)),
                {}, "-1 stands for any extent");
}

}  // namespace

std::vector<Shape> infer_shapes(const Graph& graph, std::span<const Shape> inputs) {
    if (inputs.size() != graph.inputs.size()) {
        throw Error(ErrorKind::model,
                    text("the network has {} inputs, not {}", graph.inputs.size(), inputs.size()));
    }
    std::vector<Shape> shapes(graph.values.size());
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        if (graph.values[i].kind == ValueKind::weight) shapes[i] = graph.values[i].shape;
    }
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        take_input(graph.value(graph.inputs[i]), inputs[i]);
        shapes[static_cast<std::size_t>(graph.inputs[i])] = inputs[i];
    }
    std::vector<const Shape*> in;
    for (const auto& op : graph.operators) {
        in.clear();
        for (const ValueId id : op.inputs) {
            in.push_back(id == kAbsent ? nullptr : &shapes[static_cast<std::size_t>(id)]);
        }
        try {
            auto made = outputs_of(op, in);
            if (made.size() != op.outputs.size()) {
                throw Misfit(fmt::format("it gives {} values", made.size()));
            }
            for (std::size_t i = 0; i < made.size(); ++i) {
                elements(made[i]);
                shapes[static_cast<std::size_t>(op.outputs[i])] = std::move(made[i]);
            }
        } catch (const Misfit& misfit) {
            refuse(op, in, misfit.what());
        }
    }
    return shapes;
}

}  // namespace sescope::graph

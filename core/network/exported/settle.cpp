// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/exported/settle.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/checkpoint/printable.h"
#include "core/network/exported/image_batches.h"
#include "core/network/exported/scalar_types.h"
#include "core/network/exported/size_literals.h"

namespace sescope {
namespace {

using graph::Shape;

constexpr std::int64_t kOtherSize = 3;  // times the example's, as in symbols.cpp

Shape at(const Extents& extents, std::size_t assignment) {
    Shape shape;
    for (const auto& extent : extents) shape.push_back(extent.at[assignment]);
    return shape;
}

// Leaves the one input that is read. Gives its name in the program.
std::string_view keep_one_input(graph::Graph& graph, const ExportedProgram& program) {
    const auto readers = graph::readers_of(graph);
    std::vector<std::size_t> read;
    for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
        if (!readers[static_cast<std::size_t>(graph.inputs[i])].empty()) read.push_back(i);
    }
    if (read.empty()) throw program.refused("computes nothing from its input");
    if (read.size() > 1) {
        throw program.refused("takes several inputs: " + printable(program.inputs[read[0]]) + ", " +
                                  printable(program.inputs[read[1]]) +
                                  (read.size() > 2 ? ", .." : ""),
                              "export the part of the network that takes images alone");
    }
    const auto name = program.inputs[read[0]];
    if (!is_schema_float(program.dtype(name))) {
        throw program.refused("takes images of whole numbers, which are not read",
                              "export the network for images of floating point");
    }
    graph.inputs = {graph.inputs[read[0]]};
    graph = graph::without_dead(graph);
    return name;
}

std::vector<Shape> inferred(const graph::Graph& graph, const Shape& input) {
    return graph::infer_shapes(graph, std::span(&input, 1));
}

// What the program says that the operators give, under one assignment of its symbols.
void require_stated_shapes(const graph::Graph& graph, const ExportedProgram& program,
                           const std::vector<Shape>& shapes, std::size_t assignment) {
    for (const auto& op : graph.operators) {
        for (const auto id : op.outputs) {
            const auto& name = graph.value(id).name;
            // Steps of one operator of the program have names of their own.
            if (name != op.name || !program.has_tensor(name)) continue;
            const auto stated = at(program.shape(name), assignment);
            const auto& given = shapes[static_cast<std::size_t>(id)];
            if (stated.size() == given.size() && std::ranges::equal(stated, given)) continue;
            throw program.refused(fmt::format("the operator {} gives a tensor of another shape "
                                              "than its program says",
                                              printable(graph::described(op))),
                                  kHowToExport);
        }
    }
}

void settle_batch(ImportedNetwork& network, const ExportedProgram& program, const Extents& input,
                  const std::vector<Shape>& shapes) {
    const auto& graph = network.graph;
    if (program.batch_is_symbolic) {
        require_stated_shapes(graph, program, inferred(graph, at(input, 1)), 1);
        return;
    }
    if (takes_any_batch(graph, shapes)) return;
    const auto images = input.at(0).example();
    if (images != 1) {
        throw program.refused(
            fmt::format("is written for a batch of {} images, and no other", images), kHowToExport);
    }
    network.one_image_at_a_time = true;
}

void settle_size(ImportedNetwork& network, Shape input, const std::vector<Shape>& shapes) {
    if (input.size() < 3) return;
    auto of_any_size = network.graph;
    auto& declared = of_any_size.values[static_cast<std::size_t>(of_any_size.inputs.front())].shape;
    for (std::size_t d = 2; d < input.size(); ++d) {
        input[d] *= kOtherSize;
        declared[d] = -1;
    }
    try {
        const auto others = inferred(of_any_size, input);
        network.only_this_size = holds_size_literals(network.graph, shapes, others);
    } catch (const Error&) {
        network.only_this_size = true;
    }
}

}  // namespace

void settle(ImportedNetwork& network, const ExportedProgram& program) {
    network.graph = graph::without_dead(network.graph);
    auto& graph = network.graph;
    const auto input = keep_one_input(graph, program);
    graph::validate(graph);
    const auto extents = program.shape(input);
    const auto shapes = inferred(graph, at(extents, 0));
    require_stated_shapes(graph, program, shapes, 0);
    settle_batch(network, program, extents, shapes);
    if (!network.only_this_size) settle_size(network, at(extents, 0), shapes);
}

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
// The 37 fixtures of ../shared/reference/graphs, read from .pt2.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "core/network/exported/exported.h"
#include "tests/support/exported_archive.h"
#include "tests/support/temporary_folder.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using graph::Shape;

std::vector<std::string> fixtures() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(test::graph_fixture(""))) {
        names.push_back(entry.path().filename());
    }
    std::ranges::sort(names);
    return names;
}

std::int64_t product_of(const Shape& shape, std::size_t from) {
    return std::accumulate(shape.begin() + static_cast<std::ptrdiff_t>(from), shape.end(),
                           std::int64_t{1}, std::multiplies<>());
}

bool is_buffer(std::string_view name) {
    return name.ends_with("running_mean") || name.ends_with("running_var") ||
           name.ends_with("num_batches_tracked");
}

std::int64_t parameters_of(const StateDict& weights) {
    std::int64_t count = 0;
    for (const auto& tensor : weights.tensors()) {
        if (!is_buffer(tensor.name)) count += tensor.numel();
    }
    return count;
}

// Of convolutions and linear layers, an image.
std::int64_t macs_of(const graph::Graph& graph, const std::vector<Shape>& shapes) {
    const auto shape = [&](graph::ValueId id) { return shapes[static_cast<std::size_t>(id)]; };
    std::int64_t count = 0;
    for (const auto& op : graph.operators) {
        const bool is_convolution = std::holds_alternative<graph::Convolution>(op.kind);
        if (!is_convolution && !std::holds_alternative<graph::Linear>(op.kind)) continue;
        count += product_of(shape(op.outputs[0]), 1) * product_of(shape(op.inputs[1]), 1);
    }
    return count;
}

// The product in a gate's module (or, where it stands outside, of its value) has the map's shape.
bool has_product(const graph::Graph& graph, const std::vector<Shape>& shapes,
                 const std::string& module, const Shape& map) {
    return std::ranges::any_of(graph.operators, [&](const graph::Operator& op) {
        const auto* binary = std::get_if<graph::Binary>(&op.kind);
        return binary != nullptr && binary->kind == graph::BinaryKind::multiply &&
               op.module == module && shapes[static_cast<std::size_t>(op.outputs[0])] == map;
    });
}

class ExportedFixture : public testing::TestWithParam<std::string> {};

TEST_P(ExportedFixture, IsReadWhole) {
    const auto& name = GetParam();
    const auto expected = test::graph_expectations(name);
    const test::TemporaryFolder folder;
    const auto network = read_exported(test::exported_fixture(name, folder.path()));
    const auto& graph = network.graph;
    graph::validate(graph);
    EXPECT_EQ(network.source, "torch.export");
    EXPECT_EQ(network.producer, "PyTorch 2.15.0+cu132, schema 8.20");
    EXPECT_FALSE(network.one_image_at_a_time);
    EXPECT_TRUE(network.assumptions.empty());

    const auto input = expected.at("input").at("shape").get<Shape>();
    ASSERT_EQ(graph.inputs.size(), 1U);
    EXPECT_EQ(graph.value(graph.inputs[0]).shape, (Shape{-1, 3, input[2], input[3]}));
    for (const std::int64_t images : {1, 2, 5}) {
        const Shape batch{images, 3, input[2], input[3]};
        const auto shapes = graph::infer_shapes(graph, std::span(&batch, 1));
        ASSERT_EQ(graph.outputs.size(), 1U);
        EXPECT_EQ(shapes[static_cast<std::size_t>(graph.outputs[0])], (Shape{images, 10}));
        EXPECT_EQ(macs_of(graph, shapes), expected.at("macs").get<std::int64_t>());
        for (const auto& gate : expected.at("gates")) {
            auto map = gate.at("map").get<Shape>();
            map.insert(map.begin(), images);
            const auto module = gate.at("module").get<std::string>();
            EXPECT_TRUE(has_product(graph, shapes, module, map)) << module;
        }
    }
    EXPECT_EQ(parameters_of(network.weights), expected.at("parameters").get<std::int64_t>());
    for (const auto& tensor : expected.at("tensors")) {
        const auto& read = network.weights.at(tensor.at("name").get<std::string>());
        ASSERT_EQ(read.shape, tensor.at("shape").get<Shape>()) << read.name;
        const auto seed = tensor.at("seed").get<std::uint64_t>();
        const auto lo = tensor.at("lo").get<float>();
        const auto hi = tensor.at("hi").get<float>();
        const auto values = to_float32(read);
        for (const std::size_t i : {std::size_t{0}, values.size() / 2, values.size() - 1}) {
            ASSERT_EQ(values[i], test::formula_value(i, seed, lo, hi)) << read.name << " " << i;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(All, ExportedFixture, testing::ValuesIn(fixtures()),
                         [](const auto& fixture) { return fixture.param; });

TEST(ExportedFixtures, AreAllThere) {
    EXPECT_EQ(fixtures().size(), 37U);
}

}  // namespace
}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
// Archives that older PyTorch wrote (tests/golden/exported).
#include <gtest/gtest.h>

#include <algorithm>

#include "core/checkpoint/mapped_file.h"
#include "core/network/exported/exported.h"
#include "tests/support/exported_archive.h"

namespace sescope {
namespace {

using graph::Shape;

ImportedNetwork read(const std::string& name) {
    return read_exported(std::string(SESCOPE_GOLDEN) + "/exported/" + name + ".pt2");
}

std::vector<std::string> kinds_of(const graph::Graph& graph) {
    std::vector<std::string> kinds;
    for (const auto& op : graph.operators) kinds.emplace_back(graph::name_of(op.kind));
    return kinds;
}

// Both blocks: a convolution to the map, its gate, and the halves of the map in turn.
const std::vector<std::string> kBlock{"convolution", "batch_norm", "clamp",   "mean",    "linear",
                                      "relu",        "linear",     "sigmoid", "reshape", "multiply",
                                      "slice",       "slice",      "concat"};

class OlderTorch : public testing::TestWithParam<const char*> {};

TEST_P(OlderTorch, GivesTheSameGraph) {
    const auto network = read(GetParam());
    graph::validate(network.graph);
    auto expected = kBlock;
    expected.insert(expected.end(), kBlock.begin(), kBlock.end());
    expected.insert(expected.end(), {"mean", "reshape", "linear"});
    EXPECT_EQ(kinds_of(network.graph), expected);
    EXPECT_EQ(network.graph.operators[0].module, "stem.conv");
    EXPECT_EQ(network.graph.operators[14].module, "blocks.0.bn");
    EXPECT_EQ(network.graph.operators[22].module, "blocks.0.se");
    EXPECT_TRUE(network.assumptions.empty());
    EXPECT_FALSE(network.one_image_at_a_time);
    EXPECT_FALSE(network.only_this_size);
    // The size that it was exported for stands in its input, and nothing in it hangs on it.
    graph::Graph open = network.graph;
    auto& declared = open.values[static_cast<std::size_t>(open.inputs.front())].shape;
    EXPECT_EQ(declared, (Shape{-1, 3, 32, 32}));
    declared[2] = declared[3] = -1;
    for (const auto size : {32, 64}) {
        const Shape input{3, 3, size, size};
        const auto shapes = graph::infer_shapes(open, std::span(&input, 1));
        EXPECT_EQ(shapes[static_cast<std::size_t>(open.outputs[0])], (Shape{3, 5}));
    }
}

TEST_P(OlderTorch, GivesTheWeights) {
    const auto network = read(GetParam());
    EXPECT_EQ(network.weights.size(), 22U);
    const auto& variance = network.weights.at("stem.bn.running_var");
    EXPECT_EQ(variance.shape, (Shape{8}));
    for (const float value : to_float32(variance)) {
        EXPECT_GE(value, 0.5F);
        EXPECT_LT(value, 1.5F);
    }
    EXPECT_EQ(network.weights.at("blocks.0.conv.weight").shape, (Shape{12, 8, 3, 3}));
    EXPECT_EQ(network.weights.at("stem.bn.num_batches_tracked").dtype, DType::i64);
}

TEST_P(OlderTorch, IsRecognised) {
    const auto file = map_file(std::string(SESCOPE_GOLDEN) + "/exported/" + GetParam() + ".pt2");
    EXPECT_TRUE(is_exported(file.bytes));
}

INSTANTIATE_TEST_SUITE_P(All, OlderTorch,
                         testing::Values("torch_2.6", "torch_2.6_static", "torch_2.8"),
                         [](const auto& archive) {
                             std::string name = archive.param;
                             std::ranges::replace(name, '.', '_');
                             return name;
                         });

TEST(Exported, CheckpointsAreNone) {
    const std::string folder = std::string(SESCOPE_GOLDEN) + "/containers/";
    for (const auto* name : {"torchscript.pt", "expected.json"}) {
        EXPECT_FALSE(is_exported(map_file(folder + name).bytes)) << name;
    }
}

TEST(Exported, SaysWhoWroteIt) {
    EXPECT_EQ(read("torch_2.6").producer, "PyTorch 2.6.0+cu124, schema 8.2");
    EXPECT_TRUE(read("torch_2.8").producer.starts_with("PyTorch 2.8.0"));
}

}  // namespace
}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
// What was found with the programs of timm and torchvision: networks that take any size, and
// dropout in place.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/network/exported/exported.h"

namespace sescope {
namespace {

nlohmann::json program_of(const std::string& name) {
    std::ifstream in(SESCOPE_SHARED "/reference/graphs/" + name + "/model.json");
    return nlohmann::json::parse(in);
}

auto activations(const graph::Graph& graph) {
    return std::ranges::count_if(graph.operators, [](const graph::Operator& op) {
        return std::holds_alternative<graph::Activation>(op.kind);
    });
}

TEST(ExportedSizes, ConvolutionsAndPoolsTakeImagesOfAnySize) {
    for (const auto* name : {"efficientnet_b0", "tf_efficientnet_b0", "ecaresnet26t"}) {
        EXPECT_FALSE(graph_of_exported(program_of(name).dump()).only_this_size) << name;
    }
}

TEST(ExportedSizes, DropoutInPlaceCallsItsInputSelf) {
    auto program = program_of("efficientnet_b0");
    const auto plain = graph_of_exported(program.dump());
    auto& nodes = program["graph_module"]["graph"]["nodes"];
    auto& node = *std::ranges::find(nodes, "torch.ops.aten.silu_.default", [](const auto& n) {
        return n.at("target").template get<std::string>();
    });
    ASSERT_EQ(node["inputs"][0]["name"], "self");
    node["target"] = "torch.ops.aten.dropout_.default";
    node["inputs"].push_back({{"name", "p"}, {"arg", {{"as_float", 0.2}}}, {"kind", 1}});
    node["inputs"].push_back({{"name", "train"}, {"arg", {{"as_bool", false}}}, {"kind", 1}});
    const auto without = graph_of_exported(program.dump());
    EXPECT_EQ(activations(without.graph), activations(plain.graph) - 1);
    EXPECT_EQ(without.graph.operators.size(), plain.graph.operators.size() - 1);
}

}  // namespace
}  // namespace sescope

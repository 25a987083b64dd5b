// SPDX-License-Identifier: GPL-3.0-or-later
// Whole networks: the reference's fixtures from both exporters of PyTorch, and two that millions
// use, from paddle2onnx.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/checkpoint/mapped_file.h"
#include "core/network/onnx/read_onnx.h"
#include "tests/support/formula_weights.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

const fs::path kGolden = fs::path(SESCOPE_GOLDEN) / "graphs";
const fs::path kShared = fs::path(SESCOPE_SHARED);

std::vector<fs::path> networks_in(const fs::path& folder) {
    std::vector<fs::path> files;
    if (!fs::exists(folder)) return files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".onnx") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

Json expected_beside(const fs::path& file) {
    std::ifstream in(file.parent_path() / "expected.json");
    return Json::parse(in);
}

std::int64_t numbers_in(const StateDict& weights) {
    std::int64_t count = 0;
    for (const auto& tensor : weights.tensors()) count += tensor.numel();
    return count;
}

// Exporters fold batch norms into the convolutions before them: of a scale and a shift for every
// channel one bias stays, and none more where the convolution has one.
std::int64_t folded_parameters(const Json& expected) {
    std::int64_t count = expected.at("parameters").get<std::int64_t>();
    std::vector<std::string> names;
    for (const auto& tensor : expected.at("tensors")) {
        names.push_back(tensor.at("name").get<std::string>());
        if (!names.back().ends_with("running_mean")) continue;
        const auto channels = tensor.at("shape").at(0).get<std::int64_t>();
        count -= channels;
        // convolution: weight, bias; batch norm: weight, bias, running_mean
        const bool has_bias = names.size() > 4 && names[names.size() - 4].ends_with(".bias") &&
                              expected.at("tensors").at(names.size() - 5).at("shape").size() == 4;
        if (has_bias) count -= channels;
    }
    return count;
}

std::map<std::string, std::size_t> products_by_module(const graph::Graph& graph) {
    std::map<std::string, std::size_t> products;
    for (const auto& op : graph.operators) {
        const auto* binary = std::get_if<graph::Binary>(&op.kind);
        if (binary && binary->kind == graph::BinaryKind::multiply && !binary->scalar) {
            ++products[op.module];
        }
    }
    return products;
}

void check_fixture(const fs::path& file) {
    SCOPED_TRACE(file.string());
    const Json expected = expected_beside(file);
    const ImportedNetwork network = read_onnx(file);
    EXPECT_EQ(network.source, "ONNX");
    EXPECT_TRUE(network.producer.starts_with("pytorch 2.15.0")) << network.producer;
    EXPECT_FALSE(network.one_image_at_a_time);
    EXPECT_NO_THROW(graph::validate(network.graph));
    EXPECT_EQ(numbers_in(network.weights), folded_parameters(expected));

    const auto images = expected.at("input").at("shape").get<graph::Shape>();
    const auto shapes = graph::infer_shapes(network.graph, std::vector<graph::Shape>{images});
    ASSERT_EQ(network.graph.outputs.size(), 1U);
    EXPECT_EQ(shapes[static_cast<std::size_t>(network.graph.outputs[0])],
              (graph::Shape{images[0], 10}));

    const auto products = products_by_module(network.graph);
    for (const auto& gate : expected.at("gates")) {
        const auto module = gate.at("module").get<std::string>();
        EXPECT_TRUE(products.contains(module)) << module;
    }
    // What no batch norm is folded into has the values that the formula gives.
    std::size_t compared = 0;
    for (const auto& tensor : expected.at("tensors")) {
        const auto name = tensor.at("name").get<std::string>();
        const bool is_of_gate = name.find(".fc1.") != std::string::npos ||
                                name.find(".conv_reduce.") != std::string::npos;
        const TensorEntry* found = is_of_gate ? network.weights.find(name) : nullptr;
        if (found == nullptr) continue;
        EXPECT_EQ(to_float32(*found), test::formula_values(tensor)) << name;
        ++compared;
    }
    EXPECT_EQ(compared > 0, !expected.at("gates").empty());
}

TEST(OnnxFixtures, AreReadFromBothExporters) {
    const auto files = networks_in(kGolden);
    ASSERT_GE(files.size(), 8U);
    for (const auto& file : files) check_fixture(file);
}

TEST(OnnxFixtures, OfTheReferenceAreRead) {
    const auto files = networks_in(kShared / "reference/graphs");
    if (files.empty()) GTEST_SKIP() << "../shared is not beside the checkout: 26 fixtures not read";
    for (const auto& file : files) check_fixture(file);
}

TEST(OnnxFixtures, WeightsAreViewsOfTheFile) {
    const MappedFile file = map_file(kGolden / "se_mobilenet/se_mobilenet.script.onnx");
    const ImportedNetwork network = read_onnx(file.bytes, file.owner, "se_mobilenet.onnx");
    ASSERT_FALSE(network.weights.empty());
    for (const auto& tensor : network.weights.tensors()) {
        EXPECT_EQ(tensor.owner, file.owner) << tensor.name;
        EXPECT_GE(tensor.bytes.data(), file.bytes.data());
        EXPECT_LE(tensor.bytes.data() + tensor.bytes.size(), file.bytes.data() + file.bytes.size());
    }
}

// Its channels are shuffled by a view to extents that the file computes from the size.
TEST(OnnxFixtures, AShuffleThatNamesTheSizeIsForOneSize) {
    const fs::path file = kGolden / "se_shufflenet/se_shufflenet.script.onnx";
    const ImportedNetwork network = read_onnx(file);
    EXPECT_TRUE(network.only_this_size);
    const ImportedNetwork larger = read_onnx(file, InputSize{96, 128});
    const auto shapes =
        graph::infer_shapes(larger.graph, std::vector<graph::Shape>{{3, 3, 96, 128}});
    EXPECT_EQ(shapes[static_cast<std::size_t>(larger.graph.outputs[0])], (graph::Shape{3, 10}));
    EXPECT_FALSE(read_onnx(kGolden / "se_mobilenet/se_mobilenet.script.onnx").only_this_size);
}

TEST(OnnxModels, TheTextDirectionClassifierIsRead) {
    const fs::path file = kShared / "models/onnx/ch_ppocr_mobile_v2.0_cls_infer.onnx";
    if (!fs::exists(file)) GTEST_SKIP() << "../shared is not beside the checkout";
    const ImportedNetwork network = read_onnx(file, InputSize{48, 192});
    EXPECT_EQ(network.producer, "PaddlePaddle, opset 11");
    EXPECT_FALSE(network.only_this_size);
    EXPECT_FALSE(network.one_image_at_a_time);
    EXPECT_TRUE(network.assumptions.empty());
    const auto shapes =
        graph::infer_shapes(network.graph, std::vector<graph::Shape>{{5, 3, 48, 192}});
    EXPECT_EQ(shapes[static_cast<std::size_t>(network.graph.outputs[0])], (graph::Shape{5, 2}));
    std::size_t gates = 0;
    std::size_t unbiased = 0;
    for (const auto& op : network.graph.operators) {
        const auto* activation = std::get_if<graph::Activation>(&op.kind);
        if (activation && activation->kind == graph::ActivationKind::hard_sigmoid) ++gates;
        const bool is_layer = std::holds_alternative<graph::Linear>(op.kind);
        if (is_layer && op.input(2) == graph::kAbsent) ++unbiased;
    }
    EXPECT_EQ(gates, 9U);
    EXPECT_EQ(unbiased, 0U);  // biases that stand as additions after the layer are its own
    EXPECT_TRUE(network.weights.contains("conv2_se_1_offset"));
}

TEST(OnnxModels, TheTextDetectorIsReadForAnySize) {
    const fs::path file = kShared / "models/onnx/ch_PP-OCRv4_det_infer.onnx";
    if (!fs::exists(file)) GTEST_SKIP() << "../shared is not beside the checkout";
    const ImportedNetwork network = read_onnx(file);
    EXPECT_FALSE(network.only_this_size);
    ASSERT_EQ(network.assumptions.size(), 1U);
    EXPECT_EQ(network.assumptions[0].what, "image size");
    const auto shapes =
        graph::infer_shapes(network.graph, std::vector<graph::Shape>{{2, 3, 320, 448}});
    EXPECT_EQ(shapes[static_cast<std::size_t>(network.graph.outputs[0])],
              (graph::Shape{2, 1, 320, 448}));
}

}  // namespace
}  // namespace sescope

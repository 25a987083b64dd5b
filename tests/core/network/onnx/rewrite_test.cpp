// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are written again: what changes, and that nothing else does.
#include "core/network/onnx/write/rewrite_onnx.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/checkpoint/mapped_file.h"
#include "core/graph/pruning.h"
#include "core/network/gates/find_gates.h"
#include "core/network/onnx/messages.h"
#include "tests/core/network/onnx/model_builder.h"
#include "tests/support/temporary_folder.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using onnx::Model;
using test::Attributes;
using test::ModelBuilder;
using ::testing::HasSubstr;

constexpr InputSize kSize{32, 32};

/// What makes a gate of "u" [n, 4, ..]: "g". Its names begin with this.
void add_unit(ModelBuilder& model, const std::string& u, const std::string& name) {
    model.floats(name + ".w", {4, 4, 1, 1}).floats(name + ".b", {4}, {0.1F, 0.2F, 0.3F, 0.4F});
    model.node("GlobalAveragePool", {u}, {name + "p"});
    model.node("Conv", {name + "p", name + ".w", name + ".b"}, {name + "c"});
    model.node("Sigmoid", {name + "c"}, {name + "g"});
}

/// conv -> u, u * gate -> m, conv of m -> z. `kernel`: its weights.
ModelBuilder gated(const std::vector<float>& kernel = {}) {
    ModelBuilder model;
    model.floats("first.w", {4, 3, 1, 1}, kernel).floats("first.b", {4});
    model.floats("last.w", {2, 4, 1, 1});
    model.node("Conv", {"x", "first.w", "first.b"}, {"u"});
    add_unit(model, "u", "se");
    model.node("Mul", {"u", "seg"}, {"m"});
    model.node("Conv", {"m", "last.w"}, {"z"});
    model.metadata("note", "kept").output("z");
    return model;
}

class RewrittenOnnx : public ::testing::Test {
  protected:
    fs::path write(const std::string& name, const std::string& bytes) {
        std::ofstream(folder_ / name, std::ios::binary) << bytes;
        return folder_ / name;
    }

    struct Opened {
        fs::path file;
        ImportedNetwork network;
        std::vector<GateSite> sites;
    };
    Opened open(const std::string& bytes) {
        const fs::path file = write("net.onnx", bytes);
        Opened opened{file, read_onnx(file, kSize), {}};
        const std::vector<graph::Shape> input{{1, 3, 32, 32}};
        opened.sites = find_gates(opened.network.graph, input).sites;
        return opened;
    }

    graph::Graph dropped(const Opened& opened, std::size_t site = 0) {
        const GatePlace& place = opened.sites.at(site).place;
        return graph::without_dead(graph::drop(opened.network.graph, place.scaled, place.product));
    }
    graph::Graph held(Opened& opened, const std::vector<double>& constants) {
        const GatePlace& place = opened.sites.at(0).place;
        const std::vector<graph::Shape> input{{1, 3, 32, 32}};
        const auto held = graph::hold(opened.network.graph, opened.network.weights, place.scaled,
                                      place.product, constants, "se.held_gate");
        return graph::fold_constants(held, opened.network.weights,
                                     std::vector<std::string>{"se.held_gate"}, input);
    }

    std::string rewritten(const Opened& opened, const graph::Graph& after) {
        document_ =
            rewritten_onnx(opened.file, kSize, after, opened.network.weights, folder_ / "out.onnx");
        return document_.model.text();
    }
    Model parsed(const std::string& bytes) {
        bytes_.push_back(std::make_unique<std::string>(bytes));
        return onnx::parse_model(std::as_bytes(std::span(*bytes_.back())), "made.onnx");
    }
    std::vector<float> floats(const ImportedNetwork& network, const std::string& key) {
        return to_float32(network.weights.at(key));
    }

    test::TemporaryFolder folder_;
    onnx::Document document_;
    std::vector<std::unique_ptr<std::string>> bytes_;
};

std::vector<std::string> types_of(const Model& model) {
    std::vector<std::string> types;
    for (const auto& node : model.graph.nodes) types.emplace_back(node.type);
    return types;
}

std::vector<std::string> tensors_of(const Model& model) {
    std::vector<std::string> names;
    for (const auto& tensor : model.graph.initializers) names.emplace_back(tensor.name);
    return names;
}

TEST_F(RewrittenOnnx, WithoutEditsIsTheFileByteByByte) {
    const std::string bytes = gated().bytes();
    const auto opened = open(bytes);
    EXPECT_EQ(rewritten(opened, opened.network.graph), bytes);
}

TEST_F(RewrittenOnnx, LosesADroppedGateAndNothingElse) {
    const auto opened = open(gated().bytes());
    ASSERT_EQ(opened.sites.size(), 1u);
    const Model model = parsed(rewritten(opened, dropped(opened)));
    EXPECT_EQ(types_of(model), (std::vector<std::string>{"Conv", "Conv"}));
    EXPECT_EQ(tensors_of(model), (std::vector<std::string>{"first.w", "first.b", "last.w"}));
    EXPECT_EQ(model.graph.nodes[1].inputs, (std::vector<std::string_view>{"u", "last.w"}));
    EXPECT_EQ(model.graph.nodes[1].name, "Conv5");
    EXPECT_EQ(model.opset, 17);
    ASSERT_EQ(model.metadata.size(), 1u);
    EXPECT_EQ(model.metadata[0].value, "kept");
}

TEST_F(RewrittenOnnx, FoldsAHeldGateIntoTheTensorsBesideIt) {
    std::vector<float> kernel(12);
    for (std::size_t i = 0; i < kernel.size(); ++i) kernel[i] = static_cast<float>(i);
    auto opened = open(gated(kernel).bytes());
    const auto after = held(opened, {0.5, 2, 0, 1});
    const std::string bytes = rewritten(opened, after);
    EXPECT_EQ(types_of(parsed(bytes)), (std::vector<std::string>{"Conv", "Conv"}));
    const auto again = test::read_bytes(bytes, kSize);
    EXPECT_EQ(floats(again, "first.w"),
              (std::vector<float>{0, 0.5F, 1, 6, 8, 10, 0, 0, 0, 9, 10, 11}));
    EXPECT_EQ(floats(again, "first.b"), (std::vector<float>{0.25F, 1, 0, 0.5F}));
    EXPECT_EQ(floats(again, "last.w"), std::vector<float>(8, 0.5F));
}

TEST_F(RewrittenOnnx, KeepsTheTypeOfWhatItFoldsInto) {
    ModelBuilder model;
    const std::vector<std::uint16_t> one(12, 0x3c00);  // 1 as float16
    model.input("x", {-1, 3, 32, 32}, 10);
    model.initializer(test::raw_tensor("first.w", {4, 3, 1, 1}, 10, one));
    model.initializer(
        test::raw_tensor("se.w", {4, 4, 1, 1}, 10, std::vector<std::uint16_t>(16, 0x3800)));
    model.node("Conv", {"x", "first.w"}, {"u"});
    model.node("GlobalAveragePool", {"u"}, {"p"}).node("Conv", {"p", "se.w"}, {"c"});
    model.node("Sigmoid", {"c"}, {"g"}).node("Mul", {"g", "u"}, {"m"});
    model.node("Relu", {"m"}, {"z"}).output("z");
    auto opened = open(model.bytes());
    const Model again = parsed(rewritten(opened, held(opened, {0.5, 2, 0, 1})));
    ASSERT_EQ(again.graph.initializers.size(), 1u);
    EXPECT_EQ(again.graph.initializers[0].type, onnx::ElementType::f16);
    const std::vector<std::uint16_t> expected{0x3800, 0x3800, 0x3800, 0x4000, 0x4000, 0x4000,
                                              0,      0,      0,      0x3c00, 0x3c00, 0x3c00};
    std::vector<std::uint16_t> found(12);
    std::memcpy(found.data(), again.graph.initializers[0].raw.data(), 24);
    EXPECT_EQ(found, expected);
}

// The gate of a sum of the images and of what a ReLU made of them: no weight can take a factor.
ModelBuilder without_neighbours() {
    ModelBuilder model;
    model.input("x", {-1, 4, 32, 32});
    model.node("Tanh", {"x"}, {"u"});
    add_unit(model, "u", "se");
    model.node("Mul", {"seg", "u"}, {"m"});
    model.node("Tanh", {"m"}, {"z"}).output("z");
    return model;
}

TEST_F(RewrittenOnnx, KeepsAConstantThatNoWeightTakesUp) {
    auto opened = [&] {
        const fs::path file = write("net.onnx", without_neighbours().bytes());
        Opened made{file, read_onnx(file, kSize), {}};
        const std::vector<graph::Shape> input{{1, 4, 32, 32}};
        made.sites = find_gates(made.network.graph, input).sites;
        return made;
    }();
    ASSERT_EQ(opened.sites.size(), 1u);
    const GatePlace& place = opened.sites[0].place;
    const std::vector<graph::Shape> input{{1, 4, 32, 32}};
    const std::vector<double> constants{0.5, 2, -1, 1};
    const std::vector<std::string> keys{"se.held_gate"};
    const auto with = graph::hold(opened.network.graph, opened.network.weights, place.scaled,
                                  place.product, constants, keys[0]);
    const auto after = graph::fold_constants(with, opened.network.weights, keys, input);
    const std::string bytes = rewritten(opened, after);
    const Model model = parsed(bytes);
    EXPECT_EQ(types_of(model), (std::vector<std::string>{"Tanh", "Mul", "Tanh"}));
    EXPECT_EQ(model.graph.nodes[1].inputs, (std::vector<std::string_view>{"u", "se.held_gate"}));
    EXPECT_EQ(model.graph.nodes[1].outputs, (std::vector<std::string_view>{"m"}));
    EXPECT_EQ(model.graph.nodes[1].name, "Mul4");
    const auto again = test::read_bytes(bytes, kSize);
    EXPECT_EQ(floats(again, "se.held_gate"), (std::vector<float>{0.5F, 2, -1, 1}));
    EXPECT_EQ(again.weights.at("se.held_gate").shape, (graph::Shape{4, 1, 1}));
}

TEST_F(RewrittenOnnx, GivesANameThatCollidesAnother) {
    auto builder = without_neighbours();
    // A name of the file that the graph does not have.
    builder.node("Identity", {"m"}, {"held"}).output("held");
    const fs::path file = write("net.onnx", builder.bytes());
    ImportedNetwork network = read_onnx(file, kSize);
    const std::vector<graph::Shape> input{{1, 4, 32, 32}};
    const auto sites = find_gates(network.graph, input).sites;
    const std::vector<std::string> keys{"held"};
    const auto with = graph::hold(network.graph, network.weights, sites.at(0).place.scaled,
                                  sites.at(0).place.product, std::vector<double>(4, 2), keys[0]);
    const auto after = graph::fold_constants(with, network.weights, keys, input);
    document_ = rewritten_onnx(file, kSize, after, network.weights, folder_ / "out.onnx");
    const std::string bytes = document_.model.text();
    EXPECT_NO_THROW(test::read_bytes(bytes, kSize));
    const Model model = parsed(bytes);
    EXPECT_EQ(model.graph.outputs.size(), 2u);
    EXPECT_EQ(tensors_of(model), std::vector<std::string>{"held_1"});
}

TEST_F(RewrittenOnnx, KeepsTheNameOfAnOutputThatWasTheProduct) {
    ModelBuilder model;
    model.floats("first.w", {4, 3, 1, 1});
    model.node("Conv", {"x", "first.w"}, {"u"});
    add_unit(model, "u", "se");
    model.node("Mul", {"u", "seg"}, {"m"}).node("Relu", {"m"}, {"z"});
    model.output("m").output("z");
    const auto opened = open(model.bytes());
    ASSERT_EQ(opened.sites.size(), 1u);
    const Model again = parsed(rewritten(opened, dropped(opened)));
    EXPECT_EQ(types_of(again), (std::vector<std::string>{"Conv", "Identity", "Relu"}));
    EXPECT_EQ(again.graph.nodes[1].outputs, (std::vector<std::string_view>{"m"}));
    EXPECT_EQ(again.graph.nodes[2].inputs, (std::vector<std::string_view>{"u"}));
}

// What the gates multiply goes elsewhere, too: only who reads the product takes the constants.
TEST_F(RewrittenOnnx, LeavesWhatItScalesAloneWhereOthersReadIt) {
    ModelBuilder model;
    model.floats("first.w", {4, 3, 1, 1}).floats("last.w", {2, 4, 1, 1});
    model.floats("other.w", {2, 4, 1, 1});
    model.node("Conv", {"x", "first.w"}, {"c"}).node("Relu", {"c"}, {"u"});
    add_unit(model, "u", "se");
    model.node("Mul", {"u", "seg"}, {"m"}).node("Conv", {"m", "last.w"}, {"y"});
    model.node("Conv", {"u", "other.w"}, {"z"}).output("y").output("z");
    auto opened = open(model.bytes());
    ASSERT_EQ(opened.sites.size(), 1u);
    const std::string bytes = rewritten(opened, held(opened, {0.5, 2, 0, 1}));
    EXPECT_EQ(types_of(parsed(bytes)), (std::vector<std::string>{"Conv", "Relu", "Conv", "Conv"}));
    const auto again = test::read_bytes(bytes, kSize);
    EXPECT_EQ(floats(again, "first.w"), std::vector<float>(12, 0.5F));
    EXPECT_EQ(floats(again, "other.w"), std::vector<float>(8, 0.5F));
    EXPECT_EQ(floats(again, "last.w"), (std::vector<float>{0.25F, 1, 0, 0.5F, 0.25F, 1, 0, 0.5F}));
}

TEST_F(RewrittenOnnx, LeavesTensorsAloneThatOthersReadToo) {
    // The same kernel makes u and, of the images again, v: folding must not touch it.
    ModelBuilder model;
    model.floats("w", {4, 3, 1, 1}).floats("last.w", {2, 4, 1, 1}, {1, 2, 3, 4, 5, 6, 7, 8});
    model.node("Conv", {"x", "w"}, {"u"}).node("Conv", {"x", "w"}, {"v"});
    add_unit(model, "u", "se");
    model.node("Mul", {"u", "seg"}, {"m"}).node("Conv", {"m", "last.w"}, {"y"});
    model.node("Relu", {"v"}, {"z"}).output("y").output("z");
    auto opened = open(model.bytes());
    ASSERT_EQ(opened.sites.size(), 1u);
    const std::string bytes = rewritten(opened, held(opened, {0.5, 2, 0, 1}));
    const auto again = test::read_bytes(bytes, kSize);
    EXPECT_EQ(floats(again, "w"), std::vector<float>(12, 0.5F));
    EXPECT_EQ(floats(again, "last.w"), (std::vector<float>{0.5F, 4, 0, 4, 2.5F, 12, 0, 8}));
}

TEST_F(RewrittenOnnx, WritesATransposedWeightAsItLies) {
    // [in, out] in the file, behind a Transpose.
    ModelBuilder model;
    model.floats("first.w", {4, 3, 1, 1}).floats("t", {4, 2}, {1, 2, 3, 4, 5, 6, 7, 8});
    model.node("Conv", {"x", "first.w"}, {"c"}).node("Tanh", {"c"}, {"u"});
    add_unit(model, "u", "se");
    model.node("Mul", {"u", "seg"}, {"m"}).node("GlobalAveragePool", {"m"}, {"p"});
    model.node("Flatten", {"p"}, {"f"}).node("Transpose", {"t"}, {"w"});
    model.node("Gemm", {"f", "w"}, {"z"}, Attributes().integer("transB", 1)).output("z");
    auto opened = open(model.bytes());
    ASSERT_EQ(opened.sites.size(), 1u);
    const Model again = parsed(rewritten(opened, held(opened, {0.5, 2, 0, 1})));
    EXPECT_EQ(types_of(again).size(), 6u);
    for (const auto& tensor : again.graph.initializers) {
        if (tensor.name != "t") continue;
        std::vector<float> found(8);
        std::memcpy(found.data(), tensor.raw.data(), 32);
        EXPECT_EQ(found, (std::vector<float>{0.5F, 1, 6, 8, 0, 0, 7, 8}));
    }
}

/// A tensor whose values are `count` floats of a file from `offset` on.
std::string tensor_beside(const std::string& name, const test::Integers& dims, int offset,
                          int count, const std::string& location = "weights.bin") {
    std::string bytes;
    protozero::pbf_writer tensor(bytes);
    tensor.add_packed_int64(1, dims.begin(), dims.end());
    tensor.add_int32(2, test::kFloat);
    tensor.add_string(8, name);
    const auto entry = [&](const std::string& key, const std::string& value) {
        protozero::pbf_writer of(tensor, 13);
        of.add_string(1, key);
        of.add_string(2, value);
    };
    entry("location", location);
    entry("offset", std::to_string(4 * offset));
    entry("length", std::to_string(4 * count));
    tensor.add_int32(14, 1);
    return bytes;
}

TEST_F(RewrittenOnnx, TakesExternalDataAlongInOneFile) {
    std::vector<float> values(28);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i);
    write("weights.bin", std::string(reinterpret_cast<const char*>(values.data()), 112));
    ModelBuilder model;
    model.initializer(tensor_beside("first.w", {4, 3, 1, 1}, 0, 12));
    model.initializer(tensor_beside("se.w", {4, 4, 1, 1}, 12, 16));
    model.initializer(tensor_beside("last.w", {2, 4, 1, 1}, 20, 8));
    model.node("Conv", {"x", "first.w"}, {"u"}).node("GlobalAveragePool", {"u"}, {"p"});
    model.node("Conv", {"p", "se.w"}, {"c"}).node("Sigmoid", {"c"}, {"g"});
    model.node("Mul", {"u", "g"}, {"m"}).node("Conv", {"m", "last.w"}, {"z"}).output("z");
    auto opened = open(model.bytes());
    ASSERT_EQ(opened.sites.size(), 1u);
    rewritten(opened, held(opened, {0.5, 2, 0, 1}));
    onnx::write(document_, folder_ / "out.onnx");
    fs::remove(folder_ / "weights.bin");
    const auto again = read_onnx(folder_ / "out.onnx", kSize);
    EXPECT_EQ(floats(again, "first.w"),
              (std::vector<float>{0, 0.5F, 1, 6, 8, 10, 0, 0, 0, 9, 10, 11}));
    EXPECT_EQ(floats(again, "last.w"), std::vector<float>(values.begin() + 20, values.end()));
    EXPECT_EQ(fs::file_size(folder_ / "out.onnx.data"), 64 + 32u) << "without what the gate had";
    EXPECT_FALSE(again.weights.contains("se.w"));
}

// Weights as Constant nodes, and the weights of a branch.
TEST_F(RewrittenOnnx, TakesExternalDataOfNodesAlong) {
    std::vector<float> values(29);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i);
    write("weights.bin", std::string(reinterpret_cast<const char*>(values.data()), 116));
    const auto constant = [](const std::string& message) {
        return Attributes().tensor("value", message);
    };
    ModelBuilder branch;
    branch.initializer(tensor_beside("one", {1}, 28, 1)).node("Mul", {"u", "one"}, {"of_branch"});
    branch.node("Constant", {}, {"two"}, constant(tensor_beside("", {1}, 27, 1)));
    branch.node("Add", {"of_branch", "two"}, {"end"}).output("end");
    ModelBuilder model;
    model.node("Constant", {}, {"first.w"}, constant(tensor_beside("", {4, 3, 1, 1}, 0, 12)));
    model.node("Constant", {}, {"se.w"}, constant(tensor_beside("", {4, 4, 1, 1}, 12, 16)));
    model.node("Constant", {}, {"last.w"}, constant(tensor_beside("", {2, 4, 1, 1}, 20, 8)));
    model.initializer(test::raw_tensor("yes", {1}, 9, std::vector<std::uint8_t>{1}));
    model.node("Conv", {"x", "first.w"}, {"c"}).node("Relu", {"c"}, {"u"});
    model.node("GlobalAveragePool", {"u"}, {"p"});
    model.node("Conv", {"p", "se.w"}, {"d"}).node("Sigmoid", {"d"}, {"g"});
    model.node("Mul", {"u", "g"}, {"m"}).node("Conv", {"m", "last.w"}, {"z"}).output("z");
    auto bare = model;
    model.node("If", {"yes"}, {"side"},
               Attributes()
                   .graph("then_branch", branch.graph(true))
                   .graph("else_branch", branch.graph(true)));
    const auto written = [&](const ModelBuilder& of) {
        auto opened = open(of.bytes());
        EXPECT_EQ(opened.sites.size(), 1u);
        rewritten(opened, held(opened, {0.5, 2, 0, 1}));
        onnx::write(document_, folder_ / "out.onnx");
        return fs::file_size(folder_ / "out.onnx.data");
    };
    // Each tensor starts at a multiple of 64 bytes.
    EXPECT_EQ(written(model), 5 * 64 + 4u);
    EXPECT_EQ(written(bare), 64 + 32u) << "without what the gate had";
    fs::remove(folder_ / "weights.bin");
    const auto again = read_onnx(folder_ / "out.onnx", kSize);
    std::vector<std::vector<float>> kernels;
    for (const auto& op : again.graph.operators) {
        if (!std::holds_alternative<graph::Convolution>(op.kind)) continue;
        kernels.push_back(floats(again, again.graph.value(op.inputs[1]).name));
    }
    EXPECT_EQ(kernels, (std::vector<std::vector<float>>{
                           std::vector<float>(values.begin(), values.begin() + 12),
                           {10, 42, 0, 23, 12, 50, 0, 27}}));  // gates pass the ReLU forwards
}

TEST_F(RewrittenOnnx, DoesNotWriteOverTheDataOfTheOriginal) {
    const std::vector<float> values(12, 1);
    write("out.onnx.data", std::string(reinterpret_cast<const char*>(values.data()), 48));
    ModelBuilder model;
    model.initializer(tensor_beside("first.w", {4, 3, 1, 1}, 0, 12, "out.onnx.data"));
    model.node("Conv", {"x", "first.w"}, {"z"}).output("z");
    const auto opened = open(model.bytes());
    try {
        rewritten(opened, opened.network.graph);
        FAIL() << "written";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::output);
    }
}

TEST_F(RewrittenOnnx, RefusesAFileThatNothingWouldRead) {
    // 2.2 GB of zeros that are on no disk.
    constexpr std::int64_t count = 540'000'000;
    std::string head;
    {
        protozero::pbf_writer tensor(head);
        const test::Integers dims{count};
        tensor.add_packed_int64(1, dims.begin(), dims.end());
        tensor.add_int32(2, test::kFloat);
        tensor.add_string(8, "unread");
    }
    onnx::Document document;
    document.model.own(head);
    const fs::path sparse = folder_ / "sparse";
    std::ofstream(sparse).put('0');
    fs::resize_file(sparse, 4 * count);
    const MappedFile mapped = map_file(sparse);
    document.model.view(mapped.bytes, mapped.owner);
    FilesTogether files;
    try {
        onnx::write(document, folder_ / "out.onnx", files);
        FAIL() << "written";
    } catch (const Error& error) {
        EXPECT_THAT(error.message(), HasSubstr("2 GB"));
        EXPECT_EQ(error.kind(), ErrorKind::output);
    }
    EXPECT_FALSE(fs::exists(folder_ / "out.onnx"));
}

}  // namespace
}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are broken, or made to break: all are refused with a sentence, and none takes more
// memory than a file of its size may.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/checkpoint/mapped_file.h"
#include "tests/core/network/onnx/model_builder.h"
#include "tests/support/temporary_folder.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using namespace test;
using testing::HasSubstr;

ModelBuilder relu() {
    ModelBuilder model;
    model.node("Relu", {"x"}, {"y"}).output("y");
    return model;
}

std::span<const std::byte> bytes_of(const std::string& text) {
    return std::as_bytes(std::span(text));
}

TEST(OnnxFiles, AreToldByTheirStructure) {
    const std::string file = relu().bytes();
    EXPECT_TRUE(is_onnx(bytes_of(file)));
    EXPECT_TRUE(is_onnx(bytes_of(file).first(file.size() / 2)));  // said to be truncated later
    for (const std::string& other :
         {std::string(), std::string("PK\3\4 a zip"), std::string("\x80\2}q.", 5),
          std::string("\x08\x07\0\0\0\0\0\0{}", 10), std::string("<html>"), std::string(64, '\x08'),
          std::string("\x3a\x02\x0a\x00", 4)}) {
        EXPECT_FALSE(is_onnx(bytes_of(other))) << other;
        EXPECT_THAT(refusal(other), HasSubstr("is no ONNX file"));
    }
}

TEST(OnnxFiles, OfEveryLengthAreReadOrRefused) {
    ModelBuilder model;
    model.floats("w", {4, 3, 3, 3});
    model.node("Conv", {"x", "w"}, {"y"}, Attributes().integers("pads", {1, 1, 1, 1})).output("y");
    const std::string file = model.bytes();
    EXPECT_EQ(refusal(file), "");
    for (std::size_t length = 0; length < file.size(); ++length) {
        EXPECT_NE(refusal(file.substr(0, length)), "") << length;
    }
}

TEST(OnnxFiles, OperatorsThatAreMissingAreAllNamed) {
    ModelBuilder model;
    model.node("Relu", {"x"}, {"a"})
        .node("NonMaxSuppression", {"a"}, {"b"}, {}, {"p2o.Nms.3"})
        .node("FancyGate", {"b"}, {"c"}, {}, {"gate", "com.acme"})
        .node("NonMaxSuppression", {"c"}, {"y"})
        .node("Einsum", {"x"}, {"unread"})
        .output("y");
    EXPECT_EQ(refusal(model),
              "has operators that are not computed here: NonMaxSuppression, node p2o.Nms.3 (and 1 "
              "more); com.acme.FancyGate, node gate");
    ModelBuilder quantised;
    quantised.node("DequantizeLinear", {"x"}, {"y"}).output("y");
    try {
        read(quantised);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.hint(), "give the network before it was quantised");
    }
}

TEST(OnnxFiles, OpsetsOutsideTheRangeAreRefused) {
    for (const std::int64_t opset : {0, 8, 24, -1}) {
        ModelBuilder model = relu();
        model.opset = opset;
        EXPECT_THAT(refusal(model), HasSubstr("opsets 9 to 23 are read")) << opset;
    }
    for (const std::int64_t opset : {9, 23}) {
        ModelBuilder model = relu();
        model.opset = opset;
        EXPECT_EQ(refusal(model), "") << opset;
    }
}

TEST(OnnxFiles, TakeOneBatchOfImages) {
    ModelBuilder two = relu();
    two.input("x", {-1, 3, 8, 8}).input("z", {-1, 3, 8, 8});
    EXPECT_EQ(refusal(two), "");  // nobody reads the other
    two.node("Add", {"y", "z"}, {"w"}).output("w");
    EXPECT_THAT(refusal(two), HasSubstr("takes 2 inputs instead of images alone: 'x' float32 "
                                        "[?, 3, 8, 8], 'z' float32 [?, 3, 8, 8]"));
    ModelBuilder bytes = relu();
    bytes.input("x", {1, 3, 8, 8}, 2);
    EXPECT_THAT(refusal(bytes), HasSubstr("takes its images as uint8"));
    ModelBuilder tokens = relu();
    tokens.input("x", {1, 77});
    EXPECT_THAT(refusal(tokens), HasSubstr("which is no batch of images"));
    ModelBuilder none;
    none.floats("w", {4}).node("Relu", {"w"}, {"y"}).output("y");
    EXPECT_THAT(refusal(none), HasSubstr("from no input"));
    // Old versions list the tensors of the file among its inputs.
    ModelBuilder old = relu();
    old.input("x", {1, 3, 8, 8}).input("w", {3, 1, 1}).floats("w", {3, 1, 1});
    old.node("Mul", {"y", "w"}, {"z"}).output("z");
    EXPECT_EQ(refusal(old), "");
}

TEST(OnnxFiles, WhoseNodesHangOnThemselvesAreRefused) {
    ModelBuilder cycle;
    cycle.node("Add", {"x", "b"}, {"a"}).node("Relu", {"a"}, {"b"}).output("b");
    EXPECT_THAT(refusal(cycle), HasSubstr("hangs on itself"));
    ModelBuilder own;
    own.node("Add", {"x", "a"}, {"a"}).output("a");
    EXPECT_THAT(refusal(own), HasSubstr("hangs on itself"));
    ModelBuilder twice = relu();
    twice.node("Relu", {"x"}, {"y"});
    EXPECT_THAT(refusal(twice), HasSubstr("gives \"y\", which another node gives too"));
    ModelBuilder missing;
    missing.node("Add", {"x", "ghost"}, {"y"}).output("y");
    EXPECT_THAT(refusal(missing), HasSubstr("reads \"ghost\", which nothing in the file gives"));
    ModelBuilder nothing = relu();
    nothing.output("ghost");
    EXPECT_THAT(refusal(nothing), HasSubstr("an output \"ghost\""));
    // Out of order is none of these.
    ModelBuilder late;
    late.node("Relu", {"a"}, {"y"}).node("Sigmoid", {"x"}, {"a"}).output("y");
    EXPECT_EQ(read(late).graph.operators.size(), 2U);
}

TEST(OnnxFiles, TensorsThatDoNotFitTheirBytesAreRefused) {
    const auto with = [](const std::string& tensor) {
        ModelBuilder model;
        model.initializer(tensor).node("Mul", {"x", "w"}, {"y"}).output("y");
        return refusal(model);
    };
    EXPECT_THAT(with(raw_tensor<float>("w", {3, 1, 1}, kFloat, {1, 2})), HasSubstr("has 8 bytes"));
    EXPECT_THAT(with(raw_tensor<float>("w", {1LL << 40, 1LL << 40}, kFloat, {1})),
                HasSubstr("overflows"));
    EXPECT_THAT(with(raw_tensor<float>("w", {-3, 1, 1}, kFloat, {1})), HasSubstr("overflows"));
    EXPECT_THAT(with(raw_tensor<float>("w", Integers(40, 1), kFloat, {1})),
                HasSubstr("more than 16 axes"));
    EXPECT_THAT(with(raw_tensor<float>("w", {1}, 8, {1})), HasSubstr("is of string"));
    EXPECT_THAT(with(raw_tensor<float>("w", {1}, 99, {1})), HasSubstr("is of type 99"));
    EXPECT_EQ(with(raw_tensor<float>("w", {1, 3, 1, 1}, kFloat, {1, 2, 3})), "");
}

TEST(OnnxFiles, TypedFieldsOfTensorsAreRead) {
    const std::vector<float> floats{1.5F, -2, 3};
    std::string packed;
    {
        protozero::pbf_writer tensor(packed);
        const Integers dims{3, 1, 1};
        tensor.add_packed_int64(1, dims.begin(), dims.end());
        tensor.add_int32(2, kFloat);
        tensor.add_packed_float(4, floats.begin(), floats.end());
        tensor.add_string(8, "w");
    }
    std::string halves;  // as varints in int32_data, one field each
    {
        protozero::pbf_writer tensor(halves);
        for (const std::int64_t extent : {3, 1, 1}) tensor.add_int64(1, extent);
        tensor.add_int32(2, 10);
        for (const std::int32_t half : {0x3e00, 0xc000, 0x4200}) tensor.add_int32(5, half);
        tensor.add_string(8, "w");
    }
    for (const auto& tensor : {packed, halves}) {
        ModelBuilder model;
        model.initializer(tensor).node("Mul", {"x", "w"}, {"y"}).output("y");
        EXPECT_EQ(to_float32(read(model).weights.at("w")), floats);
    }
}

TEST(OnnxFiles, AMillionNodesAreRefusedBeforeTheyAreKept) {
    std::string graph;
    for (int i = 0; i < 1'000'000; ++i) graph += std::string("\x0a\x00", 2);
    std::string bytes;
    protozero::pbf_writer model(bytes);
    model.add_int64(1, 8);
    model.add_message(7, graph);
    EXPECT_THAT(refusal(bytes), HasSubstr("has more than 100000 nodes"));
}

TEST(OnnxFiles, ALongChainTakesLinearTime) {
    ModelBuilder model;
    std::string last = "x";
    for (int i = 0; i < 20'000; ++i) {
        std::string next = "v";
        next += std::to_string(i);
        model.node("Relu", {last}, {next});
        last = next;
    }
    model.output(last);
    EXPECT_EQ(read(model).graph.operators.size(), 20'000U);
}

TEST(OnnxFiles, NumbersThatGrowAreBounded) {
    ModelBuilder model;
    model.integers("n", {1LL << 40});
    model.node("ConstantOfShape", {"n"}, {"c"}).node("Add", {"x", "c"}, {"y"}).output("y");
    EXPECT_THAT(refusal(model), HasSubstr("larger than any network needs"));
    // Each doubles the list before it.
    ModelBuilder doubling;
    std::string last = "l";
    doubling.integers("l", Integers(64, 1));
    for (int i = 0; i < 40; ++i) {
        std::string next = "l";
        next += std::to_string(i);
        doubling.node("Concat", {last, last}, {next}, Attributes().integer("axis", 0));
        last = next;
    }
    doubling.node("Reshape", {"x", last}, {"y"}).output("y");
    EXPECT_THAT(refusal(doubling), HasSubstr("more numbers from shapes than any network needs"));
}

TEST(OnnxFiles, NestedGraphsHaveABound) {
    std::string branch;
    for (int i = 0; i < 40; ++i) {
        ModelBuilder inner;
        if (i == 0) inner.node("Relu", {"x"}, {"y0"}).output("y0");
        if (i > 0) {
            std::string name = "y";
            name += std::to_string(i);
            inner.node("If", {"c"}, {name}, Attributes().graph("then_branch", branch)).output(name);
        }
        branch = inner.graph(true);
    }
    ModelBuilder model;
    model.initializer(raw_tensor<std::uint8_t>("c", {1}, 9, {1}));
    model.node("If", {"c"}, {"y"}, Attributes().graph("then_branch", branch)).output("y");
    EXPECT_THAT(refusal(model), HasSubstr("nested deeper"));
}

TEST(OnnxFiles, NamesFitForNoTerminalAreRefusedOrMasked) {
    ModelBuilder model;
    model.floats("w\x1b[31m", {3, 1, 1}).node("Mul", {"x", "w\x1b[31m"}, {"y"}).output("y");
    EXPECT_THAT(refusal(model), HasSubstr("w?[31m"));
}

class ExternalData : public testing::Test {
  protected:
    void SetUp() override {
        fs::create_directory(folder_.path() / "model");
        fs::create_directory(folder_.path() / "elsewhere");
        for (const char* file : {"model/w.data", "elsewhere/secret"}) {
            std::ofstream out(folder_.path() / file, std::ios::binary);
            const std::vector<float> values{9, 1, 2, 3};
            out.write(reinterpret_cast<const char*>(values.data()), 16);
        }
    }
    std::string read_with(const std::string& location, const std::string& offset = "4",
                          const std::string& length = "12") {
        std::string tensor;
        protozero::pbf_writer writer(tensor);
        const Integers dims{3, 1, 1};
        writer.add_packed_int64(1, dims.begin(), dims.end());
        writer.add_int32(2, kFloat);
        writer.add_string(8, "w");
        for (const auto& [key, value] : {std::pair<std::string, std::string>{"location", location},
                                         {"offset", offset},
                                         {"length", length}}) {
            if (value.empty()) continue;
            protozero::pbf_writer entry(writer, 13);
            entry.add_string(1, key);
            entry.add_string(2, value);
        }
        writer.add_int32(14, 1);
        ModelBuilder model;
        model.initializer(tensor).node("Mul", {"x", "w"}, {"y"}).output("y");
        const fs::path file = folder_.path() / "model" / "net.onnx";
        const std::string bytes = model.bytes();
        std::ofstream(file, std::ios::binary) << bytes;
        try {
            values_ = to_float32(read_onnx(file).weights.at("w"));
        } catch (const Error& error) {
            return error.message();
        }
        return "";
    }
    TemporaryFolder folder_;
    std::vector<float> values_;
};

TEST_F(ExternalData, IsReadAtItsOffset) {
    EXPECT_EQ(read_with("w.data"), "");
    EXPECT_EQ(values_, (std::vector<float>{1, 2, 3}));
    EXPECT_EQ(read_with("w.data", "", ""), "");
    EXPECT_EQ(values_, (std::vector<float>{9, 1, 2}));
}

TEST_F(ExternalData, OutsideTheFolderIsRefused) {
    const fs::path outside = folder_.path() / "elsewhere" / "secret";
    fs::create_symlink(outside, folder_.path() / "model" / "link");
    fs::create_directory_symlink(folder_.path() / "elsewhere", folder_.path() / "model" / "way");
    EXPECT_THAT(read_with("../elsewhere/secret"), HasSubstr("not a file below"));
    EXPECT_THAT(read_with("a/../../elsewhere/secret"), HasSubstr("not a file below"));
    EXPECT_THAT(read_with(outside.string()), HasSubstr("not a file below"));
    EXPECT_THAT(read_with(std::string("w.data\0x", 8)), HasSubstr("not a file below"));
    EXPECT_THAT(read_with(""), HasSubstr("not a file below"));
    EXPECT_THAT(read_with("link"), HasSubstr("a link that leads out"));
    EXPECT_THAT(read_with("way/secret"), HasSubstr("a link that leads out"));
}

TEST_F(ExternalData, ThatDoesNotFitIsRefused) {
    EXPECT_THAT(read_with("w.data", "8"), HasSubstr("beyond the end of \"w.data\""));
    EXPECT_THAT(read_with("w.data", "18446744073709551612"), HasSubstr("beyond the end"));
    EXPECT_THAT(read_with("w.data", "-4"), HasSubstr("no number"));
    EXPECT_THAT(read_with("w.data", "4", "8"), HasSubstr("has 8 bytes"));
    EXPECT_THAT(read_with("missing.data"), HasSubstr("which is not there"));
    EXPECT_NE(read_with("."), "");
}

}  // namespace
}  // namespace sescope

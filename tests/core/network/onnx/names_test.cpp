// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/onnx/class_names.h"

#include <gtest/gtest.h>

#include "core/network/onnx/module_path.h"
#include "tests/core/network/onnx/model_builder.h"

namespace sescope::onnx {
namespace {

std::string module_of(const char* name, const char* scopes = "", const char* namespaces = "") {
    Node node;
    node.name = name;
    node.name_scopes = scopes;
    node.namespaces = namespaces;
    return module_path(node);
}

TEST(OnnxModules, AreReadFromNamesOfTheOlderExporter) {
    EXPECT_EQ(module_of("/blocks/blocks.3/blocks.3.0/se/conv_reduce/Conv"),
              "blocks.3.0.se.conv_reduce");
    EXPECT_EQ(module_of("/blocks.3/blocks.3.0/se/Mul"), "blocks.3.0.se");
    EXPECT_EQ(module_of("/a/b1/b1.0/Conv"), "a.b1.0");
    EXPECT_EQ(module_of("/Flatten"), "");
    EXPECT_EQ(module_of("p2o.Conv.3"), "");
    EXPECT_EQ(module_of("model/se/conv/Conv2D"), "");
}

TEST(OnnxModules, AreReadFromScopesOfTheNewerOne) {
    EXPECT_EQ(module_of("node_mul_4", "['', 'blocks', 'blocks.3.0.se', 'mul_4']"), "blocks.3.0.se");
    EXPECT_EQ(module_of("n", "[\"\", \"a'b\", 'mul']"), "a'b");
    EXPECT_EQ(module_of("n", "['', 'mul']"), "");
    EXPECT_EQ(module_of("n", "['', 'unfinished"), "");
    EXPECT_EQ(module_of("n", "", ": timm.Net/blocks: torch.Seq/blocks.3.se: timm.SE/mul: aten.mul"),
              "blocks.3.se");
    EXPECT_EQ(module_of("n", "", "/mul: aten.mul"), "");
}

using Names = std::vector<std::string>;

TEST(OnnxClassNames, AreListsOrDictionaries) {
    EXPECT_EQ(listed_names("{0: 'cat', 1: \"dog's\", 2: 'a\\'b'}"), (Names{"cat", "dog's", "a'b"}));
    EXPECT_EQ(listed_names(R"({"1": "dog", "0": "cat"})"), (Names{"cat", "dog"}));
    EXPECT_EQ(listed_names("['cat', 'dog, small']"), (Names{"cat", "dog, small"}));
    EXPECT_EQ(listed_names("cat\r\ndog\r\n"), (Names{"cat", "dog"}));
    EXPECT_EQ(listed_names("cat, dog"), (Names{"cat", "dog"}));
}

TEST(OnnxClassNames, ThatCannotBePutInOrderAreNone) {
    for (const char* text :
         {"", "one", "{0: 'cat', 2: 'dog'}", "{0: 'cat', 0: 'dog'}", "{'a': 'cat', 'b': 'dog'}",
          "['cat', 'dog'", "[1, 2]", "{0: ['cat'], 1: ['dog']}", "['a\\u0041', 'b']", "cat\n\ndog",
          "['a\x1b', 'b']"}) {
        EXPECT_EQ(listed_names(text), Names{}) << text;
    }
}

TEST(OnnxClassNames, AreThoseOfTheMetadata) {
    test::ModelBuilder model;
    model.node("Relu", {"x"}, {"y"}).output("y");
    model.metadata("character", "0\n1\n2").metadata("names", "{0: 'person', 1: 'bicycle'}");
    EXPECT_EQ(test::read(model).class_names, (Names{"person", "bicycle"}));
}

}  // namespace
}  // namespace sescope::onnx

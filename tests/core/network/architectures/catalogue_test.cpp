// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/architectures/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/core/network/architectures/small_architectures.h"
#include "tests/support/temporary_folder.h"

namespace sescope {
namespace {

using test::shapes_of;
using test::small_graph;
using test::state_dict;
using testing::ElementsAre;
using testing::HasSubstr;

class SmallCatalogue : public testing::Test {
  protected:
    CatalogueContents contents;

    Catalogue written() const {
        write_catalogue(folder_ / "catalogue", contents);
        return Catalogue(folder_ / "catalogue");
    }

  private:
    test::TemporaryFolder folder_;
};

std::int64_t groups_of(const graph::Graph& graph, const std::string& module) {
    for (const auto& op : graph.operators) {
        if (op.module == module) return std::get<graph::Convolution>(op.kind).groups;
    }
    return -1;
}

template <typename Function>
std::string message_of(Function&& function) {
    try {
        function();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::model);
        return error.message();
    }
    return "no error";
}

TEST_F(SmallCatalogue, FindsAnArchitectureByItsKeys) {
    const auto graph = small_graph();
    test::add_architecture(contents, "small", graph);
    const auto catalogue = written();
    auto tensors = shapes_of(graph);
    tensors.push_back({"bn.num_batches_tracked", {}});
    const auto match = catalogue.match(state_dict(tensors));
    ASSERT_TRUE(match.certain());
    const auto& found = match.candidates[0];
    EXPECT_EQ(found.entries[0].full_name(), "timm/small");
    EXPECT_EQ(found.network.graph, graph);
    EXPECT_EQ(found.network.producer, "timm 1.0");
    EXPECT_EQ(found.network.weights.size(), tensors.size());
    EXPECT_FALSE(found.other_widths);
    EXPECT_FALSE(found.without_head);
}

TEST_F(SmallCatalogue, TakesOtherClassesAndOtherImageChannels) {
    test::add_architecture(contents, "small", small_graph({.sliced = true}));
    const auto catalogue = written();
    auto tensors = shapes_of(small_graph());
    for (auto& [key, shape] : tensors) {
        if (key.starts_with("fc.")) shape[0] = 10;
        if (key == "stem.weight") shape[1] = 1;
    }
    const auto match = catalogue.match(state_dict(tensors));
    ASSERT_TRUE(match.certain());
    EXPECT_FALSE(match.candidates[0].other_widths);
    const auto& graph = match.candidates[0].network.graph;
    EXPECT_EQ(graph.value(graph.inputs[0]).shape, (graph::Shape{-1, 1, -1, -1}));
    const std::vector<graph::Shape> images{{2, 1, 32, 32}};
    const auto shapes = graph::infer_shapes(graph, images);
    EXPECT_EQ(shapes[static_cast<std::size_t>(graph.outputs[0])], (graph::Shape{2, 10}));
}

TEST_F(SmallCatalogue, DerivesGroupsOfOtherWidths) {
    test::add_architecture(contents, "small", small_graph());
    const auto match = written().match(state_dict(shapes_of(small_graph({.channels = 12}))));
    ASSERT_TRUE(match.certain());
    EXPECT_TRUE(match.candidates[0].other_widths);
    EXPECT_EQ(match.candidates[0].network.graph, small_graph({.channels = 12}));
    EXPECT_EQ(groups_of(match.candidates[0].network.graph, "dw"), 12);
}

TEST_F(SmallCatalogue, RefusesOtherWidthsWhereALiteralWouldBeWrong) {
    test::add_architecture(contents, "sliced", small_graph({.sliced = true}));
    const auto match = written().match(state_dict(shapes_of(small_graph({.channels = 12}))));
    EXPECT_FALSE(match.certain());
    ASSERT_TRUE(match.candidates.empty());
    ASSERT_EQ(match.refused.size(), 1u);
    EXPECT_THAT(match.refused[0].why.str(),
                HasSubstr("'stem.weight' is [12, 3, 3, 3] rather than [4, 3, 3, 3]"));
    EXPECT_THAT(match.refused[0].why.str(), HasSubstr("slice in tail holds numbers"));
    EXPECT_THAT(match.refused[0].hint.str(), HasSubstr("torch.export"));
}

TEST_F(SmallCatalogue, RefusesOtherKernelsAndShapesThatDoNotFit) {
    test::add_architecture(contents, "small", small_graph());
    const auto catalogue = written();
    auto kernels = shapes_of(small_graph());
    auto unfit = shapes_of(small_graph({.channels = 12}));
    for (auto& [key, shape] : kernels) {
        if (key == "dw.weight") shape = {4, 1, 5, 5};
    }
    for (auto& [key, shape] : unfit) {
        if (key == "se.fc1.weight") shape = {2, 5, 1, 1};
    }
    EXPECT_THAT(catalogue.match(state_dict(kernels)).refused.at(0).why.str(),
                HasSubstr("paddings follow"));
    EXPECT_THAT(catalogue.match(state_dict(unfit)).refused.at(0).why.str(),
                HasSubstr("'se.fc1.weight' takes 5 channels a group, and its input has 12"));
}

TEST_F(SmallCatalogue, OpensAFileWithoutClassifierAsFeatures) {
    test::add_architecture(contents, "small", small_graph());
    auto tensors = shapes_of(small_graph());
    std::erase_if(tensors, [](const auto& tensor) { return tensor.key.starts_with("fc."); });
    const auto match = written().match(state_dict(tensors));
    ASSERT_TRUE(match.certain());
    EXPECT_TRUE(match.candidates[0].without_head);
    const auto& graph = match.candidates[0].network.graph;
    const std::vector<graph::Shape> images{{2, 3, 32, 32}};
    EXPECT_EQ(graph::infer_shapes(graph, images)[static_cast<std::size_t>(graph.outputs[0])],
              (graph::Shape{2, 4}));
    EXPECT_EQ(graph.operators.size(), small_graph().operators.size() - 1);
}

TEST_F(SmallCatalogue, NeverChoosesBetweenTwoThatComputeDifferently) {
    test::add_architecture(contents, "padded", small_graph());
    test::add_architecture(contents, "unpadded", small_graph({.stem_padding = 0}));
    test::add_architecture(contents, "also_padded", small_graph());
    const auto catalogue = written();
    const auto weights = state_dict(shapes_of(small_graph()));
    const auto match = catalogue.match(weights);
    EXPECT_FALSE(match.certain());
    ASSERT_EQ(match.candidates.size(), 2u);
    ASSERT_EQ(match.candidates[0].entries.size(), 2u);
    EXPECT_EQ(match.candidates[0].entries[1].name, "also_padded");
    EXPECT_EQ(match.candidates[1].entries[0].name, "unpadded");

    const auto chosen = catalogue.as(catalogue.named("unpadded.some_tag").at(0), weights);
    EXPECT_EQ(chosen.network.graph, small_graph({.stem_padding = 0}));
}

TEST_F(SmallCatalogue, ConstantsThatDifferComputeDifferently) {
    const auto graph = small_graph();
    const std::vector<float> one{1};
    const std::vector<float> two{2};
    test::add_architecture(contents, "a", graph, {StateDict::make_tensor("c", {1}, one)});
    test::add_architecture(contents, "b", graph, {StateDict::make_tensor("c", {1}, two)});
    const auto match = written().match(state_dict(shapes_of(graph)));
    ASSERT_EQ(match.candidates.size(), 2u);
    EXPECT_EQ(to_float32(match.candidates[1].network.weights.at("c")), two);
}

TEST_F(SmallCatalogue, ExactShapesComeBeforeWidths) {
    test::add_architecture(contents, "narrow", small_graph({.stem_padding = 0}));
    test::add_architecture(contents, "wide", small_graph({.channels = 12}));
    const auto match = written().match(state_dict(shapes_of(small_graph({.channels = 12}))));
    ASSERT_TRUE(match.certain());
    EXPECT_EQ(match.candidates[0].entries[0].name, "wide");
}

TEST_F(SmallCatalogue, NamesTheNearestAndTheKeysThatDiffer) {
    test::add_architecture(contents, "small", small_graph());
    const auto catalogue = written();
    auto tensors = shapes_of(small_graph());
    std::erase_if(tensors, [](const auto& tensor) { return tensor.key == "dw.weight"; });
    tensors.push_back({"extra.weight", {1}});
    const auto weights = state_dict(tensors);
    EXPECT_TRUE(catalogue.match(weights).candidates.empty());
    const auto nearest = catalogue.nearest(weights);
    ASSERT_TRUE(nearest);
    EXPECT_THAT(nearest->missing, ElementsAre("dw.weight"));
    EXPECT_THAT(nearest->left_over, ElementsAre("extra.weight"));
    EXPECT_EQ(described(*nearest),
              "timm/small is nearest: the file lacks 'dw.weight', and has 'extra.weight' beside");
    EXPECT_EQ(message_of([&] { catalogue.as(catalogue.entries()[0], weights); }),
              "is not timm/small: the file lacks 'dw.weight', and has 'extra.weight' beside");
    EXPECT_FALSE(catalogue.nearest(state_dict({{"a", {1}}, {"b", {1}}, {"fc.bias", {5}}})));
}

}  // namespace
}  // namespace sescope

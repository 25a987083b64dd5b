// SPDX-License-Identifier: GPL-3.0-or-later
// State dicts whose forward pass is the catalogue's: gates and logits against timm and torchvision
// in float64, of the reference's fixtures and of a sample over all families.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/cost/cost.h"
#include "core/network/architectures/catalogue.h"
#include "tests/core/engine/graph_parity.h"
#include "tests/core/network/architectures/small_architectures.h"
#include "tests/support/exported_archive.h"
#include "tests/support/formula_weights.h"

namespace sescope::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const fs::path kReference = fs::path(SESCOPE_SHARED) / "reference/graphs";
const fs::path kSample = fs::path(SESCOPE_GOLDEN) / "architectures";
const fs::path kCatalogue = fs::path(SESCOPE_SOURCE) / "resources/architectures/catalogue";

std::vector<std::string> names_in(const fs::path& folder) {
    std::vector<std::string> names;
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator(folder, missing)) {
        if (entry.path().filename() != "README.md") names.push_back(entry.path().stem());
    }
    std::ranges::sort(names);
    return names;
}

bool is_known(const std::string& name) {
    return !Catalogue::installed().named("timm/" + name).empty();
}

/// The reference's fixtures that are architectures of timm, but for one whose attention is at home
/// at another size than the fixture's: timm.fastvit_sa12 is in the sample instead.
std::vector<std::string> fixtures_of_timm() {
    auto names = names_in(kReference);
    std::erase_if(
        names, [](const std::string& name) { return !is_known(name) || name == "fastvit_sa12"; });
    return names;
}

ReadNetwork opened(StateDict weights, const SpecOverrides& said) {
    ReadNetwork network{{}, std::move(weights)};
    network.model = read_network(network.weights, said);
    return network;
}

class CatalogueParity : public ::testing::TestWithParam<std::string> {};

TEST_P(CatalogueParity, OfGatesLogitsAndCosts) {
    const json expected = test::graph_expectations(GetParam());
    auto said = size_of(expected);
    said.architecture = "timm/" + GetParam();
    const auto network = opened(test::formula_weights(expected), said);
    expect_parity(network, expected, true);
    expect_costs(network.model, expected);
}

// A network whose name is not said computes the same, or its name is asked for.
TEST_P(CatalogueParity, HoldsOrIsRefusedWithoutAName) {
    const json expected = test::graph_expectations(GetParam());
    auto said = size_of(expected);
    said.architecture = "timm/" + GetParam();
    const auto named = opened(test::formula_weights(expected), said);
    try {
        const auto network = opened(test::formula_weights(expected), size_of(expected));
        if (network.model.graph == named.model.graph) return;
        expect_parity(network, expected, false);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::model);
        EXPECT_THAT(error.message(), ::testing::AllOf(::testing::HasSubstr("several architectures"),
                                                      ::testing::HasSubstr(GetParam())));
    }
}

// Empty where ../shared is not beside the checkout: gtest says so.
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(CatalogueParity);
INSTANTIATE_TEST_SUITE_P(Each, CatalogueParity, ::testing::ValuesIn(fixtures_of_timm()),
                         [](const auto& test) { return test.param; });

TEST(CatalogueParityOfAll, LeavesOutWhatHasNoGatesOrIsNoNetworkOfTimm) {
    auto names = names_in(kReference);
    if (names.empty()) GTEST_SKIP() << "../shared is not beside the checkout";
    std::erase_if(names, is_known);
    EXPECT_THAT(names, ::testing::ElementsAre(
                           "convnext_atto", "hgnetv2_b0", "resnet18",  // no gates
                           "se_inception", "se_inception_avg_hard", "se_inception_avg_relu",
                           "se_inception_avg_tanh", "se_inception_max_sigmoid",
                           "se_inception_none_sigmoid", "se_inception_resnet", "se_mobilenet",
                           "se_shufflenet", "se_vgg"));  // the paper's, in our own words
}

// Its entry holds numbers of its own size: at the fixture's it is refused, never computed wrongly.
TEST(CatalogueParityOfAll, RefusesASizeThatTheEntryIsNotFor) {
    if (names_in(kReference).empty()) GTEST_SKIP() << "../shared is not beside the checkout";
    const json expected = test::graph_expectations("fastvit_sa12");
    try {
        opened(test::formula_weights(expected), size_of(expected));
        FAIL() << "was opened";
    } catch (const Error& error) {
        EXPECT_EQ(error.message(),
                  "the input images of the network takes [-1, 3, 256, 256], not [1, 3, 64, 64]");
    }
}

class CatalogueSample : public ::testing::TestWithParam<std::string> {};

/// Weights of the shapes that the architecture has, in the order of their keys.
StateDict sample_weights(const std::string& architecture, const json& bounds) {
    const CatalogueFile file(kCatalogue);
    const auto graph = file.graph(Catalogue::installed().named(architecture).at(0).graph);
    auto tensors = test::shapes_of(graph::from_text(graph.text));
    std::erase_if(tensors, [&](const KeyShape& tensor) {
        return std::ranges::find(graph.constants, tensor.key, &TensorEntry::name) !=
               graph.constants.end();
    });
    StateDict weights;
    EXPECT_EQ(tensors.size(), bounds.size());
    for (std::size_t i = 0; i < std::min(tensors.size(), bounds.size()); ++i) {
        weights.add(test::formula_tensor({{"name", tensors[i].key},
                                          {"shape", tensors[i].shape},
                                          {"seed", i + 1},
                                          {"lo", bounds[i][0]},
                                          {"hi", bounds[i][1]}}));
    }
    return weights;
}

TEST_P(CatalogueSample, ComputesAsItsPackage) {
    const json expected = json::parse(test::file_text(kSample / (GetParam() + ".json")));
    auto said = size_of(expected);
    said.architecture =
        expected.at("package").get<std::string>() + "/" + expected.at("network").get<std::string>();
    const auto network = opened(sample_weights(*said.architecture, expected.at("bounds")), said);
    expect_parity(network, expected, true);
    EXPECT_EQ(
        cost_of(network.model, network.model.preprocessing.size, CostConvention::macs).parameters(),
        expected.at("parameters").get<std::int64_t>());
}

std::string test_name(std::string name) {
    std::ranges::replace(name, '.', '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Each, CatalogueSample, ::testing::ValuesIn(names_in(kSample)),
                         [](const auto& test) { return test_name(test.param); });

}  // namespace
}  // namespace sescope::testing

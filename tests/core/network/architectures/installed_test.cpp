// SPDX-License-Identifier: GPL-3.0-or-later
// The catalogue that is installed: resources/architectures/catalogue.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/network/architectures/catalogue.h"
#include "core/network/architectures/catalogue_file.h"
#include "tests/core/network/architectures/small_architectures.h"

namespace sescope {
namespace {

using testing::ElementsAre;

const CatalogueFile& file() {
    static const CatalogueFile opened(std::filesystem::path(SESCOPE_SOURCE) /
                                      "resources/architectures/catalogue");
    return opened;
}

const Catalogue& catalogue() {
    static const Catalogue opened(std::filesystem::path(SESCOPE_SOURCE) /
                                  "resources/architectures/catalogue");
    return opened;
}

std::vector<KeyShape> shapes_of(const std::string& full_name) {
    const auto entry = catalogue().named(full_name).at(0);
    return test::shapes_of(graph::from_text(file().graph(entry.graph).text));
}

std::vector<std::string> names(const ArchitectureMatch& match) {
    std::vector<std::string> all;
    for (const auto& candidate : match.candidates) {
        for (const auto& entry : candidate.entries) all.push_back(entry.full_name());
    }
    return all;
}

TEST(InstalledCatalogue, HoldsTheArchitecturesThatItsReadmeCounts) {
    const auto of_timm =
        std::ranges::count(catalogue().entries(), "timm", &CatalogueEntry::package);
    EXPECT_EQ(of_timm, 388);
    EXPECT_EQ(std::ssize(catalogue().entries()) - of_timm, 21);
    EXPECT_EQ(catalogue().named("efficientnet_b0").size(), 2u);
    EXPECT_EQ(catalogue().named("timm/seresnet50.a1_in1k").at(0).name, "seresnet50");
}

TEST(InstalledCatalogue, NamesAllEfficientNetsWithTheSameKeys) {
    const auto weights = test::state_dict(shapes_of("timm/efficientnet_b0"));
    const auto match = catalogue().match(weights);
    EXPECT_FALSE(match.certain());
    EXPECT_THAT(names(match), ElementsAre("timm/efficientnet_b0", "timm/efficientnet_blur_b0",
                                          "timm/tf_efficientnet_b0"));
}

TEST(InstalledCatalogue, KnowsTorchvisionsNetworksByTheirKeys) {
    const auto match =
        catalogue().match(test::state_dict(shapes_of("torchvision/efficientnet_b0")));
    ASSERT_TRUE(match.certain());
    EXPECT_THAT(names(match), ElementsAre("torchvision/efficientnet_b0"));
    EXPECT_FALSE(match.candidates[0].network.only_this_size);
}

TEST(InstalledCatalogue, TakesOtherWidthsOfMobileNet) {
    auto tensors = shapes_of("timm/lcnet_050");
    // Half as wide, but for the images and the classes.
    for (auto& [key, shape] : tensors) {
        const bool depthwise = shape.size() == 4 && shape[1] == 1;
        if (key != "classifier.weight" && key != "classifier.bias") shape[0] /= 2;
        if (shape.size() > 1 && !depthwise && key != "conv_stem.weight") shape[1] /= 2;
    }
    const auto match = catalogue().match(test::state_dict(tensors));
    ASSERT_TRUE(match.certain());
    EXPECT_TRUE(match.candidates[0].other_widths);
    for (const auto& op : match.candidates[0].network.graph.operators) {
        if (op.module != "blocks.0.0.conv_dw") continue;
        EXPECT_EQ(std::get<graph::Convolution>(op.kind).groups, 4);
    }
}

TEST(InstalledCatalogue, BringsTheConstantsThatNoStateDictHolds) {
    const auto entry = catalogue().named("coatnet_0_224").at(0);
    EXPECT_TRUE(entry.only_this_size);
    const auto graph = file().graph(entry.graph);
    ASSERT_EQ(graph.constants.size(), 7u);
    // 14 x 14 positions, each with each; the first differs from itself by nothing: the middle of
    // the table of 27 x 27.
    const auto values = to_float32(graph.constants[0]);
    ASSERT_EQ(values.size(), 196u * 196u);
    EXPECT_EQ(values[0], 364.0F);
}

}  // namespace
}  // namespace sescope

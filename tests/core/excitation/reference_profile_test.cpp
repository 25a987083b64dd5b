// SPDX-License-Identifier: GPL-3.0-or-later
// The main job, end to end: a trained SE-ResNet-50 over real photographs against timm's profile of
// the same network and images.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <numeric>

#include "core/checkpoint/checkpoint.h"
#include "core/excitation/profile.h"
#include "core/network/network.h"
#include "golden_profile.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

const fs::path kShared = SESCOPE_SHARED;

struct Reference {
    const char* model;
    int per_class;  ///< the first so many of each class in byte order of their names; 0: all
};

void keep_first_of_each_class(Dataset& dataset, int per_class) {
    std::stable_sort(dataset.images.begin(), dataset.images.end(),
                     [](const LabelledImage& a, const LabelledImage& b) {
                         return std::pair(a.label, a.path.filename().string()) <
                                std::pair(b.label, b.path.filename().string());
                     });
    std::map<int, int> kept;
    std::erase_if(dataset.images, [&](const LabelledImage& image) {
        return per_class > 0 && ++kept[image.label] > per_class;
    });
}

class ReferenceProfile : public ::testing::TestWithParam<Reference> {};

struct Deviation {
    double mean = 0;
    double variance = 0;
};

Deviation largest_deviation(const GateTally& gates, const testing::GoldenProfile& golden) {
    Deviation worst;
    for (std::size_t b = 0; b < gates.blocks.size(); ++b) {
        const auto& expected = golden.blocks.at(gates.blocks[b].block);
        for (int cls = 0; cls < gates.classes; ++cls) {
            const auto mean = class_mean(gates, int(b), cls);
            const auto variance = class_variance(gates, int(b), cls);
            for (std::size_t c = 0; c < mean.size(); ++c) {
                const std::size_t at = std::size_t(cls) * mean.size() + c;
                worst.mean = std::max(worst.mean, std::abs(mean[c] - expected.mean.at(at)));
                worst.variance =
                    std::max(worst.variance, std::abs(variance[c] - expected.variance.at(at)));
            }
        }
    }
    return worst;
}

void expect_block_table(const ExcitationProfile& profile, const testing::GoldenProfile& golden) {
    for (const auto& row : summarise(profile)) {
        SCOPED_TRACE(row.block);
        const auto& expected = golden.table.at(row.block);
        EXPECT_NEAR(row.mean, expected.at("mean").get<double>(), 1e-5);
        EXPECT_NEAR(row.std_within, expected.at("std_within").get<double>(), 1e-5);
        EXPECT_NEAR(row.std_between, expected.at("std_between").get<double>(), 1e-5);
        const double within = row.std_within * row.std_within;
        const double between = row.std_between * row.std_between;
        EXPECT_NEAR(between / (within + between), expected.at("class_share").get<double>(), 1e-4);
        EXPECT_LT(row.class_share, between / (within + between));
        EXPECT_NEAR(row.open, expected.at("open").get<double>(), 1e-5);
        EXPECT_NEAR(row.closed, expected.at("closed").get<double>(), 1e-5);
    }
}

TEST_P(ReferenceProfile, EqualsTimmInAccuracyConfusionMeansAndVariances) {
    const fs::path file = kShared / "models" / GetParam().model;
    const fs::path images = kShared / "data" / "imagenette-val";
    if (!fs::exists(file) || !fs::exists(images)) {
        GTEST_SKIP() << "needs " << file << " and " << images
                     << ", which are not in the repository";
    }
    const auto golden = testing::read_golden_profile(GetParam().model);
    const StateDict weights = open_checkpoint(file);
    const Network model = read_resnet_network(weights);
    const DatasetOptions options;
    Dataset dataset = open_dataset(images, options,
                                   {model.classes(), model.label_names, model.label_descriptions});
    keep_first_of_each_class(dataset, GetParam().per_class);
    AnalyzeSettings settings;
    settings.engine.device = "cpu";
    settings.engine.precision = Precision::fp32;
    const ExcitationProfile profile = analyze({model, weights, dataset, options}, settings);

    EXPECT_TRUE(profile.skipped.empty());
    EXPECT_EQ(profile.gates.images, golden.images);
    ASSERT_TRUE(profile.predictions.matched) << dataset.head_note;
    EXPECT_DOUBLE_EQ(profile.top1(), golden.top1);
    EXPECT_DOUBLE_EQ(profile.top5(), golden.top5);
    std::vector<std::uint64_t> confusion;
    for (const auto& row : golden.confusion)
        confusion.insert(confusion.end(), row.begin(), row.end());
    EXPECT_EQ(profile.predictions.confusion, confusion);
    ASSERT_EQ(profile.gates.blocks.size(), 16u);
    const Deviation worst = largest_deviation(profile.gates, golden);
    EXPECT_LT(worst.mean, 1e-4);
    EXPECT_LT(worst.variance, 1e-4);
    expect_block_table(profile, golden);
    std::printf("%s: mean off by %.1e, variance by %.1e at most; %.1f images a second\n",
                GetParam().model, worst.mean, worst.variance,
                double(profile.images()) / profile.origin.seconds);
}

INSTANTIATE_TEST_SUITE_P(All, ReferenceProfile,
                         ::testing::Values(Reference{"seresnet50_imagenette_idle", 40},
                                           Reference{"seresnet50_imagenette", 0}),
                         [](const auto& run) { return std::string(run.param.model); });

}  // namespace
}  // namespace sescope

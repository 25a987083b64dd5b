// SPDX-License-Identifier: GPL-3.0-or-later
// The small parts of a run: rate, predictions, fingerprint, and what is filled in for the machine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "core/excitation/predictions.h"
#include "core/excitation/rate.h"
#include "core/excitation/run.h"
#include "made_profile.h"

namespace sescope {
namespace {

TEST(RateMeter, IsTheRateOfTheLastSecondsNotOfTheWholeRun) {
    RateMeter meter(0, 1000);
    EXPECT_EQ(meter.at(1, 10).images_per_second, 10.0);
    for (int second = 2; second <= 20; ++second) meter.at(second, 10);
    const Progress progress = meter.at(25, 260);
    EXPECT_EQ(progress.images_per_second, 50.0);
    EXPECT_EQ(progress.seconds_left, 740.0 / 50);
    EXPECT_EQ(progress.seconds, 25.0);
}

TEST(RateMeter, DoesNotCountImagesOfAnEarlierRun) {
    RateMeter meter(500, 1000);
    EXPECT_EQ(meter.at(2, 510).images_per_second, 5.0);
}

TEST(RateMeter, LeavesOutTheTimeBeforeItBegan) {
    RateMeter meter(8, 1000, 6);  // a trial of six seconds on the first batch
    const Progress progress = meter.at(8, 28);
    EXPECT_DOUBLE_EQ(progress.images_per_second, 10);
    EXPECT_DOUBLE_EQ(progress.seconds, 8);
}

TEST(RateMeter, SaysNothingOfTimeLeftBeforeTheFirstImage) {
    RateMeter meter(0, 10);
    EXPECT_EQ(meter.at(0, 0).images_per_second, 0.0);
    EXPECT_EQ(meter.at(3, 0).seconds_left, 0.0);
}

const std::vector<DatasetClass> kTwoClasses{{"a", "a", 1}, {"b", "b", 6}};

TEST(Predictions, TopFiveCountsTheRankOfTheRightRow) {
    Predictions predictions = empty_predictions(kTwoClasses, true, 7);
    // Row 1 is the fifth of the first image, row 6 the sixth of the second.
    const std::vector<float> logits{9, 5, 8, 7, 6, 0, 0, /**/ 9, 8, 7, 6, 5, 0, 4};
    count_predictions(predictions, kTwoClasses, logits, std::vector<std::int32_t>{0, 1});
    EXPECT_EQ(predictions.top1, (std::vector<std::uint64_t>{0, 0}));
    EXPECT_EQ(predictions.top5, (std::vector<std::uint64_t>{1, 0}));
    EXPECT_EQ(predictions.confusion[0], 1u);
    EXPECT_EQ(predictions.confusion[7], 1u);
}

TEST(Predictions, TheFirstOfEqualLogitsWins) {
    Predictions predictions = empty_predictions(kTwoClasses, true, 7);
    count_predictions(predictions, kTwoClasses, std::vector<float>(7, 0.5f),
                      std::vector<std::int32_t>{0});
    EXPECT_EQ(predictions.confusion[0], 1u);
    EXPECT_EQ(predictions.top1[0], 0u);
    EXPECT_EQ(predictions.top5[0], 1u);
}

TEST(Predictions, ARowOutsideTheHeadMeansNotMatched) {
    EXPECT_TRUE(empty_predictions(kTwoClasses, true, 7).matched);
    EXPECT_FALSE(empty_predictions(kTwoClasses, true, 6).matched);
    EXPECT_FALSE(empty_predictions(kTwoClasses, false, 7).matched);
}

TEST(Predictions, ImagesWithoutALabelAreCountedNowhere) {
    Predictions predictions = empty_predictions(kTwoClasses, true, 7);
    count_predictions(predictions, kTwoClasses, std::vector<float>(7, 1), std::vector{-1});
    EXPECT_EQ(predictions, empty_predictions(kTwoClasses, true, 7));
}

StateDict weights(const std::string& name, std::vector<std::int64_t> shape, float last) {
    StateDict dict;
    dict.add(StateDict::make_tensor("a", {1}, std::vector<float>{7}));
    dict.add(StateDict::make_tensor(name, std::move(shape), std::vector<float>{1, last}));
    return dict;
}

TEST(NetworkFingerprint, DependsOnNamesShapesAndValues) {
    const std::string own = network_fingerprint(weights("b", {2}, 3));
    EXPECT_EQ(own.size(), 64u);
    EXPECT_EQ(own, network_fingerprint(weights("b", {2}, 3)));
    EXPECT_NE(own, network_fingerprint(weights("c", {2}, 3)));
    EXPECT_NE(own, network_fingerprint(weights("b", {2, 1}, 3)));
    EXPECT_NE(own, network_fingerprint(weights("b", {2}, 4)));
}

TEST(NetworkFingerprint, DoesNotDependOnOrderOrStrides) {
    StateDict straight;
    straight.add(StateDict::make_tensor("a", {2, 2}, std::vector<float>{1, 2, 3, 4}));
    straight.add(StateDict::make_tensor("b", {1}, std::vector<float>{5}));
    StateDict turned;
    turned.add(StateDict::make_tensor("b", {1}, std::vector<float>{5}));
    TensorEntry transposed = StateDict::make_tensor("a", {2, 2}, std::vector<float>{1, 3, 2, 4});
    transposed.strides = {1, 2};
    turned.add(transposed);
    EXPECT_EQ(network_fingerprint(straight), network_fingerprint(turned));
}

AnalyzeSettings filled(int cores, bool on_cpu, int size = 224) {
    Network model = build_network({});
    model.preprocessing.size = size;
    return filled_in({}, model, cores, on_cpu);
}

TEST(FilledIn, ThreadsFitTheCores) {
    EXPECT_EQ(filled(1, true).engine.threads, 1);
    EXPECT_EQ(filled(2, true).engine.threads, 2);
    EXPECT_EQ(filled(2, true).loader.workers, 2);
    EXPECT_TRUE(filled(2, true).loader.on_demand);  // by turns: never more threads than cores
    EXPECT_EQ(filled(8, true).engine.threads, 7);
    EXPECT_FALSE(filled(8, true).loader.on_demand);
    EXPECT_EQ(filled(8, true).loader.workers, 1);
    EXPECT_EQ(filled(32, true).engine.threads, 28);
    EXPECT_EQ(filled(32, true).loader.workers, 4);
    EXPECT_EQ(filled(16, false).loader.workers, 15);
    EXPECT_EQ(filled(16, false).engine.threads, 1);
}

TEST(FilledIn, BatchesTakeAboutASecondAtMost) {
    EXPECT_EQ(filled(2, true).engine.batch, 16);  // 4.1 billion multiply-accumulates an image
    EXPECT_EQ(filled(2, true, 112).engine.batch, 32);
    EXPECT_EQ(filled(2, true, 32).engine.batch, 32);
    EXPECT_EQ(filled(1, true, 448).engine.batch, 1);
    EXPECT_EQ(filled(16, false).engine.batch, 64);
}

TEST(FilledIn, WhatWasAskedForStays) {
    AnalyzeSettings asked;
    asked.engine.batch = 3;
    asked.engine.threads = 5;
    asked.loader.workers = 7;
    const AnalyzeSettings result = filled_in(asked, build_network({}), 16, true);
    EXPECT_EQ(result.engine.batch, 3);
    EXPECT_EQ(result.engine.threads, 5);
    EXPECT_EQ(result.loader.workers, 7);
}

TEST(FilledIn, APartialProfileDecidesBatchAndPrecision) {
    AnalyzeSettings asked;
    std::string told;
    asked.notice = [&](const Text& text) { told = text.str(); };
    asked.engine.batch = 3;
    asked.resume = std::make_shared<const ExcitationProfile>(testing::made_profile());
    const AnalyzeSettings result = filled_in(asked, build_network({}), 16, true);
    EXPECT_EQ(result.engine.batch, 16);
    EXPECT_EQ(result.engine.precision, Precision::fp32);
    EXPECT_THAT(told, ::testing::HasSubstr("batches of 16"));
}

}  // namespace
}  // namespace sescope

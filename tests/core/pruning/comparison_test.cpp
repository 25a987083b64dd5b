// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/comparison.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "core/base/error.h"

namespace sescope::testing {
namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

std::vector<DatasetClass> classes_of(int count) {
    std::vector<DatasetClass> classes;
    for (int i = 0; i < count; ++i) classes.push_back({std::string(1, char('a' + i)), "", i});
    return classes;
}

OutcomePair pair_of(int label, Outcome original, Outcome pruned, double kl = 0) {
    return {label, original, pruned, kl};
}

TEST(Outcome, TopOneAndTopFive) {
    const std::vector<float> logits{0, 6, 5, 4, 3, 2, 1};
    EXPECT_EQ(outcome_of(logits, 1), (Outcome{1, true, true}));
    EXPECT_EQ(outcome_of(logits, 5), (Outcome{1, false, true}));
    EXPECT_EQ(outcome_of(logits, 6), (Outcome{1, false, false}));
}

TEST(Outcome, TheFirstOfEqualLogitsWins) {
    const std::vector<float> logits{1, 1, 1, 1, 1, 1};
    EXPECT_EQ(outcome_of(logits, 0), (Outcome{0, true, true}));
    EXPECT_EQ(outcome_of(logits, 4), (Outcome{0, false, true}));
    EXPECT_EQ(outcome_of(logits, 5), (Outcome{0, false, false}));
}

TEST(Outcome, WithoutARightRowOrFiniteLogitsNothingIsRight) {
    EXPECT_EQ(outcome_of(std::vector<float>{1, 2}, -1), (Outcome{1, false, false}));
    EXPECT_EQ(outcome_of(std::vector<float>{1, 2}, 2), (Outcome{1, false, false}));
    EXPECT_EQ(outcome_of(std::vector<float>{1, kNaN}, 0), Outcome{});
    EXPECT_EQ(outcome_of(std::vector<float>{kInfinity, 1}, 0), Outcome{});
    EXPECT_EQ(outcome_of({}, 0), Outcome{});
}

TEST(KlDivergence, ByHand) {
    // p = (2/3, 1/3), q = (1/3, 2/3): 2/3 ln 2 - 1/3 ln 2.
    const float ln2 = std::log(2.0f);
    EXPECT_NEAR(kl_divergence(std::vector<float>{ln2, 0}, std::vector<float>{0, ln2}),
                std::log(2.0) / 3, 1e-7);
    EXPECT_EQ(kl_divergence(std::vector<float>{5, 1}, std::vector<float>{5, 1}), 0);
    // A shift of all logits is no difference.
    EXPECT_NEAR(kl_divergence(std::vector<float>{5, 1}, std::vector<float>{105, 101}), 0, 1e-12);
}

// y = (3, 4), y' = (3, 3): |y' - y| = 1, |y| = 5, the cosine 21 / (5 sqrt 18).
TEST(OutputDifference, ByHand) {
    const auto apart = output_difference(std::vector<float>{3, 4}, std::vector<float>{3, 3});
    EXPECT_DOUBLE_EQ(apart.relative_error, 0.2);
    EXPECT_DOUBLE_EQ(apart.cosine, 21 / (5 * std::sqrt(18.0)));
    EXPECT_EQ(output_difference(std::vector<float>{0, 0}, std::vector<float>{0, 0}),
              (OutputDifference{0, 1, true, 0, 0}));
    EXPECT_TRUE(std::isnan(
        output_difference(std::vector<float>{1, kNaN}, std::vector<float>{1, 2}).relative_error));
    EXPECT_THROW(output_difference(std::vector<float>{1}, std::vector<float>{1, 2}), Error);
}

TEST(Compare, OutputsOfNetworksWithoutAClassifier) {
    std::vector<OutcomePair> pairs(4);
    pairs[0].output = {0.1, 0.9};
    pairs[1].output = {0.3, 0.7};
    pairs[2].output = {kNaN, kNaN};
    pairs[3].output = {0.2, 0.8};
    const Comparison result = compare(pairs, classes_of(1), false);
    ASSERT_TRUE(result.outputs.has_value());
    EXPECT_DOUBLE_EQ(result.outputs->mean_error, 0.2);
    EXPECT_DOUBLE_EQ(result.outputs->largest_error, 0.3);
    EXPECT_DOUBLE_EQ(result.outputs->mean_cosine, 0.8);
    // t of two degrees is 4.30265; the deviation of 0.1, 0.2 and 0.3 is 0.1.
    EXPECT_EQ(result.outputs->low, 0);
    EXPECT_NEAR(result.outputs->high, 0.2 + 4.30265 * 0.1 / std::sqrt(3.0), 1e-5);
    EXPECT_EQ(result.images, 4U);
    EXPECT_EQ(result.not_finite, 1U);
    EXPECT_EQ(result.agree, 0U);
}

TEST(OutputDifference, CutsProbabilityMapsAtTheThreshold) {
    const std::vector<float> a{0.9f, 0.5f, 0.2f, 0.0f};
    const std::vector<float> b{0.8f, 0.1f, 0.4f, 0.1f};
    const auto apart = output_difference(a, b);
    EXPECT_TRUE(apart.is_map);
    EXPECT_EQ(apart.both, 1u);
    EXPECT_EQ(apart.either, 3u);
    EXPECT_EQ(output_difference(a, b, 0.6).either, 1u);
    const auto beyond = output_difference(std::vector<float>{2, 0}, std::vector<float>{1, 0});
    EXPECT_FALSE(beyond.is_map);
    EXPECT_EQ(beyond.either, 0u);
}

TEST(Compare, MapsOfAllImagesTogether) {
    std::vector<OutcomePair> pairs(3);
    pairs[0].output = {0.1, 0.9, true, 8, 10};
    pairs[1].output = {0.1, 0.9, true, 0, 0};  // nothing is there, and both say so
    pairs[2].output = {0.1, 0.9, true, 9, 10};
    const std::vector<DatasetClass> classes{{"a", "a", -1}};
    const auto result = compare(pairs, classes, false);
    ASSERT_TRUE(result.outputs && result.outputs->map);
    const MapAgreement& map = *result.outputs->map;
    EXPECT_DOUBLE_EQ(map.iou, 0.85);
    EXPECT_EQ(map.positions, 20u);
    EXPECT_EQ(map.images, 2u);
    // off by -0.5, 0 and 0.5 of 20; t of 2 degrees of freedom is 4.30265.
    const double half = 4.30265 * std::sqrt(1.5 * 0.5) / 20;
    EXPECT_NEAR(map.low, 0.85 - half, 1e-5);
    EXPECT_EQ(map.high, 1.0);
    const PairedChange change = change_of(result, Accuracy::top1);
    EXPECT_DOUBLE_EQ(change.change, 0.85 - 1);
    EXPECT_EQ(measure_of(result, Accuracy::top1), "the maps' agreement");
    EXPECT_EQ(check_budget(result, Accuracy::top1, 0.5).verdict, BudgetVerdict::within);
    const BudgetCheck unclear = check_budget(result, Accuracy::top1, 0.2);
    EXPECT_EQ(unclear.verdict, BudgetVerdict::unclear);
    EXPECT_GT(unclear.images_needed, 3u);
    pairs[1].output->is_map = false;
    EXPECT_FALSE(compare(pairs, classes, false).outputs->map);
    EXPECT_DOUBLE_EQ(change_of(compare(pairs, classes, false), Accuracy::top1).change, -0.1);
}

TEST(Compare, MapsWithoutAnythingInThemSayNothing) {
    std::vector<OutcomePair> pairs(2);
    for (OutcomePair& pair : pairs) pair.output = {0, 1, true, 0, 0};
    const std::vector<DatasetClass> classes{{"a", "a", -1}};
    EXPECT_FALSE(compare(pairs, classes, false).outputs->map);
}

TEST(KlDivergence, LargeLogitsDoNotOverflow) {
    EXPECT_NEAR(kl_divergence(std::vector<float>{1e4f, 0}, std::vector<float>{0, 1e4f}), 1e4, 1e-6);
}

TEST(KlDivergence, IsNotKnownOfLogitsThatAreNotFinite) {
    EXPECT_TRUE(std::isnan(kl_divergence(std::vector<float>{1, kNaN}, std::vector<float>{1, 2})));
    EXPECT_TRUE(
        std::isnan(kl_divergence(std::vector<float>{1, 2}, std::vector<float>{kInfinity, 2})));
    EXPECT_TRUE(std::isnan(kl_divergence(std::vector<float>{1}, std::vector<float>{1, 2})));
    EXPECT_TRUE(std::isnan(kl_divergence({}, {})));
}

TEST(Compare, CountsByHand) {
    const std::vector<OutcomePair> pairs{
        pair_of(0, {0, true, true}, {0, true, true}, 0.25),
        pair_of(0, {0, true, true}, {1, false, true}, 0.5),
        pair_of(1, {2, false, true}, {1, true, true}, 0.75),
        pair_of(1, {2, false, false}, {2, false, false}, 0),
        pair_of(1, {1, true, true}, {2, false, false}, 1),
    };
    const Comparison result = compare(pairs, classes_of(3), true);
    EXPECT_EQ(result.images, 5u);
    EXPECT_EQ(result.top1, (PairedCounts{1, 2, 1, 1}));
    EXPECT_EQ(result.top5, (PairedCounts{3, 1, 0, 1}));
    EXPECT_EQ(result.agree, 2u);
    EXPECT_DOUBLE_EQ(result.agreement(), 0.4);
    EXPECT_DOUBLE_EQ(result.mean_kl, 0.5);
    EXPECT_EQ(result.not_finite, 0u);
    EXPECT_DOUBLE_EQ(result.original_accuracy(result.top1), 0.6);
    EXPECT_DOUBLE_EQ(result.pruned_accuracy(result.top1), 0.4);
    EXPECT_DOUBLE_EQ(result.original_accuracy(result.top5), 0.8);
    EXPECT_DOUBLE_EQ(result.pruned_accuracy(result.top5), 0.6);
    ASSERT_EQ(result.classes.size(), 3u);
    EXPECT_EQ(result.classes[0], (ClassComparison{"a", 2, 2, 1, 2, 2}));
    EXPECT_EQ(result.classes[1], (ClassComparison{"b", 3, 1, 1, 2, 1}));
    EXPECT_DOUBLE_EQ(result.classes[0].change(), -0.5);
    EXPECT_TRUE(std::isnan(result.classes[2].change()));
    EXPECT_EQ(result.largest_drop(), 0);
}

TEST(Compare, NoImageIsNotKnown) {
    const Comparison result = compare({}, classes_of(2), true);
    EXPECT_EQ(result.images, 0u);
    EXPECT_TRUE(std::isnan(result.original_accuracy(result.top1)));
    EXPECT_TRUE(std::isnan(result.agreement()));
    EXPECT_TRUE(std::isnan(result.mean_kl));
    EXPECT_EQ(result.largest_drop(), -1);
}

TEST(Compare, OneClass) {
    const std::vector<OutcomePair> pairs{pair_of(0, {0, true, true}, {0, true, true})};
    const Comparison result = compare(pairs, classes_of(1), true);
    EXPECT_EQ(result.top1, (PairedCounts{1, 0, 0, 0}));
    EXPECT_EQ(result.largest_drop(), -1) << "nothing is lost";
}

TEST(Compare, AHeadThatIsNotMatchedHasAgreementButNoAccuracy) {
    const std::vector<OutcomePair> pairs{pair_of(0, {3, false, false}, {3, false, false}, 0.5),
                                         pair_of(1, {3, false, false}, {4, false, false}, 1.5)};
    const Comparison result = compare(pairs, classes_of(2), false);
    EXPECT_EQ(result.top1, PairedCounts{});
    EXPECT_TRUE(std::isnan(result.original_accuracy(result.top1)));
    EXPECT_DOUBLE_EQ(result.agreement(), 0.5);
    EXPECT_DOUBLE_EQ(result.mean_kl, 1);
    EXPECT_EQ(result.largest_drop(), -1);
}

TEST(Compare, ImagesWithoutFiniteLogitsAreWrongAndNeverAgree) {
    const std::vector<OutcomePair> pairs{pair_of(0, {0, true, true}, {}, kNaN),
                                         pair_of(0, {}, {}, kNaN),
                                         pair_of(0, {0, true, true}, {0, true, true}, 0.5)};
    const Comparison result = compare(pairs, classes_of(1), true);
    EXPECT_EQ(result.not_finite, 2u);
    EXPECT_EQ(result.agree, 1u);
    EXPECT_DOUBLE_EQ(result.mean_kl, 0.5);
    EXPECT_EQ(result.top1, (PairedCounts{1, 1, 0, 1}));
}

TEST(Compare, OfEqualDropsTheFirstClassIsNamed) {
    const std::vector<OutcomePair> pairs{pair_of(0, {0, true, true}, {1, false, false}),
                                         pair_of(1, {1, true, true}, {0, false, false})};
    EXPECT_EQ(compare(pairs, classes_of(2), true).largest_drop(), 0);
}

TEST(Compare, ALabelOutsideTheClassesIsADefect) {
    const std::vector<OutcomePair> pairs{pair_of(2, {}, {})};
    EXPECT_THROW(compare(pairs, classes_of(2), true), std::out_of_range);
}

}  // namespace
}  // namespace sescope::testing

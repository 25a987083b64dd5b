// SPDX-License-Identifier: GPL-3.0-or-later
// Evaluation over networks that answer at once, and the images that it is over.
#include "core/pruning/evaluation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "tests/core/dataset/scratch.h"
#include "tests/core/excitation/fake_network.h"

namespace sescope::testing {
namespace {

using ::testing::HasSubstr;

/// The original says red / 10, a candidate the row after it for images that are green.
class FakeFamily : public ModelEnsemble {
  public:
    explicit FakeFamily(std::size_t candidates) : candidates_(candidates) {}
    std::string device() const override { return "cpu"; }
    Precision precision() const override { return Precision::fp32; }
    std::string precision_reason() const override { return "fake"; }
    int batch() const override { return 4; }
    std::size_t parts() const override { return 1; }
    std::vector<std::vector<float>> forward(const ImageBatch& images) override {
        if (before) before();
        std::vector<std::vector<float>> logits(candidates_ + 1);
        for (int i = 0; i < images.count; ++i) {
            const auto* pixel = images.pixels.data() + std::size_t(i) * kFakeSide * kFakeSide * 3;
            for (std::size_t member = 0; member <= candidates_; ++member) {
                std::vector<float> row(kFakeHead, 0);
                const bool other = member > 0 && pixel[1] == 100;
                row[std::size_t(pixel[0] / 10 + other) % kFakeHead] = 9;
                if (member > 0 && pixel[1] == 255) row[0] = std::numeric_limits<float>::quiet_NaN();
                logits[member].insert(logits[member].end(), row.begin(), row.end());
            }
        }
        return logits;
    }
    std::function<void()> before;

  private:
    std::size_t candidates_;
};

class EvaluationTest : public ::testing::Test {
  protected:
    Evaluation evaluate_all(std::size_t candidates = 1) {
        const Dataset dataset = open_dataset(scratch.root(), {}, fake_head(model));
        PassProgress progress(std::int64_t(dataset.images.size()),
                              [this](const Progress& p) { told = p; });
        LoaderSettings loader;
        loader.batch = 4;
        FakeFamily family(candidates);
        family.before = before;
        auto result =
            evaluate_with(family, model, candidates, dataset, loader, progress, stop.get_token());
        progress.tell();
        return result;
    }

    Scratch scratch;
    Network model = fake_model();
    std::stop_source stop;
    std::function<void()> before;
    Progress told;
};

TEST_F(EvaluationTest, ImageByImage) {
    write_colour(scratch.root() / "c1/0.png", 15, 0, 0);    // right, and stays so
    write_colour(scratch.root() / "c1/1.png", 15, 100, 0);  // right, then c2
    write_colour(scratch.root() / "c2/0.png", 15, 100, 0);  // c1, then right
    write_colour(scratch.root() / "c2/1.png", 25, 255, 0);  // right, then NaN
    scratch.write("c2/broken.png", "no image");
    const Evaluation result = evaluate_all(2);
    ASSERT_EQ(result.comparisons.size(), 2u);
    const Comparison& comparison = result.comparisons.front();
    EXPECT_EQ(comparison.images, 4u);
    EXPECT_EQ(comparison.top1, (PairedCounts{1, 2, 1, 0}));
    EXPECT_EQ(comparison.agree, 1u);
    EXPECT_EQ(comparison.not_finite, 1u);
    EXPECT_EQ(comparison.classes[0], (ClassComparison{"c1", 2, 2, 1, 2, 2}));
    EXPECT_EQ(comparison.largest_drop(), 0);
    EXPECT_EQ(result.comparisons[1].top1, comparison.top1);
    ASSERT_EQ(result.skipped.size(), 1u);
    EXPECT_EQ(result.skipped[0].id, "c2/broken.png");
    EXPECT_FALSE(result.partial);
    EXPECT_EQ(result.precision, "fp32");
    EXPECT_EQ(told.done, 5);
}

TEST_F(EvaluationTest, OneClass) {
    write_colour(scratch.root() / "c1/0.png", 15, 0, 0);
    EXPECT_EQ(evaluate_all().comparisons[0].top1, (PairedCounts{1, 0, 0, 0}));
}

TEST_F(EvaluationTest, ClassesThatAreNotOfTheHeadHaveNoAccuracy) {
    write_colour(scratch.root() / "zebra/0.png", 15, 100, 0);
    const Evaluation result = evaluate_all();
    EXPECT_FALSE(result.comparisons[0].matched);
    EXPECT_EQ(result.comparisons[0].images, 1u);
    EXPECT_EQ(result.comparisons[0].agree, 0u);
}

TEST_F(EvaluationTest, NothingReadableIsBadData) {
    scratch.write("c1/broken.png", "no image");
    const Error error = error_of([&] { evaluate_all(); });
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_THAT(error.message(), HasSubstr("broken.png"));
}

TEST_F(EvaluationTest, NoImageIsBadData) {
    FakeFamily family(1);
    PassProgress progress(0, {});
    const Error error = error_of([&] { evaluate_with(family, model, 1, {}, {}, progress); });
    EXPECT_EQ(error.kind(), ErrorKind::data);
}

TEST_F(EvaluationTest, AStopKeepsWhatWasCompared) {
    for (int i = 0; i < 12; ++i) {
        write_colour(scratch.root() / ("c1/" + std::to_string(i) + ".png"), 15, 0, 0);
    }
    int batches = 0;
    before = [&] {
        if (++batches < 2) return;
        stop.request_stop();
        throw Error(ErrorKind::interrupted, "stopped within a batch");
    };
    const Evaluation result = evaluate_all();
    EXPECT_TRUE(result.partial);
    EXPECT_EQ(result.comparisons[0].images, 4u);
}

TEST_F(EvaluationTest, AFailureOfTheDeviceIsNoStop) {
    write_colour(scratch.root() / "c1/0.png", 15, 0, 0);
    before = [] { throw Error(ErrorKind::device, "lost"); };
    EXPECT_EQ(error_of([&] { evaluate_all(); }).kind(), ErrorKind::device);
}

class EvaluationSetTest : public ::testing::Test {
  protected:
    EvaluationSetTest() {
        for (int i = 0; i < 10; ++i) {
            scratch.write("c1/" + std::to_string(i) + ".jpg");
            scratch.write("c2/" + std::to_string(i) + ".jpg");
        }
    }
    /// As if it had been recorded over this data set.
    ExcitationProfile recorded(const DatasetOptions& options) const {
        const Dataset dataset = open_dataset(scratch.root(), options, {});
        ExcitationProfile profile;
        profile.classes = dataset.classes;
        profile.origin.data_fingerprint = dataset.fingerprint;
        profile.origin.seed = options.seed;
        profile.origin.per_class = options.per_class;
        profile.origin.split = name_of(options.split);
        return profile;
    }
    static DatasetOptions half(Split split) {
        DatasetOptions options;
        options.split = split;
        return options;
    }
    Scratch scratch;
};

TEST_F(EvaluationSetTest, TheImagesOfTheProfileAreLeftOut) {
    const ExcitationProfile profile = recorded(half(Split::profile));
    const EvaluationSet rest = choose_evaluation_set(scratch.root(), {}, {}, &profile);
    DatasetOptions in_turns = half(Split::proof);
    in_turns.interleaved = true;
    EXPECT_EQ(ids_of(rest.dataset), ids_of(open_dataset(scratch.root(), in_turns, {})));
    EXPECT_FALSE(rest.same_images);
    const EvaluationSet other =
        choose_evaluation_set(scratch.root(), half(Split::proof), {}, &profile);
    EXPECT_EQ(ids_of(other.dataset), ids_of(rest.dataset));
}

TEST_F(EvaluationSetTest, ASampleIsDrawnFromWhatIsLeft) {
    const ExcitationProfile profile = recorded(sample(7, 1));
    const EvaluationSet rest = choose_evaluation_set(scratch.root(), sample(2, 5), {}, &profile);
    EXPECT_EQ(rest.dataset.images.size(), 4u);
    const auto used = ids_of(open_dataset(scratch.root(), sample(7, 1), {}));
    for (const auto& id : ids_of(rest.dataset))
        EXPECT_THAT(used, ::testing::Not(::testing::Contains(id)));
}

TEST_F(EvaluationSetTest, NothingLeftIsRefusedUnlessThePersonInsists) {
    const ExcitationProfile profile = recorded({});
    const Error error = error_of([&] { choose_evaluation_set(scratch.root(), {}, {}, &profile); });
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_THAT(error.hint(), HasSubstr("--split profile"));
    const EvaluationSet all = choose_evaluation_set(scratch.root(), {}, {}, &profile, true);
    EXPECT_EQ(all.dataset.images.size(), 20u);
    EXPECT_TRUE(all.same_images);
    EXPECT_THAT(all.separation.str(), HasSubstr("not kept apart"));
}

TEST_F(EvaluationSetTest, AnotherFolderIsTakenAsItIs) {
    const ExcitationProfile profile = recorded({});
    const Scratch other;
    other.write("c1/0.jpg");
    const EvaluationSet set = choose_evaluation_set(other.root(), {}, {}, &profile);
    EXPECT_EQ(set.dataset.images.size(), 1u);
    EXPECT_THAT(set.separation.str(), HasSubstr("another folder"));
    EXPECT_EQ(choose_evaluation_set(scratch.root(), {}, {}, nullptr).dataset.images.size(), 20u);
}

}  // namespace
}  // namespace sescope::testing

// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "core/dataset/dataset.h"
#include "tests/core/dataset/scratch.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr int side = 4;
constexpr std::size_t image_bytes = side * side * 3;

Preprocessing tiny() {
    Preprocessing preprocessing;
    preprocessing.size = side;
    preprocessing.crop_pct = 1.0;
    return preprocessing;
}

// Image i of `count` shows level i; those whose number is in `broken` cannot be read.
class BatchLoaderTest : public testing::Test {
  protected:
    Dataset images(int count, const std::vector<int>& broken = {}) {
        for (int i = 0; i < count; ++i) {
            const std::string name = "class" + std::to_string(i % 2) + "/" + std::to_string(i);
            const bool is_broken = std::find(broken.begin(), broken.end(), i) != broken.end();
            if (is_broken) {
                scratch_.write(name + ".png", "broken");
            } else {
                scratch_.write_image(name + ".png", static_cast<std::uint8_t>(i));
            }
        }
        return open_dataset(scratch_.root(), {}, {});
    }

    Scratch scratch_;
};

struct Seen {
    std::vector<int> levels;  ///< of each image, by its pixels
    std::vector<int> counts;  ///< of each batch
    std::vector<std::string> skipped;
};

Seen read_all(const Dataset& dataset, const LoaderSettings& settings) {
    Seen seen;
    BatchLoader loader(dataset, tiny(), settings);
    while (const auto batch = loader.next()) {
        EXPECT_EQ(batch->pixels.size(), static_cast<std::size_t>(batch->count) * image_bytes);
        EXPECT_EQ(batch->labels.size(), static_cast<std::size_t>(batch->count));
        EXPECT_EQ(batch->indices.size(), static_cast<std::size_t>(batch->count));
        seen.counts.push_back(batch->count);
        for (std::size_t i = 0; i < batch->labels.size(); ++i) {
            const auto& image = dataset.images[static_cast<std::size_t>(batch->indices[i])];
            EXPECT_EQ(batch->labels[i], image.label);
            const int level = batch->pixels[i * image_bytes];
            EXPECT_EQ(std::to_string(level), image.path.stem().string());
            EXPECT_EQ(batch->pixels[(i + 1) * image_bytes - 1], level);
            seen.levels.push_back(level);
        }
        for (const auto& skipped : batch->skipped) seen.skipped.push_back(skipped.id);
    }
    return seen;
}

TEST_F(BatchLoaderTest, OnDemandGivesTheSameBatches) {
    const Dataset dataset = images(11, {4});
    for (const int workers : {1, 3}) {
        LoaderSettings settings;
        settings.batch = 4;
        settings.workers = workers;
        const Seen ahead = read_all(dataset, settings);
        settings.on_demand = true;
        const Seen on_demand = read_all(dataset, settings);
        EXPECT_EQ(on_demand.levels, ahead.levels);
        EXPECT_EQ(on_demand.counts, ahead.counts);
        EXPECT_EQ(on_demand.skipped, ahead.skipped);
    }
}

TEST_F(BatchLoaderTest, OnDemandNothingIsDecodedBetweenTwoBatches) {
    const Dataset dataset = images(6);
    LoaderSettings settings;
    settings.batch = 2;
    settings.workers = 2;
    settings.on_demand = true;
    BatchLoader loader(dataset, tiny(), settings);
    ASSERT_TRUE(loader.next());
    // Had a worker read them already, their change would go unseen.
    for (std::size_t i = 2; i < 4; ++i) scratch_.write(dataset.images[i].id, "broken");
    const auto second = loader.next();
    ASSERT_TRUE(second);
    EXPECT_EQ(second->count, 0);
    EXPECT_EQ(second->skipped.size(), 2U);
}

TEST_F(BatchLoaderTest, ImagesComeInOrderWhateverTheNumberOfWorkers) {
    const Dataset dataset = images(11);
    for (const int workers : {1, 2, 5}) {
        for (const int ahead : {1, 3}) {
            const Seen seen =
                read_all(dataset, {.batch = 4, .workers = workers, .ahead = ahead, .first = 0});
            EXPECT_THAT(seen.levels, ElementsAre(0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9));
            EXPECT_THAT(seen.counts, ElementsAre(4, 4, 3));
        }
    }
}

TEST_F(BatchLoaderTest, UnreadableImagesAreSkippedInTheirBatchWithTheReason) {
    const Dataset dataset = images(8, {2, 1, 3, 5, 7});
    BatchLoader loader(dataset, tiny(), {.batch = 4, .workers = 2, .ahead = 2, .first = 0});
    const auto first = loader.next();
    ASSERT_TRUE(first.has_value());
    EXPECT_THAT(first->indices, ElementsAre(0, 2, 3));
    ASSERT_EQ(first->skipped.size(), 1u);
    EXPECT_EQ(first->skipped[0].id, "class0/2.png");
    EXPECT_THAT(first->skipped[0].reason.str(), HasSubstr("not an image"));
    const auto second = loader.next();  // none of its images can be read
    ASSERT_TRUE(second.has_value());
    EXPECT_EQ(second->count, 0);
    EXPECT_TRUE(second->pixels.empty());
    EXPECT_EQ(second->skipped.size(), 4u);
    EXPECT_FALSE(loader.next().has_value());
    EXPECT_FALSE(loader.next().has_value());
}

TEST_F(BatchLoaderTest, ResumingBeginsAtAPosition) {
    const Dataset dataset = images(7);
    const Seen seen = read_all(dataset, {.batch = 2, .workers = 2, .ahead = 2, .first = 3});
    EXPECT_THAT(seen.levels, ElementsAre(6, 1, 3, 5));
    EXPECT_THAT(seen.counts, ElementsAre(2, 2));
    EXPECT_TRUE(
        read_all(dataset, {.batch = 2, .workers = 1, .ahead = 1, .first = 7}).levels.empty());
    EXPECT_TRUE(
        read_all(dataset, {.batch = 2, .workers = 1, .ahead = 1, .first = 99}).levels.empty());
}

// A consumer that does not ask leaves the workers waiting, so memory is bounded: files that vanish
// beyond the window are not read before they are needed.
TEST_F(BatchLoaderTest, NoMoreBatchesAreReadAheadThanAllowed) {
    const Dataset dataset = images(20);
    BatchLoader loader(dataset, tiny(), {.batch = 2, .workers = 3, .ahead = 2, .first = 0});
    ASSERT_TRUE(loader.next().has_value());
    // Batches 1 and 2 may be under way; no other image may have been opened yet.
    for (std::size_t i = 6; i < 20; ++i) fs::remove(dataset.images[i].path);
    int read = 2;
    std::size_t skipped = 0;
    while (const auto batch = loader.next()) {
        read += batch->count;
        skipped += batch->skipped.size();
    }
    EXPECT_EQ(read, 6);
    EXPECT_EQ(skipped, 14u);
}

TEST_F(BatchLoaderTest, StopEndsTheWaitAndTheBatches) {
    const Dataset dataset = images(6);
    std::stop_source source;
    BatchLoader loader(dataset, tiny(), {.batch = 2, .workers = 1, .ahead = 1, .first = 0});
    ASSERT_TRUE(loader.next(source.get_token()).has_value());
    source.request_stop();
    EXPECT_FALSE(loader.next(source.get_token()).has_value());
}

// A pipe that no one writes to is refused, so a wait is made of an image list that never fills: the
// consumer asks for a batch while the only worker is busy with the images before it.
TEST_F(BatchLoaderTest, StopFromAnotherThreadEndsAWaitingConsumer) {
    const Dataset dataset = images(200);
    std::stop_source source;
    BatchLoader loader(dataset, tiny(), {.batch = 200, .workers = 1, .ahead = 1, .first = 0});
    std::thread stopper([&] { source.request_stop(); });
    while (loader.next(source.get_token()).has_value()) {
    }
    stopper.join();
    EXPECT_TRUE(source.stop_requested());
}

TEST_F(BatchLoaderTest, DestroyingAnUnfinishedLoaderJoinsItsWorkers) {
    const Dataset dataset = images(30);
    for (int taken = 0; taken < 3; ++taken) {
        BatchLoader loader(dataset, tiny(), {.batch = 3, .workers = 4, .ahead = 2, .first = 0});
        for (int i = 0; i < taken; ++i) ASSERT_TRUE(loader.next().has_value());
    }
}

TEST_F(BatchLoaderTest, EmptyDataSetEndsAtOnce) {
    const Dataset empty;
    BatchLoader loader(empty, tiny(), {});
    EXPECT_FALSE(loader.next().has_value());
}

TEST_F(BatchLoaderTest, RefusesAnInputWithoutSize) {
    const Dataset dataset = images(1);
    Preprocessing preprocessing;
    preprocessing.size = 0;
    const Error error = error_of([&] { BatchLoader(dataset, preprocessing, {}); });
    EXPECT_EQ(error.kind(), ErrorKind::usage);
}

// A defect within the work of one image (here: a crop share that asks for a side of none) ends the
// run where batches are asked for; it is neither lost nor taken for an unreadable image.
TEST_F(BatchLoaderTest, FailuresOfWorkersReachTheConsumer) {
    const Dataset dataset = images(4);
    Preprocessing preprocessing = tiny();
    preprocessing.crop_pct = 1e3;
    BatchLoader loader(dataset, preprocessing, {.batch = 2, .workers = 2, .ahead = 2, .first = 0});
    for (int i = 0; i < 2; ++i) {
        const Error error = error_of([&] { loader.next(); });
        EXPECT_EQ(error.kind(), ErrorKind::usage);
    }
}

}  // namespace
}  // namespace sescope

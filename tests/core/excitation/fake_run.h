// SPDX-License-Identifier: GPL-3.0-or-later
// Runs of a network that answers at once, over images in a folder of their own.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/excitation/run.h"
#include "fake_network.h"
#include "made_profile.h"

namespace sescope::testing {

class FakeRun : public ::testing::Test {
  protected:
    FakeRun() : spec_(fake_model()) {
        weights_.file = "/somewhere/net.safetensors";
        weights_.add(StateDict::make_tensor("w", {2}, std::vector<float>{1, 2}));
    }

    Dataset open() const { return open_dataset(folder_ / "images", options_, fake_head(spec_)); }

    ExcitationProfile run(const std::stop_token& stop = {}) {
        const Dataset dataset = open();
        network_.emplace(int(dataset.classes.size()));
        network_->before_batch = before_batch_;
        network_->before_finished = before_finished_;
        network_->behind = behind_;
        return analyze_with(*network_, {spec_, weights_, dataset, options_}, settings_, "Fake 1.0",
                            stop);
    }

    /// Runs until `batches` are done, and stops.
    ExcitationProfile run_and_stop_after(int batches) {
        std::stop_source source;
        before_batch_ = [&source, batches](int batch) {
            if (batch == batches) source.request_stop();
        };
        auto profile = run(source.get_token());
        before_batch_ = nullptr;
        return profile;
    }

    ScratchFolder folder_;
    Network spec_;
    StateDict weights_;
    DatasetOptions options_;
    AnalyzeSettings settings_;
    std::function<void(int)> before_batch_;
    std::function<void(Waiting)> before_finished_;
    int behind_ = 0;
    std::optional<FakeNetwork> network_;
};

inline void expect_same_counts(const ExcitationProfile& a, const ExcitationProfile& b) {
    EXPECT_TRUE(a.gates == b.gates);
    EXPECT_TRUE(a.predictions == b.predictions);
    EXPECT_EQ(a.origin.covered, b.origin.covered);
    std::vector<std::string> left;
    std::vector<std::string> right;
    for (const auto& image : a.skipped) left.push_back(image.id + ": " + image.reason.str());
    for (const auto& image : b.skipped) right.push_back(image.id + ": " + image.reason.str());
    EXPECT_EQ(left, right);
}

/// Over 23 images of three classes, in six batches: c0 has 10, c2 has 8, c4 has 5.
class RunOfThreeClasses : public FakeRun {
  protected:
    RunOfThreeClasses() {
        put("c0", 10, 3);
        put("c2", 8, 21);
        put("c4", 5, 43);
        settings_.engine.batch = 4;
        settings_.loader.workers = 1;
    }

    void put(const std::string& cls, int images, int red) {
        for (int i = 0; i < images; ++i) {
            write_colour(folder_ / "images" / cls / (std::to_string(i) + ".png"), red, 10 * i,
                         255 - i);
        }
    }
};

}  // namespace sescope::testing

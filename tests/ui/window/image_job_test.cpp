// SPDX-License-Identifier: GPL-3.0-or-later
// Looking at single images.
#include <gtest/gtest.h>

#include <filesystem>

#include "core/network/network.h"
#include "tests/support/tiny_network.h"
#include "ui/jobs/image_job.h"

namespace sescope::test {
namespace {

// The gates that are shown beside a profile must be those of the profile's own pixels.
TEST(ImageJob, PreparesAnImageAsTheRunDid) {
    auto network = std::make_shared<ui::OpenedNetwork>();
    network->weights = tiny_network();
    SpecOverrides overrides;
    overrides.size = 48;
    overrides.crop_pct = 1.0;
    overrides.fast_decode = true;
    network->model = read_resnet_network(network->weights, overrides);
    const auto photo =
        std::filesystem::path(SESCOPE_GOLDEN) / "preprocessing" / "landscape_317x211.jpg";
    Dataset dataset;
    dataset.images.resize(1);
    dataset.images[0].path = photo;
    EngineSettings settings;
    settings.device = "cpu";
    ui::OpenEngine engine;
    const auto seen = engine.look(network, dataset, 0, settings, {});
    Preprocessing exact = network->model.preprocessing;
    EXPECT_EQ(seen->picture.pixels, load_input(photo, exact).pixels);
    exact.fast_decode = false;
    EXPECT_NE(seen->picture.pixels, load_input(photo, exact).pixels);
}

}  // namespace
}  // namespace sescope::test

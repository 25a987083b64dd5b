// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/engine/graph_parity.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/cost/cost.h"
#include "tests/core/engine/tiny_network.h"
#include "tests/support/formula_weights.h"

namespace sescope::testing {

using nlohmann::json;

namespace {

double deviation(const std::vector<float>& gates, std::size_t image, const json& expected) {
    const std::size_t channels = expected.at("channels");
    const float* row = gates.data() + image * channels;
    double mean = 0;
    for (std::size_t c = 0; c < channels; ++c) mean += row[c] / static_cast<double>(channels);
    double worst = std::abs(mean - expected.at("mean").at(image).get<double>());
    const auto compare = [&](const json& values, std::size_t step) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            worst = std::max(worst, std::abs(row[i * step] - values[i].get<double>()));
        }
    };
    compare(expected.at("first").at(image), 1);
    if (expected.contains("every37")) compare(expected.at("every37").at(image), 37);
    return worst;
}

}  // namespace

SpecOverrides size_of(const json& expected) {
    SpecOverrides said;
    said.size = expected.at("input").at("shape").at(2).get<int>();
    return said;
}

void expect_parity(const ReadNetwork& network, const json& expected, bool has_modules) {
    const Network& model = network.model;
    const json& gates = expected.at("gates");
    ASSERT_EQ(model.sites.size(), gates.size());
    const auto running = load_engine().open(model, network.weights, cpu_settings(2));
    const auto input = test::formula_input(expected.at("input"));
    const int side = expected.at("input").at("shape").at(2);
    const ForwardResult result = running->forward(batch_of(std::span<const float>(input), side));

    const double allowed = std::max(1e-5, 4 * expected.at("fp32_error").get<double>());
    for (std::size_t site = 0; site < gates.size(); ++site) {
        if (has_modules) {
            EXPECT_EQ(model.sites[site].id, gates[site].at("module"));
        }
        ASSERT_EQ(model.sites[site].channels, gates[site].at("channels"));
        for (std::size_t image = 0; image < 2; ++image) {
            EXPECT_LE(deviation(result.blocks[site].gates, image, gates[site]), allowed)
                << gates[site].at("module") << ", image " << image;
        }
    }
    const json& logits = expected.at("logits");
    const std::size_t classes = result.logits.size() / 2;
    ASSERT_GE(classes, logits[0].size());
    double scale = 0;
    for (const auto& row : logits) {
        for (const auto& value : row) scale = std::max(scale, std::abs(value.get<double>()));
    }
    for (std::size_t image = 0; image < 2; ++image) {
        for (std::size_t k = 0; k < logits[image].size(); ++k) {
            EXPECT_NEAR(result.logits[image * classes + k], logits[image][k].get<double>(),
                        1e-4 * scale)
                << "image " << image << ", row " << k;
        }
    }
}

void expect_costs(const Network& model, const json& expected) {
    const CostReport cost = cost_of(model, model.preprocessing.size, CostConvention::macs);
    EXPECT_EQ(cost.parameters(), expected.at("parameters").get<std::int64_t>());
    EXPECT_EQ(cost.operations(), expected.at("macs").get<std::int64_t>());
}

}  // namespace sescope::testing

// SPDX-License-Identifier: GPL-3.0-or-later
// Networks beyond ResNet, read from .pt2 and ONNX and run: gates and logits against PyTorch in
// float64 (../shared/reference/graphs), and what they cost.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "core/cost/cost.h"
#include "core/network/open_network.h"
#include "tests/core/engine/tiny_network.h"
#include "tests/support/exported_archive.h"
#include "tests/support/temporary_folder.h"

namespace sescope::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const fs::path kReference = fs::path(SESCOPE_SHARED) / "reference/graphs";
const fs::path kGolden = fs::path(SESCOPE_GOLDEN) / "graphs";

/// What is there to be read: the program's own fixtures, and all where ../shared is.
std::vector<std::string> names_under(const fs::path& folder) {
    std::vector<std::string> names;
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator(folder, missing)) {
        if (fs::exists(entry.path() / "expected.json")) names.push_back(entry.path().filename());
    }
    std::ranges::sort(names);
    return names;
}

json expectations(const fs::path& folder) {
    return json::parse(test::file_text(folder / "expected.json"));
}

SpecOverrides size_of(const json& expected) {
    SpecOverrides said;
    said.size = expected.at("input").at("shape").at(2).get<int>();
    return said;
}

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

/// Runs the network over the fixture's input and compares sites, gates, logits and costs.
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

class ExportedParity : public ::testing::TestWithParam<std::string> {};

TEST_P(ExportedParity, OfGatesLogitsAndCosts) {
    const json expected = test::graph_expectations(GetParam());
    const test::TemporaryFolder folder;
    const ReadNetwork network =
        open_network(test::exported_fixture(GetParam(), folder.path()), size_of(expected));
    expect_parity(network, expected, true);
    const CostReport cost =
        cost_of(network.model, network.model.preprocessing.size, CostConvention::macs);
    EXPECT_EQ(cost.parameters(), expected.at("parameters").get<std::int64_t>());
    EXPECT_EQ(cost.operations(), expected.at("macs").get<std::int64_t>());
}

// Empty where ../shared is not beside the checkout: gtest says so.
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(ExportedParity);
INSTANTIATE_TEST_SUITE_P(Each, ExportedParity, ::testing::ValuesIn(names_under(kReference)),
                         [](const auto& test) { return test.param; });

struct OnnxFile {
    fs::path file;
    std::string name;
};
void PrintTo(const OnnxFile& file, std::ostream* out) {
    *out << file.name;
}

std::vector<OnnxFile> onnx_files() {
    std::vector<OnnxFile> files;
    std::vector<std::string> seen;
    for (const fs::path& root : {kGolden, kReference}) {
        for (const std::string& name : names_under(root)) {
            for (const char* exporter : {"script", "dynamo"}) {
                const fs::path file = root / name / (name + "." + exporter + ".onnx");
                const std::string called = name + "_" + exporter;
                if (!fs::exists(file) || std::ranges::find(seen, called) != seen.end()) continue;
                seen.push_back(called);
                files.push_back({file, called});
            }
        }
    }
    return files;
}

class OnnxParity : public ::testing::TestWithParam<OnnxFile> {};

TEST_P(OnnxParity, OfGatesAndLogits) {
    const json expected = expectations(GetParam().file.parent_path());
    expect_parity(open_network(GetParam().file, size_of(expected)), expected, false);
}

INSTANTIATE_TEST_SUITE_P(Each, OnnxParity, ::testing::ValuesIn(onnx_files()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace sescope::testing

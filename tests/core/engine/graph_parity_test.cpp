// SPDX-License-Identifier: GPL-3.0-or-later
// Networks beyond ResNet, read from .pt2 and ONNX and run: gates and logits against PyTorch in
// float64 (../shared/reference/graphs), and what they cost.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/core/engine/graph_parity.h"
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

class ExportedParity : public ::testing::TestWithParam<std::string> {};

TEST_P(ExportedParity, OfGatesLogitsAndCosts) {
    const json expected = test::graph_expectations(GetParam());
    const test::TemporaryFolder folder;
    const ReadNetwork network =
        open_network(test::exported_fixture(GetParam(), folder.path()), size_of(expected));
    expect_parity(network, expected, true);
    expect_costs(network.model, expected);
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

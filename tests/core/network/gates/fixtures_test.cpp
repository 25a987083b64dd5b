// SPDX-License-Identifier: GPL-3.0-or-later
// Sites of the project's fixtures: from programs of torch.export, and from ONNX where that is
// there.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/network/exported/exported.h"
#include "core/network/gates/find_gates.h"
#include "core/network/onnx/read_onnx.h"

namespace sescope::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// Fixtures with a program of torch.export: all of them in the shared reference, some in
// tests/golden.
std::vector<fs::path> fixtures() {
    std::vector<fs::path> folders;
    for (const auto* root : {SESCOPE_SHARED "/reference/graphs", SESCOPE_GOLDEN "/graphs"}) {
        if (!fs::exists(root)) continue;
        for (const auto& entry : fs::directory_iterator(root)) {
            if (entry.is_directory()) folders.push_back(entry.path());
        }
    }
    std::ranges::sort(folders);
    return folders;
}

// "blocks.0.0.se SE sigmoid 32 48x48"
std::string line(const std::string& id, std::string_view kind, std::string_view curve,
                 const graph::Shape& map) {
    return fmt::format("{} {} {} {}x{}x{}", id, kind, curve, map[0], map[1], map[2]);
}

std::string_view curve_of(const std::string& module) {
    if (module == "Hardsigmoid") return "hard sigmoid";
    return module == "ReLU" ? "ReLU" : module == "Tanh" ? "tanh" : "sigmoid";
}

std::vector<std::string> expected_sites(const json& expected, bool modules) {
    std::vector<std::string> lines;
    for (const auto& gate : expected.at("gates")) {
        lines.push_back(line(modules ? gate.at("module").get<std::string>() : "",
                             gate.at("kind").get<std::string>(),
                             curve_of(gate.at("gate").get<std::string>()), gate.at("map")));
    }
    return lines;
}

std::vector<std::string> found_sites(const ImportedNetwork& network, const json& expected,
                                     bool modules) {
    const std::vector<graph::Shape> inputs{expected.at("input").at("shape").get<graph::Shape>()};
    const auto found = find_gates(network.graph, inputs);
    const auto shapes = graph::infer_shapes(network.graph, inputs);
    std::vector<std::string> lines;
    for (const auto& site : found.sites) {
        auto map = shapes[static_cast<std::size_t>(site.place.scaled)];
        map.erase(map.begin());
        lines.push_back(line(modules ? site.id : "", name_of(site.kind), name_of(site.curve), map));
    }
    return lines;
}

TEST(Fixtures, SitesOfProgramsOfTorchExport) {
    int read = 0;
    for (const auto& folder : fixtures()) {
        SCOPED_TRACE(folder.filename().string());
        const auto expected = json::parse(text_of(folder / "expected.json"));
        const auto archive = folder / (folder.filename().string() + ".pt2");
        ImportedNetwork network;
        if (fs::exists(folder / "model.json")) {
            network = graph_of_exported(text_of(folder / "model.json"), folder / "model.json");
        } else if (fs::exists(archive)) {
            network = read_exported(archive);
        } else {
            continue;
        }
        ++read;
        EXPECT_EQ(found_sites(network, expected, true), expected_sites(expected, true));
    }
    constexpr int kShared = 37;
    EXPECT_GE(read, fs::exists(SESCOPE_SHARED "/reference/graphs") ? kShared : 1);
}

// Both of PyTorch's exporters. Their graphs have no modules: ids are those of nodes.
TEST(Fixtures, SitesOfOnnx) {
    int read = 0;
    for (const auto& folder : fixtures()) {
        const auto expected = json::parse(text_of(folder / "expected.json"));
        for (const auto* exporter : {".script.onnx", ".dynamo.onnx"}) {
            const auto file = folder / (folder.filename().string() + exporter);
            if (!fs::exists(file)) continue;
            SCOPED_TRACE(file.string());
            const auto network = read_onnx(file);
            EXPECT_EQ(found_sites(network, expected, false), expected_sites(expected, false));
            ++read;
        }
    }
    constexpr int kShared = 26;
    EXPECT_GE(read, fs::exists(SESCOPE_SHARED "/reference/graphs") ? kShared : 1);
}

// PP-OCR's detector and classifier, by paddle2onnx: all of their hard-sigmoid SE units.
TEST(Fixtures, SitesOfTextDetectorAndClassifier) {
    const fs::path folder = SESCOPE_SHARED "/models/onnx";
    ASSERT_TRUE(fs::exists(folder));
    const auto sites_of = [&](const char* name, InputSize size) {
        const auto network = read_onnx(folder / name, size);
        const std::vector<graph::Shape> images{{1, 3, size.height, size.width}};
        return find_gates(network.graph, images).sites;
    };
    const auto detector = sites_of("ch_PP-OCRv4_det_infer.onnx", {640, 640});
    EXPECT_EQ(detector.size(), 10U);
    EXPECT_EQ(detector.front().id, "p2o.Mul.110");
    const auto classifier = sites_of("ch_ppocr_mobile_v2.0_cls_infer.onnx", {48, 192});
    EXPECT_EQ(classifier.size(), 9U);
    for (const auto* sites : {&detector, &classifier}) {
        for (const auto& site : *sites) {
            EXPECT_EQ(site.kind, GateKind::se);
            EXPECT_EQ(site.curve, GateCurve::hard_sigmoid);
            EXPECT_EQ(site.hidden * 4, site.channels) << site.id;
        }
    }
}

}  // namespace
}  // namespace sescope::test

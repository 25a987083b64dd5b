// SPDX-License-Identifier: GPL-3.0-or-later
// Networks that are written as ONNX compute what they computed: files of both exporters without
// some of their gates, and networks of other sources.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/engine/engine.h"
#include "core/network/network.h"
#include "core/network/onnx/write/write_onnx.h"
#include "core/network/open_network.h"
#include "core/pruning/prune.h"
#include "core/pruning/pruned_onnx.h"
#include "tests/core/engine/tiny_network.h"
#include "tests/core/pruning/running/expect_near.h"
#include "tests/support/formula_weights.h"
#include "tests/support/temporary_folder.h"

namespace sescope::testing {
namespace {

namespace fs = std::filesystem;

constexpr int kImages = 2;

struct Computed {
    std::vector<float> logits;
    std::vector<std::vector<float>> gates;
};

Computed run(const Network& model, const StateDict& weights, const std::vector<float>& values) {
    const Preprocessing& images = model.preprocessing;
    ImageBatch batch = batch_of(values, images.size);
    batch.width = images.columns();
    batch.count = kImages;
    const auto running = load_engine().open(model, weights, cpu_settings(kImages));
    const ForwardResult result = running->forward(batch);
    Computed computed{result.logits, {}};
    for (const auto& block : result.blocks) computed.gates.push_back(block.gates);
    return computed;
}

Computed run(const Network& model, const StateDict& weights) {
    const Preprocessing& images = model.preprocessing;
    const std::size_t numbers = std::size_t{3} * static_cast<std::size_t>(images.size) *
                                static_cast<std::size_t>(images.columns());
    return run(model, weights, random_values(kImages * numbers, -2.0f, 2.0f, 1));
}

/// Of both: logits, and gates of every site.
void expect_same(const ReadNetwork& again, const Network& model, const StateDict& weights) {
    const Computed expected = run(model, weights);
    const Computed found = run(again.model, again.weights);
    expect_near(found.logits, expected.logits);
    ASSERT_EQ(found.gates.size(), expected.gates.size());
    for (std::size_t i = 0; i < found.gates.size(); ++i) {
        expect_near(found.gates[i], expected.gates[i]);
    }
}

MeanGates constants_of(const Network& model) {
    MeanGates means;
    for (const GateSite& site : model.sites) {
        for (int c = 0; c < site.channels; ++c) {
            means[site.label].push_back(0.05 + 0.9 * double((c * 7 + 3) % 19) / 19);
        }
    }
    return means;
}

/// Every other gate is dropped, and every other one held.
std::vector<BlockChoice> every_gate(const Network& model) {
    std::vector<BlockChoice> choices;
    for (const GateSite& site : model.sites) {
        if (site.competitive()) continue;
        choices.push_back(
            {site.label, choices.size() % 2 == 0 ? Replacement::mean : Replacement::identity});
    }
    return choices;
}

SpecOverrides of_size(int size) {
    SpecOverrides said;
    said.size = size;
    return said;
}

class OnnxFiles : public ::testing::TestWithParam<std::string> {
  protected:
    /// The side of the images that the fixture was computed for.
    SpecOverrides said() const {
        std::ifstream in(source().parent_path() / "expected.json");
        return of_size(nlohmann::json::parse(in).at("input").at("shape").at(2).get<int>());
    }
    static fs::path source() { return fs::path(SESCOPE_GOLDEN) / "graphs" / GetParam(); }
    test::TemporaryFolder folder_;
};

TEST_P(OnnxFiles, WithoutGatesComputeWhatTheGraphDoes) {
    const ReadNetwork read = open_network(source(), said());
    const auto all = every_gate(read.model);
    // All of them, and one alone.
    for (const auto& choices : {all, std::vector<BlockChoice>{all.front()}}) {
        const auto pruned = prune(read.model, read.weights, choices, constants_of(read.model));
        const fs::path file = folder_ / "pruned.onnx";
        onnx::write(pruned_onnx(pruned, read.weights, file), file);
        const ReadNetwork again = open_network(file, said());
        EXPECT_EQ(again.model.sites.size(), read.model.sites.size() - choices.size());
        expect_same(again, pruned.model, pruned.weights);
        EXPECT_LE(fs::file_size(file), fs::file_size(source()));
    }
}

TEST_P(OnnxFiles, WrittenFromTheirGraphsAreTheSameNetworks) {
    const ReadNetwork read = open_network(source(), said());
    const fs::path file = folder_ / "whole.onnx";
    onnx::write(written_onnx(read.model, read.weights, file), file);
    const ReadNetwork again = open_network(file, said());
    ASSERT_EQ(again.model.sites.size(), read.model.sites.size());
    for (std::size_t i = 0; i < read.model.sites.size(); ++i) {
        EXPECT_EQ(again.model.sites[i].label, read.model.sites[i].label);
        EXPECT_EQ(again.model.sites[i].channels, read.model.sites[i].channels);
        EXPECT_EQ(again.model.sites[i].kind, read.model.sites[i].kind);
    }
    expect_same(again, read.model, read.weights);
}

INSTANTIATE_TEST_SUITE_P(
    Each, OnnxFiles,
    ::testing::Values(
        "se_inception/se_inception.dynamo.onnx", "se_inception/se_inception.script.onnx",
        "se_inception_avg_tanh/se_inception_avg_tanh.dynamo.onnx",
        "se_inception_avg_tanh/se_inception_avg_tanh.script.onnx",
        "se_inception_resnet/se_inception_resnet.dynamo.onnx",
        "se_inception_resnet/se_inception_resnet.script.onnx",
        "se_mobilenet/se_mobilenet.dynamo.onnx", "se_mobilenet/se_mobilenet.script.onnx",
        "se_shufflenet/se_shufflenet.dynamo.onnx", "se_shufflenet/se_shufflenet.script.onnx"),
    [](const auto& file) {
        const std::string name = fs::path(file.param).stem().string();
        std::string plain;
        for (const char c : name) plain += c == '.' ? '_' : c;
        return plain;
    });

class OnnxOfPrograms : public ::testing::TestWithParam<const char*> {};

// Programs of torch.export as ONNX, whole and without their gates; logits are those that PyTorch
// computed.
TEST_P(OnnxOfPrograms, ComputesWhatTheProgramDoes) {
    const test::TemporaryFolder folder;
    const std::string source = std::string(SESCOPE_GOLDEN) + "/exported/" + GetParam();
    const ReadNetwork read = open_network(source + ".pt2", {});
    std::ifstream in(source + ".expected.json");
    const auto expected = nlohmann::json::parse(in);
    const auto values = test::formula_input(expected.at("input"));
    const auto choices = every_gate(read.model);
    ASSERT_FALSE(choices.empty());
    for (const bool whole : {true, false}) {
        const auto gone = whole ? std::vector<BlockChoice>() : choices;
        const auto pruned = prune(read.model, read.weights, gone, constants_of(read.model));
        const fs::path file = folder / "net.onnx";
        onnx::write(pruned_onnx(pruned, read.weights, file), file);
        const int size = expected.at("input").at("shape").at(2).get<int>();
        const ReadNetwork again = open_network(file, of_size(size));
        EXPECT_EQ(again.model.sites.size(), read.model.sites.size() - gone.size());
        const Computed found = run(again.model, again.weights, values);
        expect_near(found.logits, run(pruned.model, pruned.weights, values).logits);
        if (!whole) continue;
        std::vector<float> logits;
        for (const auto& row : expected.at("logits")) {
            for (const auto& logit : row) logits.push_back(logit.get<float>());
        }
        expect_near(found.logits, logits);
    }
}

INSTANTIATE_TEST_SUITE_P(Each, OnnxOfPrograms,
                         ::testing::Values("torch_2.6", "torch_2.6_static", "torch_2.8"),
                         [](const auto& file) {
                             std::string plain = file.param;
                             std::ranges::replace(plain, '.', '_');
                             return plain;
                         });

struct Source {
    std::string name;
    TinyOptions options;
};

void PrintTo(const Source& source, std::ostream* out) {
    *out << source.name;
}

class OnnxOfStateDicts : public ::testing::TestWithParam<Source> {};

TEST_P(OnnxOfStateDicts, IsReadAgainAsTheSameNetwork) {
    const test::TemporaryFolder folder;
    TinyNetwork network = make_tiny_network(GetParam().options);
    network.model.preprocessing.size = 29;
    network.model.preprocessing.width = 0;
    network.model.label_names = {"a", "b \"quoted\"", "c", "d", "e"};
    const fs::path file = folder / "net.onnx";
    onnx::write(written_onnx(network.model, network.weights, file), file);
    const ReadNetwork again = open_network(file, of_size(29));
    EXPECT_EQ(again.model.label_names.size(), 5u);
    ASSERT_EQ(again.model.sites.size(), network.model.sites.size());
    for (std::size_t i = 0; i < again.model.sites.size(); ++i) {
        EXPECT_EQ(again.model.sites[i].label, network.model.sites[i].label);
        EXPECT_EQ(again.model.sites[i].weights, network.model.sites[i].weights);
        EXPECT_EQ(again.model.sites[i].parameters, network.model.sites[i].parameters);
    }
    expect_same(again, network.model, network.weights);
}

INSTANTIATE_TEST_SUITE_P(Each, OnnxOfStateDicts,
                         ::testing::Values(Source{"Standard", {}},
                                           Source{"Basic", {.bottleneck = false}},
                                           Source{"Linear", {.se_linear = true}},
                                           Source{"MaxSqueeze", {.squeeze = SqueezeOperator::max}},
                                           Source{"Tanh", {.gate = GateFunction::tanh}},
                                           Source{"CeilPool", {.ceil_pool = true}},
                                           Source{"AverageDown", {.average_down = true}},
                                           Source{"Groups", {.groups = 4}}),
                         [](const auto& source) { return source.param.name; });

}  // namespace
}  // namespace sescope::testing

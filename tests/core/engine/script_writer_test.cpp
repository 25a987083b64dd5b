// SPDX-License-Identifier: GPL-3.0-or-later
// TorchScript that LibTorch runs as we run the network, and that our own reader opens.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <torch/csrc/jit/serialization/import.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <string>
#include <variant>
#include <vector>

#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/engine/engine.h"
#include "core/engine/torch/host_tensor.h"
#include "core/engine/torch/torch_errors.h"
#include "tests/core/engine/tiny_network.h"
#include "tests/support/temporary_folder.h"

namespace sescope::testing {
namespace {

constexpr int kSide = 29;
constexpr int kImages = 2;

class TorchScript : public ::testing::TestWithParam<TinyOptions> {};

// What is written computes what the engine does, and our own reader opens it.
void expect_logits_of_engine(const TinyNetwork& network) {
    const test::TemporaryFolder folder;
    const auto file = folder / "network.pt";
    load_engine().export_torchscript(network.model, network.weights, file);

    const auto values = random_values(kImages * image_size(kSide), -2.0f, 2.0f, 1);
    const auto expected = load_engine()
                              .open(network.model, network.weights, cpu_settings(kImages))
                              ->forward(batch_of(values, kSide))
                              .logits;
    torch::jit::ExtraFilesMap extra{{"sescope.graph", ""}};
    const auto logits = translate_torch_errors([&] {
        auto module = torch::jit::load(file.string(), at::kCPU, extra);
        const auto input = to_device(values, {kImages, 3, kSide, kSide}, at::Device(at::kCPU));
        return to_host(module.forward({input}).toTensor());
    });
    ASSERT_EQ(logits.size(), expected.size());
    for (std::size_t i = 0; i < logits.size(); ++i) {
        EXPECT_NEAR(logits[i], expected[i], 2e-5 * (1 + std::abs(expected[i])));
    }
    EXPECT_NE(extra.at("sescope.graph").find("convolution"), std::string::npos);
    EXPECT_GT(open_checkpoint(file).size(), 10u);
}

TEST_P(TorchScript, GivesTheLogitsOfTheEngine) {
    expect_logits_of_engine(make_tiny_network(GetParam()));
}

// Of odd maps it is the same on both sides, of even ones not: here of 29, 15 and 8 pixels.
TEST(TorchScriptOf, PaddingThatFollowsFromTheImageSize) {
    for (const auto same : {graph::SamePadding::upper, graph::SamePadding::lower}) {
        TinyNetwork network = make_tiny_network({});
        int changed = 0;
        for (graph::Operator& op : network.model.graph.operators) {
            const auto follow = [&](auto& window) {
                if (std::ranges::all_of(window.padding, [](auto side) { return side == 0; }))
                    return;
                std::ranges::fill(window.padding, 0);
                window.same = same;
                ++changed;
            };
            if (auto* conv = std::get_if<graph::Convolution>(&op.kind)) follow(*conv);
            if (auto* pool = std::get_if<graph::Pool>(&op.kind)) follow(*pool);
        }
        ASSERT_GT(changed, 4);
        expect_logits_of_engine(network);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Each, TorchScript,
    ::testing::Values(
        TinyOptions{}, TinyOptions{.bottleneck = false}, TinyOptions{.with_se = false},
        TinyOptions{.place = SePlace::pre}, TinyOptions{.place = SePlace::post},
        TinyOptions{.place = SePlace::identity}, TinyOptions{.place = SePlace::after_3x3},
        TinyOptions{.squeeze = SqueezeOperator::max}, TinyOptions{.squeeze = SqueezeOperator::none},
        TinyOptions{.gate = GateFunction::hard_sigmoid}, TinyOptions{.gate = GateFunction::tanh},
        TinyOptions{.gate = GateFunction::relu}, TinyOptions{.se_linear = true, .se_bias = false},
        TinyOptions{.deep_stem = true, .ceil_pool = true, .average_down = true},
        TinyOptions{.groups = 4, .stride_in_first = true}));

// As on a full disk; the network has more than these 4 KiB.
TEST(TorchScriptOf, WhatDoesNotFitOnTheDiskIsAnErrorAndNoDeath) {
    const TinyNetwork network = make_tiny_network();
    const test::TemporaryFolder folder;
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{4096, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    std::string said = "was written";
    try {
        load_engine().export_torchscript(network.model, network.weights, folder / "n.pt");
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::output);
        EXPECT_EQ(error.file(), folder / "n.pt");
        said = error.what();
    }
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    EXPECT_NE(said.find("File too large"), std::string::npos) << said;
    EXPECT_THROW(
        load_engine().export_torchscript(network.model, network.weights, folder / "none" / "n.pt"),
        Error);
}

TEST(TorchScriptOf, WeightsThatDoNotFitLeavesNoFile) {
    TinyNetwork network = make_tiny_network();
    network.weights.erase("fc.weight");
    const test::TemporaryFolder folder;
    EXPECT_THROW(load_engine().export_torchscript(network.model, network.weights, folder / "n.pt"),
                 Error);
    EXPECT_FALSE(std::filesystem::exists(folder / "n.pt"));
}

}  // namespace
}  // namespace sescope::testing

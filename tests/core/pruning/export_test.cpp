// SPDX-License-Identifier: GPL-3.0-or-later
// The files of an export: they open without hints, and say where they come from.
#include "core/pruning/export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/checkpoint/checkpoint.h"
#include "core/network/network.h"
#include "tests/core/excitation/made_tally.h"
#include "tests/support/as_nobody.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_network.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class Export : public ::testing::Test {
  protected:
    Export() : weights_(test::tiny_network()) {
        weights_.file = "tiny.safetensors";
        weights_.config_json = test::tiny_config({"a", "b", "c"});
        model_ = read_resnet_network(weights_);
        profile_.network = record_of(model_);
        profile_.origin.network_fingerprint = network_fingerprint(weights_);
        profile_.origin.network_file = "tiny.safetensors";
        profile_.classes = {{"a", "a", 0}};
        const std::vector<float> still(16, 0.5f);
        profile_.gates = testing::tally_of({{0, still}, {0, still}}, 1, 16, "SE_2_1");
    }

    PrunedNetwork run(const fs::path& output, Replacement replacement = Replacement::mean) {
        const std::vector<BlockChoice> choices{{"SE_2_1", replacement}};
        return export_pruned({model_, weights_, profile_, choices, {}},
                             export_paths(output, weights_));
    }

    static std::string text_of(const fs::path& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    test::TemporaryFolder folder_;
    StateDict weights_;
    Network model_;
    ExcitationProfile profile_;
};

TEST_F(Export, OpensWithoutHintsAsTheNetworkThatWasPruned) {
    const PrunedNetwork pruned = run(folder_ / "out");
    const StateDict again = open_checkpoint(folder_ / "out");
    EXPECT_EQ(network_fingerprint(again), network_fingerprint(pruned.weights));
    Network model = read_resnet_network(again);
    EXPECT_EQ(model.find_site("SE_2_1"), nullptr);
    EXPECT_NE(model.find_site("SE_3_1"), nullptr);
    EXPECT_EQ(model.preprocessing.size, 32);
    EXPECT_EQ(model.label_names, (std::vector<std::string>{"a", "b", "c"}));
    EXPECT_TRUE(model.assumptions.empty());
    EXPECT_EQ(again.metadata.at("format"), "pt");
}

TEST_F(Export, AFileNameIsTakenAsItIs) {
    run(folder_ / "some" / "small.safetensors", Replacement::identity);
    EXPECT_TRUE(fs::exists(folder_ / "some" / "small.safetensors"));
    EXPECT_TRUE(fs::exists(folder_ / "some" / "config.json"));
    EXPECT_TRUE(fs::exists(folder_ / "some" / "small.plan.json"));
}

TEST_F(Export, ThePlanSaysWhatWhyAndWhereFrom) {
    const PrunedNetwork pruned = run(folder_ / "out");
    const auto plan = nlohmann::json::parse(text_of(folder_ / "out" / "model.plan.json"));
    EXPECT_EQ(plan.at("source").at("fingerprint"), network_fingerprint(weights_));
    EXPECT_EQ(plan.at("result").at("fingerprint"), network_fingerprint(pruned.weights));
    Sha256 hash;
    hash.add(text_of(folder_ / "out" / "model.safetensors"));
    EXPECT_EQ(plan.at("result").at("sha256"), hash.hex());
    ASSERT_EQ(plan.at("blocks").size(), 1u);
    const auto& block = plan.at("blocks").at(0);
    EXPECT_EQ(block.at("block"), "SE_2_1");
    EXPECT_EQ(block.at("replacement"), "mean");
    EXPECT_EQ(block.at("verdict"), "stuck");
    EXPECT_THAT(block.at("why").get<std::string>(), HasSubstr("never learned"));
    // 2 x 16 x 4 weights and 16 + 4 biases.
    const auto& cost = plan.at("cost");
    EXPECT_EQ(cost.at("parameters_before").get<int>() - cost.at("parameters_after").get<int>(),
              148);
    EXPECT_EQ(plan.at("profile").at("images"), 2);
}

TEST_F(Export, AnInputThatChangesMeanwhileLeavesWhatStoodThere) {
    run(folder_ / "out");
    const std::string before = text_of(folder_ / "out" / "model.safetensors");
    write_safetensors(folder_ / "tiny.safetensors", weights_, {});
    weights_ = open_checkpoint(folder_ / "tiny.safetensors");
    const std::vector<BlockChoice> choices{{"SE_2_1", Replacement::identity}};
    const auto change = [&](const PrunedNetwork&, FilesTogether&) {
        std::fstream file(folder_ / "tiny.safetensors",
                          std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(-1, std::ios::end).put('\x41');
    };
    EXPECT_THROW(export_pruned({model_, weights_, profile_, choices, {}},
                               export_paths(folder_ / "out", weights_), change),
                 Error);
    EXPECT_EQ(text_of(folder_ / "out" / "model.safetensors"), before);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / "out"), fs::directory_iterator()), 3);
}

// As an export that is killed when its weights are written, and have not taken their place.
TEST_F(Export, AKilledExportLeavesTheOneBeforeAndBlocksNone) {
    run(folder_ / "out");
    const auto names = std::to_array({"model.safetensors", "config.json", "model.plan.json"});
    std::vector<std::string> before;
    for (const char* name : names) before.push_back(text_of(folder_ / "out" / name));
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        const std::vector<BlockChoice> choices{{"SE_2_1", Replacement::identity}};
        export_pruned({model_, weights_, profile_, choices, {}},
                      export_paths(folder_ / "out", weights_),
                      [](const PrunedNetwork&, FilesTogether&) { ::raise(SIGKILL); });
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    for (std::size_t i = 0; i < names.size(); ++i) {
        EXPECT_EQ(text_of(folder_ / "out" / names[i]), before[i]) << names[i];
    }
    EXPECT_EQ(network_fingerprint(open_checkpoint(folder_ / "out")),
              network_fingerprint(run(folder_ / "out").weights));
    // What is left beside goes with the next program that writes there (AtomicFile).
    const auto is_left = [](const fs::directory_entry& entry) {
        return entry.path().filename().string().starts_with(".sescope-");
    };
    EXPECT_EQ(std::count_if(fs::directory_iterator(folder_ / "out"), {}, is_left), 2);
}

TEST_F(Export, AFolderThatMayNotBeWrittenIsSaidBeforeAnythingIsPruned) {
    fs::create_directories(folder_ / "out");
    fs::permissions(folder_ / "out", fs::perms(0555));
    // What would be pruned is not even there.
    const std::vector<BlockChoice> choices{{"SE_9_9", Replacement::mean}};
    try {
        const test::AsNobody nobody;
        export_pruned({model_, weights_, profile_, choices, {}},
                      export_paths(folder_ / "out", weights_));
        FAIL() << "written";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::output);
        EXPECT_THAT(error.message(), HasSubstr("Permission denied"));
    }
    EXPECT_TRUE(fs::is_empty(folder_ / "out"));
}

TEST_F(Export, AConfigOfAnotherNetworkIsNotOverwritten) {
    fs::create_directories(folder_ / "out");
    std::ofstream(folder_ / "out" / "config.json") << R"({"architecture": "other"})";
    try {
        run(folder_ / "out");
        FAIL() << "written";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::output);
        EXPECT_EQ(error.file().filename(), "config.json");
    }
    EXPECT_FALSE(fs::exists(folder_ / "out" / "model.safetensors"));
    fs::remove(folder_ / "out" / "config.json");
    run(folder_ / "out");
    run(folder_ / "out", Replacement::identity);  // over what an export wrote itself
}

TEST_F(Export, AProfileOfAnotherNetworkIsRefused) {
    profile_.origin.network_fingerprint = std::string(64, '0');
    try {
        run(folder_ / "out");
        FAIL() << "written";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::data);
        EXPECT_THAT(error.message(), HasSubstr("another network"));
    }
    EXPECT_FALSE(fs::exists(folder_ / "out"));
}

}  // namespace
}  // namespace sescope

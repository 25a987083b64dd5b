// SPDX-License-Identifier: GPL-3.0-or-later
// `prove` and `plan` from profile to figure, and what they make of odd input.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/pruning/plan.h"
#include "core/pruning/proof.h"
#include "tests/app/cli_fixture.h"
#include "tests/support/tiny_network.h"

namespace sescope::test {
namespace {

namespace fs = std::filesystem;

class Prove : public CommandLine {
  protected:
    void record(const std::vector<std::string>& more = {"--split", "profile"},
                int per_class = 8) const {
        make_network();
        make_images(per_class);
        std::vector<std::string> command{"analyze", path("net"), path("images"), "-o",
                                         path("net.profile")};
        command.insert(command.end(), more.begin(), more.end());
        const auto result = sescope(command);
        ASSERT_EQ(result.exit_code, 0) << result.err;
    }
    ProgramResult prove(std::vector<std::string> more, const std::string& images = "images") const {
        more.insert(more.begin(), {"prove", path("net"), path(images), "--device", "cpu"});
        return sescope(more);
    }
    ProgramResult plan(std::vector<std::string> more, const ProgramSetting& setting = {}) const {
        more.insert(more.begin(), {"plan", path("net"), path("images"), "--device", "cpu",
                                   "--profile", path("net.profile")});
        return sescope(more, setting);
    }
};

TEST_F(Prove, OnTheHalfThatTheProfileHasNotSeen) {
    record();
    const auto result = prove({"--profile", path("net.profile"), "--blocks", "SE_4_1,SE_5_1", "-o",
                               path("proof.json"), "--by-class"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_NE(result.out.find("throughput"), std::string::npos) << result.out;
    EXPECT_NE(result.out.find("bricks"), std::string::npos) << result.out;
    const Proof proof = load_proof(file("proof.json"));
    EXPECT_EQ(proof.comparison.images, 12u);
    EXPECT_EQ(proof.choices, (std::vector<BlockChoice>{{"SE_4_1", Replacement::mean},
                                                       {"SE_5_1", Replacement::mean}}));
    ASSERT_TRUE(proof.timing);
    EXPECT_FALSE(proof.origin.same_images);
}

TEST_F(Prove, AllBlocksAsJsonWithoutAProfile) {
    make_network();
    make_images(2);
    const auto result =
        prove({"--replace", "identity", "--blocks", "all", "--json", "--no-timing"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const Proof proof = proof_from_json(result.out);
    EXPECT_EQ(proof.choices.size(), 4u);
    EXPECT_EQ(proof.after.se_parameters, 0);
    EXPECT_FALSE(proof.timing);
}

TEST_F(Prove, TheProfilesOwnImagesAreRefusedUnlessThePersonInsists) {
    record({});
    const std::vector<std::string> command{"--profile",       path("net.profile"), "--blocks",
                                           "SE_5_1",          "--no-timing",       "-o",
                                           path("proof.json")};
    const auto refused = prove(command);
    EXPECT_EQ(refused.exit_code, 4);
    expect_one_line_naming(refused, "images");
    EXPECT_FALSE(fs::exists(file("proof.json")));
    auto insisting = command;
    insisting.emplace_back("--same-images");
    const auto result = prove(insisting);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_NE(result.err.find("not kept apart"), std::string::npos) << result.err;
    EXPECT_TRUE(load_proof(file("proof.json")).origin.same_images);
}

TEST_F(Prove, OddInputGetsOneLineAndTheRightCode) {
    record();
    const std::vector<std::string> good{"--profile", path("net.profile"), "--blocks", "SE_5_1"};
    EXPECT_EQ(prove({"--blocks", "SE_5_1"}).exit_code, 2) << "mean gates without a profile";
    EXPECT_EQ(prove({"--profile", path("net.profile"), "--blocks", "SE_9_9"}).exit_code, 2);
    EXPECT_EQ(prove({"--profile", path("net.profile"), "--blocks", "SE_5_1", "--max-drop", "nan"})
                  .exit_code,
              2);
    EXPECT_EQ(prove({"--profile", path("net.profile"), "--blocks", "SE_5_1,SE_5_1"}).exit_code, 2);
    fs::create_directories(file("nothing"));
    EXPECT_EQ(prove(good, "nothing").exit_code, 4);
    fs::create_directories(file("hollow/bricks"));
    EXPECT_EQ(prove(good, "hollow").exit_code, 4);
    write("broken/bricks/1.png", "no image");
    EXPECT_EQ(prove(good, "broken").exit_code, 4);
    write("junk.profile", "no profile");
    EXPECT_EQ(prove({"--profile", path("junk.profile"), "--blocks", "SE_5_1"}).exit_code, 4);
    write_safetensors(file("net/model.safetensors"), tiny_network(3, true, 5), {});
    EXPECT_EQ(prove(good).exit_code, 4) << "the profile is of another network";
    write_safetensors(file("net/model.safetensors"), tiny_network(3, false), {});
    const auto no_se = prove({"--replace", "identity", "--blocks", "all", "-q"});
    EXPECT_EQ(no_se.exit_code, 2);
    expect_one_line_naming(no_se, "no SE unit");
}

TEST_F(Prove, RefusesBeforeUnitsAreMeasured) {
    record();
    const std::string measuring = "what units squeeze";
    const auto unknown =
        prove({"--profile", path("net.profile"), "--blocks", "SE_9_9", "--channels", "closed:1"});
    EXPECT_EQ(unknown.exit_code, 2);
    EXPECT_EQ(unknown.err.find(measuring), std::string::npos) << unknown.err;
    const auto runtime =
        prove({"--profile", path("net.profile"), "--blocks", "SE_5_1", "--runtime", "onnxruntime",
               "--python", path("no-python"), "-o", path("proof.json")});
    EXPECT_EQ(runtime.exit_code, 2);
    fs::rename(file("images/dots"), file("images/unheard of"));
    const auto unmatched = plan({"--channels", "closed:1"});
    EXPECT_EQ(unmatched.exit_code, 4);
    EXPECT_EQ(unmatched.err.find(measuring), std::string::npos) << unmatched.err;
}

TEST_F(Prove, OneClassAndASkippedImage) {
    record();
    fs::create_directories(file("one"));
    fs::copy(file("images/dots"), file("one/dots"), fs::copy_options::recursive);
    write("one/dots/broken.png", "no image");
    const auto result = prove({"--profile", path("net.profile"), "--blocks", "SE_5_1",
                               "--no-timing", "-o", path("proof.json")},
                              "one");
    EXPECT_EQ(result.exit_code, 1) << result.err;
    EXPECT_NE(result.err.find("broken.png"), std::string::npos);
    const Proof proof = load_proof(file("proof.json"));
    EXPECT_EQ(proof.comparison.classes.size(), 1u);
    EXPECT_EQ(proof.comparison.images, 8u);
    EXPECT_EQ(proof.skipped.size(), 1u);
}

TEST_F(Prove, APlanOfOneClass) {
    record();
    const auto result =
        plan({"--classes", "dots", "--max-drop", "100", "--no-timing", "-o", path("plan.json")});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const Plan read = load_plan(file("plan.json"));
    EXPECT_EQ(read.steps.front().comparison.classes.size(), 1u);
    EXPECT_GE(read.chosen, 0);
}

TEST_F(Prove, APlanOverNoImages) {
    record({});
    const auto used = plan({"-o", path("plan.json")});
    EXPECT_EQ(used.exit_code, 4) << "all images are the profile's";
    expect_one_line_naming(used, "images");
    fs::remove_all(file("images"));
    fs::create_directories(file("images/dots"));
    EXPECT_EQ(plan({"-o", path("plan.json")}).exit_code, 4) << "an empty class folder";
    write("images/dots/1.png", "no image");
    EXPECT_EQ(plan({"-o", path("plan.json"), "--no-timing"}).exit_code, 4);
    EXPECT_FALSE(fs::exists(file("plan.json")));
}

// Its mean gates would be those of the other images.
TEST_F(Prove, ABlockWithGatesThatAreNoNumbersIsNotFoldedAndStaysInAPlan) {
    record();
    ExcitationProfile profile = *load_profile(file("net.profile"));
    profile.gates.blocks.back().not_finite = 1;
    save_profile(profile, file("net.profile"));
    const auto folded = prove({"--profile", path("net.profile"), "--blocks", "SE_5_1", "-q"});
    EXPECT_EQ(folded.exit_code, 4);
    expect_one_line_naming(folded, "SE_5_1");
    const auto result = plan({"--max-drop", "100", "--no-timing", "-o", path("plan.json")});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_NE(result.out.find("SE_5_1 stays"), std::string::npos) << result.out;
    for (const PlanStep& step : load_plan(file("plan.json")).steps) {
        EXPECT_EQ(std::count(step.blocks.begin(), step.blocks.end(), "SE_5_1"), 0);
    }
}

TEST_F(Prove, APlanWithItsFigure) {
    record();
    std::vector<std::string> command{"--max-drop", "100", "-o", path("plan.json"), "--no-timing"};
#ifdef SESCOPE_HAS_FIGURES
    command.insert(command.end(), {"--figure", path("pareto.svg")});
#endif
    const auto result = plan(command);
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_NE(result.out.find("chosen"), std::string::npos) << result.out;
    const Plan read = load_plan(file("plan.json"));
    ASSERT_GE(read.chosen, 0);
    EXPECT_EQ(read.steps[std::size_t(read.chosen)].blocks.size(), 4u);
    EXPECT_DOUBLE_EQ(*read.budget.max_drop, 1.0);
#ifdef SESCOPE_HAS_FIGURES
    EXPECT_GT(fs::file_size(file("pareto.svg")), 2000u);
#endif
    const auto json = plan({"--min-saving", "1", "--accuracy", "top-5", "--no-timing", "--json"});
    ASSERT_EQ(json.exit_code, 0) << json.err;
    EXPECT_EQ(plan_from_json(json.out).budget.accuracy, Accuracy::top5);
}

TEST_F(Prove, PlansThatMakeNoSense) {
    record();
    EXPECT_EQ(plan({"--figure", path("pareto.gif")}).exit_code, 2);
    EXPECT_EQ(plan({"--max-drop", "-1"}).exit_code, 2);
    EXPECT_EQ(plan({"--max-drop", "nan"}).exit_code, 2);
    EXPECT_EQ(plan({"-o", path("no/such/folder/plan.json")}).exit_code, 6);
    write_safetensors(file("net/model.safetensors"), tiny_network(3, false), {});
    EXPECT_EQ(plan({}).exit_code, 4) << "the profile is of another network";
    EXPECT_EQ(sescope({"plan", path("net"), path("images")}).exit_code, 2) << "no profile";
}

TEST_F(Prove, ACancelledPlanKeepsWhatWasMeasured) {
    record({"--split", "profile"}, 60);
    ProgramSetting setting;
    setting.interrupt_at = "1 sets measured";
    // Passes of one image at a time leave time to interrupt.
    const auto result =
        plan({"-o", path("plan.json"), "--batch", "1", "--max-drop", "100"}, setting);
    EXPECT_EQ(result.exit_code, 130) << result.err;
    const Plan read = load_plan(file("plan.json"));
    EXPECT_TRUE(read.partial);
    EXPECT_GE(read.steps.size(), 1u);
}

}  // namespace
}  // namespace sescope::test

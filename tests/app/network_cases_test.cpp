// SPDX-License-Identifier: GPL-3.0-or-later
// Checkpoints as people have them (tests/golden/cases), through the whole program: every gate is
// PyTorch's.
#include <gmock/gmock.h>

#include <cctype>
#include <iterator>

#include "tests/app/case_gates.h"

namespace sescope::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

struct Case {
    const char* model;
    const char* expected;
    int size = 64;
};

// The trunk and the weights of case 06 are those of most others.
constexpr const char* kSame = "06-model_state_dict-and-loss/expected.json";

constexpr Case kCases[]{
    {"01-legacy-seresnet18/model.safetensors", "01-legacy-seresnet18/expected.json"},
    {"02-mmengine-ema/epoch_1.pth", "02-mmengine-ema/expected.json"},
    {"03-timm-seresnextaa/hub", "03-timm-seresnextaa/expected.json"},
    {"04-cifar-stem/model.pth", "04-cifar-stem/expected.json", 32},
    {"04-cifar-stem/whole_module.pth", "04-cifar-stem/expected.json", 32},
    {"06-model_state_dict-and-loss/checkpoint.pth", kSame},
    {"07-tuple/checkpoint", "07-tuple/expected.json"},
    {"08-thop/model.pth", "08-thop/expected.json"},
    {"09-lightning-criterion/last.ckpt", "09-lightning-criterion/expected.json"},
    {"10-heads/classifier.pth", "10-heads/expected.json"},
    {"10-heads/dropout_linear.pth", "10-heads/expected.json"},
    {"10-heads/gem.pth", "10-heads/expected.json"},
    {"10-heads/head_fc.pth", "10-heads/expected.json"},
    {"10-heads/last_linear.pth", "10-heads/expected.json"},
    {"10-heads/linear.pth", "10-heads/expected.json"},
    {"10-heads/no_fc.pth", "10-heads/expected.json"},
    {"10-heads/two_heads.pth", "10-heads/expected.json"},
    {"10-heads/two_linear.pth", "10-heads/expected.json"},
    {"13-prune-masks/model.pth", "13-prune-masks/expected.json"},
    {"14-moco-and-backbone-prefix/moco.pth", "14-moco-and-backbone-prefix/expected.json"},
    {"14-moco-and-backbone-prefix/lightly.ckpt", "14-moco-and-backbone-prefix/expected.json"},
    {"16-channels/one.pth", "16-channels/expected.json"},
    {"18-whole-module-conventions/whole.pth", "18-whole-module-conventions/expected.json"},
    {"18-whole-module-conventions/traced.pt", "18-whole-module-conventions/expected.json"},
    {"25-channel-pruned/model0.pth", "25-channel-pruned/expected0.json", 64},
    {"25-channel-pruned/model1.pth", "25-channel-pruned/expected1.json", 72},
    {"25-channel-pruned/model2.pth", "25-channel-pruned/expected2.json", 50},
    {"25-channel-pruned/model3.pth", "25-channel-pruned/expected3.json", 97},
    {"25-channel-pruned/model4.pth", "25-channel-pruned/expected4.json", 33},
    {"25-channel-pruned/model5.pth", "25-channel-pruned/expected5.json", 200},
    {"27-cifar-se-resnet20/model.pth", "27-cifar-se-resnet20/expected.json", 32},
    {"29-se-names/ca.pth", "29-se-names/expected.json"},
    {"29-se-names/excitation.pth", "29-se-names/expected.json"},
    {"29-se-names/excite.pth", "29-se-names/expected.json"},
    {"29-se-names/inline.pth", "29-se-names/expected.json"},
    {"29-se-names/linear12.pth", "29-se-names/expected.json"},
    {"29-se-names/se_block.pth", "29-se-names/expected.json"},
    {"29-se-names/se_linear.pth", "29-se-names/expected.json"},
    {"29-se-names/selayer.pth", "29-se-names/expected.json"},
    {"29-se-names/sequential.pth", "29-se-names/expected.json"},
    {"29-se-names/upper.pth", "29-se-names/expected.json"},
    {"31-index-json/model.safetensors.index.json", kSame},
    {"32-avg-down-odd/model.safetensors", "32-avg-down-odd/expected_50px.json", 50},
    {"32-avg-down-odd/model.safetensors", "32-avg-down-odd/expected_72px.json", 72},
    {"32-avg-down-odd/model.safetensors", "32-avg-down-odd/expected_97px.json", 97},
    {"32-avg-down-odd/model.safetensors", "32-avg-down-odd/expected_200px.json", 200},
    {"35-mean-of-255/model.pth", "35-mean-of-255/expected.json"},
    {"43-formats/cl.pth", kSame},
    {"43-formats/flat.pth", kSame},
    {"43-formats/old.pth", kSame},
    {"43-formats/old_p1.pth", kSame},
    {"43-formats/p1.pth", kSame},
    {"43-formats/p5.pth", kSame},
    {"45-timm-parity/basic_avgdown.safetensors", "45-timm-parity/basic_avgdown_64px.json", 64},
    {"45-timm-parity/basic_avgdown.safetensors", "45-timm-parity/basic_avgdown_75px.json", 75},
    {"45-timm-parity/seresnet18.safetensors", "45-timm-parity/seresnet18_64px.json", 64},
    {"45-timm-parity/seresnet18.safetensors", "45-timm-parity/seresnet18_75px.json", 75},
    {"45-timm-parity/seresnext26t.safetensors", "45-timm-parity/seresnext26t_64px.json", 64},
    {"45-timm-parity/seresnext26t.safetensors", "45-timm-parity/seresnext26t_75px.json", 75},
    {"47-objects/dp.pth", kSame},
    {"47-objects/export.pkl", kSame},
    {"47-objects/normalised.pth", kSame},
    {"47-objects/ns.pth", kSame},
    {"47-objects/seq.pth", kSame},
    {"47-objects/wrap.pth", kSame},
    {"48-3d-and-others/robust.pt", kSame},
};

class NetworkCases : public CaseGates, public testing::WithParamInterface<Case> {};

TEST_P(NetworkCases, HaveTheGatesOfPyTorch) {
    const Case& one = GetParam();
    const auto result =
        analyze(cases_folder() / one.model, cases_folder() / "00-data", {}, one.size);
    ASSERT_EQ(result.exit_code, 0) << result.err;
    expect_gates(one.expected);
}

std::string name_of(const testing::TestParamInfo<Case>& info) {
    std::string name;
    for (const char letter : std::string(info.param.model)) {
        name += std::isalnum(static_cast<unsigned char>(letter)) != 0 ? letter : '_';
    }
    return name + "_" + std::to_string(info.param.size);
}

INSTANTIATE_TEST_SUITE_P(All, NetworkCases, testing::ValuesIn(kCases), name_of);

class RefusedCases : public CaseGates {
  protected:
    void expect_refusal(const std::string& model, const std::string& sentence) const {
        const std::string file = (cases_folder() / model).string();
        for (const ProgramResult& result :
             {sescope({"info", file}), analyze(file, cases_folder() / "00-data")}) {
            EXPECT_EQ(result.exit_code, 3) << model;
            EXPECT_THAT(result.err, AllOf(HasSubstr(file), HasSubstr(sentence)));
        }
    }
};

TEST_F(RefusedCases, ImagesOfOtherChannelsThanTheNetworkTakes) {
    const auto result =
        analyze(cases_folder() / "16-channels/four.pth", cases_folder() / "00-data");
    EXPECT_EQ(result.exit_code, 4) << result.err;
    EXPECT_THAT(result.err, HasSubstr("the network takes 4 channels, and image files have three"));
}

TEST_F(CaseGates, NetworksWithoutClassifierSaySo) {
    for (const char* model : {"10-heads/no_fc.pth", "10-heads/gem.pth"}) {
        const auto result =
            analyze(cases_folder() / model, cases_folder() / "00-data", {"--force"});
        ASSERT_EQ(result.exit_code, 0) << result.err;
        EXPECT_THAT(result.err, HasSubstr("no accuracy: the network has no classifier")) << model;
        EXPECT_THAT(result.out, HasSubstr("No accuracy: the network has no classifier")) << model;
    }
    const auto info = sescope({"info", (cases_folder() / "10-heads/gem.pth").string()});
    EXPECT_THAT(info.out, HasSubstr("left out       pool.p"));
    EXPECT_THAT(info.out, HasSubstr("left out       fc.* (2 tensors)"));
}

TEST_F(RefusedCases, SayWhatTheyAre) {
    expect_refusal("48-3d-and-others/monai3d.pth", "is a convolution over volumes");
    expect_refusal("43-formats/p0.pth", "pickle's protocol 0");
    expect_refusal("48-3d-and-others/int8.pth", "is quantised");
    expect_refusal("48-3d-and-others/sparse.pth", "is sparse");
    expect_refusal("48-3d-and-others/meta.pth", "has no values");
}

TEST_F(CaseGates, TheSetOfWeightsIsRecordedAndOpenedAgain) {
    const auto model = cases_folder() / "02-mmengine-ema/epoch_1.pth";
    const auto images = cases_folder() / "00-data";
    ASSERT_EQ(analyze(model, images, {"--weights", "ema_state_dict"}).exit_code, 0);
    std::ifstream in(file("out.profile"), std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    EXPECT_NE(text.find(R"(\"weights\":\"ema_state_dict\")"), std::string::npos);
    const auto pruned = sescope({"prune", model.string(), path("out.profile"), "--blocks", "SE_2_1",
                                 "-o", path("pruned.safetensors")});
    EXPECT_EQ(pruned.exit_code, 0) << pruned.err;
    ASSERT_EQ(analyze(model, images, {"--force"}).exit_code, 0);
    EXPECT_THAT(profile()->network.conventions, HasSubstr(R"("weights":"state_dict")"));
}

// The counts are PyTorch's: gates of six images that are not finite.
TEST_F(CaseGates, NaNReachesTheGatesAndIsCounted) {
    for (const char* name : {"neg.pth", "one_channel.pth", "overflow.pth"}) {
        const auto result =
            analyze(cases_folder() / "39-odd-statistics" / name, cases_folder() / "00-data");
        EXPECT_EQ(result.exit_code, 0) << result.err;
        EXPECT_THAT(result.err, HasSubstr("NaN or infinite")) << name;
        std::vector<std::uint64_t> found;
        for (const auto& block : profile()->gates.blocks) found.push_back(block.not_finite);
        EXPECT_THAT(found, testing::ElementsAre(0U, 144U, 192U, 240U)) << name;
    }
}

TEST_F(CaseGates, OddStatisticsAreToldBefore) {
    const auto odd = [](const char* name) {
        return (cases_folder() / "39-odd-statistics" / name).string();
    };
    EXPECT_THAT(sescope({"info", odd("neg.pth")}).out, HasSubstr("negative running variance"));
    // All of the last layer's weights are zero, as in units that were never trained.
    ASSERT_EQ(analyze(odd("zero.pth"), cases_folder() / "00-data").exit_code, 0);
    const auto infinite = analyze(odd("inf.pth"), cases_folder() / "00-data");
    EXPECT_EQ(infinite.exit_code, 3);
    EXPECT_THAT(infinite.err, HasSubstr("'layer2.0.bn2.running_var' holds NaN or infinity"));
}

}  // namespace
}  // namespace sescope::test

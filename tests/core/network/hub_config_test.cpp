// SPDX-License-Identifier: GPL-3.0-or-later
// config.json beside a checkpoint, as model hubs have it, and as nobody should have it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/network/network.h"
#include "tests/support/fixture_network.h"

namespace sescope {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

json timm_config() {
    json config = json::parse(R"({
        "architecture": "seresnet50", "num_classes": 10, "label_names": [],
        "label_descriptions": {"n0": "tench", "n1": "English springer"},
        "pretrained_cfg": {"tag": "imagenette", "input_size": [3, 112, 112], "crop_pct": 1.0,
            "interpolation": "bilinear", "mean": [0.5, 0.25, 0.125], "std": [1, 2, 4]}})");
    for (int i = 0; i < 10; ++i) config["label_names"].push_back("n" + std::to_string(i));
    return config;
}

ResNetSpec detect_with(const std::string& config, const SpecOverrides& overrides = {},
                       const char* fixture = "seresnet50_224") {
    auto weights = test::fixture_shapes(fixture).weights;
    weights.file = "hub/model.safetensors";
    weights.config_json = config;
    return read_resnet(weights, overrides);
}

std::string remarks(const ResNetSpec& spec) {
    std::string text;
    for (const auto& assumption : spec.assumptions) {
        if (assumption.what == "config.json") text += assumption.value.str() + "\n";
    }
    return text;
}

std::string preprocessing_assumed(const ResNetSpec& spec) {
    for (const auto& assumption : spec.assumptions) {
        if (assumption.what.words.starts_with("preprocessing")) {
            return assumption.what.str() + " = " + assumption.value.str() + " by " +
                   assumption.why.str();
        }
    }
    return {};
}

TEST(HubConfig, GivesPreprocessingAndLabels) {
    const auto spec = detect_with(timm_config().dump());
    EXPECT_EQ(spec.preprocessing.preset, "config.json");
    EXPECT_EQ(spec.preprocessing.size, 112);
    EXPECT_EQ(spec.preprocessing.crop_pct, 1.0);
    EXPECT_EQ(spec.preprocessing.interpolation, Interpolation::bilinear);
    EXPECT_THAT(spec.preprocessing.mean, ElementsAre(0.5F, 0.25F, 0.125F));
    EXPECT_THAT(spec.preprocessing.std, ElementsAre(1.0F, 2.0F, 4.0F));
    ASSERT_EQ(spec.label_names.size(), 10U);
    EXPECT_EQ(spec.label_names[9], "n9");
    ASSERT_EQ(spec.label_descriptions.size(), 10U);
    EXPECT_EQ(spec.label_descriptions[1], "English springer");
    EXPECT_EQ(spec.label_descriptions[2], "n2");  // it has no other name
    EXPECT_EQ(preprocessing_assumed(spec), "");
    EXPECT_EQ(remarks(spec), "");
    for (const auto& assumption : spec.assumptions) EXPECT_NE(assumption.what, "class order");
}

TEST(HubConfig, WithoutPretrainedCfgIsReadAtTheTop) {
    const auto spec = detect_with(timm_config()["pretrained_cfg"].dump());
    EXPECT_EQ(spec.preprocessing.size, 112);
    EXPECT_EQ(spec.preprocessing.preset, "config.json");
}

TEST(HubConfig, TakesWhatItLacksFromThePresetOfItsTagAndSaysSo) {
    auto config = timm_config();
    config["pretrained_cfg"] = {{"tag", "a3_in1k"}, {"crop_pct", 0.9}};
    const auto spec = detect_with(config.dump());
    EXPECT_EQ(spec.preprocessing.preset, "config.json");
    EXPECT_EQ(spec.preprocessing.size, 160);
    EXPECT_EQ(spec.preprocessing.crop_pct, 0.9);
    EXPECT_EQ(spec.preprocessing.interpolation, Interpolation::bicubic);
    EXPECT_THAT(preprocessing_assumed(spec),
                AllOf(HasSubstr("preprocessing (input size, interpolation, mean, std) = timm-a3"),
                      HasSubstr("the tag 'a3_in1k' in config.json")));
}

TEST(HubConfig, ChoosesThePresetByArchitectureAndTag) {
    const auto preset = [](const char* config) { return detect_with(config).preprocessing.preset; };
    EXPECT_EQ(preset(R"({"architecture": "seresnet50.ra2_in1k"})"), "timm-ra2");
    EXPECT_EQ(preset(R"({"architecture": "seresnet50.a3_in1k"})"), "timm-a3");
    EXPECT_EQ(preset(R"({"architecture": "legacy_seresnet50"})"), "legacy");
    EXPECT_EQ(preset(R"({"architecture": "seresnet50", "pretrained_cfg": {"tag": "a2_in1k"}})"),
              "timm-a2");
    EXPECT_EQ(preset(R"({"architecture": "seresnet50", "pretrained_cfg": {"tag": "unheard_of"}})"),
              "timm-a1");
    EXPECT_EQ(preset("{}"), "timm-a1");
}

TEST(HubConfig, IsOverruledByTheFlags) {
    SpecOverrides overrides;
    overrides.size = 224;
    auto spec = detect_with(timm_config().dump(), overrides);
    EXPECT_EQ(spec.preprocessing.size, 224);
    EXPECT_EQ(spec.preprocessing.crop_pct, 1.0);
    EXPECT_EQ(spec.preprocessing.preset, "custom");
    overrides = {};
    overrides.preset = "legacy";
    spec = detect_with(timm_config().dump(), overrides);
    EXPECT_EQ(spec.preprocessing.preset, "legacy");
    EXPECT_EQ(spec.preprocessing.size, 224);
    EXPECT_EQ(spec.label_names.size(), 10U);
}

TEST(HubConfig, OddFieldsAreNotUsedAndRemarkedOn) {
    const std::pair<const char*, json> odd[]{
        {"input_size", json::array({3, 112, 128})},
        {"input_size", json::array({0, 112, 112})},
        {"input_size", json::array({3, 1e9, 1e9})},
        {"input_size", 1e4},
        {"input_size", json::array({3, -1, -1})},
        {"crop_pct", "0.9"},
        {"crop_pct", 0},
        {"crop_pct", 7},
        {"interpolation", "lanczos"},
        {"interpolation", 3},
        {"mean", json::array({0.5, 0.5})},
        {"mean", json::array({0.5, "x", 0.5})},
        {"mean", json::array({1e300, 0.5, 0.5})},
        {"std", json::array({0, 1, 1})},
        {"std", json::object()},
        {"input_size", json::array({3, 18446744073709551615ULL, 18446744073709551615ULL})},
    };
    for (const auto& [name, value] : odd) {
        auto config = timm_config();
        config["pretrained_cfg"][name] = value;
        const auto spec = detect_with(config.dump());
        EXPECT_THAT(remarks(spec), HasSubstr(std::string("not used: ") + name)) << value;
        EXPECT_THAT(preprocessing_assumed(spec), HasSubstr("preprocessing (")) << value;
    }
}

TEST(HubConfig, LabelsOfAnotherHeadAreNotUsed) {
    auto config = timm_config();
    config["label_names"].push_back("an eleventh");
    auto spec = detect_with(config.dump());
    EXPECT_TRUE(spec.label_names.empty());
    EXPECT_TRUE(spec.label_descriptions.empty());
    EXPECT_THAT(remarks(spec), HasSubstr("label_names, which are not 10 names"));
    config = timm_config();
    config["label_names"][3] = 3;
    EXPECT_TRUE(detect_with(config.dump()).label_names.empty());
    config = timm_config();
    config["label_descriptions"] = json::array({"too", "few"});
    spec = detect_with(config.dump());
    EXPECT_EQ(spec.label_names.size(), 10U);
    EXPECT_TRUE(spec.label_descriptions.empty());
}

TEST(HubConfig, ReadsTheLabelsOfTransformersLayout) {
    json config{{"id2label", json::object()}};
    for (int i = 0; i < 10; ++i)
        config["id2label"][std::to_string(i)] = "class " + std::to_string(i);
    EXPECT_EQ(detect_with(config.dump()).label_names[7], "class 7");
    config["id2label"].erase("4");
    EXPECT_TRUE(detect_with(config.dump()).label_names.empty());
}

TEST(HubConfig, ThatIsNoJsonObjectIsRemarkedOnAndLeft) {
    const std::string deep(1'000'000, '[');
    for (const auto& text : {std::string("<html>"), std::string("[1, 2]"), std::string("{\"a\":"),
                             std::string("\xff\xfe{}"), deep}) {
        const auto spec = detect_with(text);
        EXPECT_THAT(remarks(spec), HasSubstr("not used: all of it")) << text.substr(0, 20);
        EXPECT_THAT(preprocessing_assumed(spec), HasSubstr("preprocessing = timm-a1"));
    }
}

TEST(HubConfig, OfOtherProgramsIsUsedWhereItIsAlike) {
    const auto spec = detect_with(R"({"image_size": {"height": 96, "width": 96}, "lr": NaN,
        "image_mean": [127.5, 127.5, 127.5], "image_std": [255, 255, 255],
        "classes": ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"],})");
    EXPECT_EQ(spec.preprocessing.size, 96);
    EXPECT_THAT(spec.preprocessing.mean, ElementsAre(0.5F, 0.5F, 0.5F));
    EXPECT_THAT(spec.preprocessing.std, ElementsAre(1.0F, 1.0F, 1.0F));
    EXPECT_EQ(spec.label_names.size(), 10U);
    EXPECT_EQ(remarks(spec), "");
    EXPECT_EQ(detect_with(R"({"input_size": 160})").preprocessing.size, 160);
    EXPECT_EQ(detect_with(R"({"input_size": [160, 160]})").preprocessing.size, 160);
    json map;
    for (int i = 0; i < 10; ++i) map["class_to_idx"]["c" + std::to_string(i)] = 9 - i;
    EXPECT_EQ(detect_with(map.dump()).label_names[0], "c9");
}

TEST(HubConfig, OfMixedColoursIsNotUsed) {
    auto config = timm_config();
    config["pretrained_cfg"]["mean"] = {123.675, 116.28, 103.53};
    config["pretrained_cfg"]["std"] = {0.229, 0.224, 0.225};
    const auto spec = detect_with(config.dump());
    EXPECT_THAT(remarks(spec), HasSubstr("mean = 123.675 116.28 103.53"));
    EXPECT_THAT(preprocessing_assumed(spec), HasSubstr("preprocessing (mean, std)"));
}

TEST(HubConfig, OfTheTwoTrainedNetworksIsReadInFull) {
    const std::filesystem::path folder =
        std::filesystem::path(SESCOPE_SHARED) / "models/seresnet50_imagenette";
    std::ifstream file(folder / "config.json");
    if (!file) GTEST_SKIP() << "../shared/models is not here";
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto spec = detect_with(text);
    EXPECT_EQ(spec.preprocessing.preset, "config.json");
    EXPECT_EQ(spec.preprocessing.size, 112);
    EXPECT_EQ(spec.label_names.front(), "n01440764");
    EXPECT_EQ(spec.label_descriptions.front(), "tench");
    EXPECT_EQ(remarks(spec), "");
}

}  // namespace
}  // namespace sescope

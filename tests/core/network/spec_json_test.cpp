// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/cost/cost.h"
#include "core/network/network.h"
#include "tests/support/fixture_network.h"

namespace sescope {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// What resnet_from_json says of the text; empty when it takes it.
std::string refusal(const std::string& text) {
    try {
        resnet_from_json(text);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::data);
        EXPECT_FALSE(error.hint().empty());
        return error.message();
    }
    return {};
}

json good() {
    return json::parse(resnet_to_json(build_resnet({})));
}

class SpecJsonFixture : public testing::TestWithParam<std::string> {};

TEST_P(SpecJsonFixture, RoundTripsEveryFixture) {
    const auto spec = read_resnet(test::fixture_shapes(GetParam()).weights);
    const auto text = resnet_to_json(spec);
    const auto again = resnet_from_json(text);
    EXPECT_EQ(resnet_to_json(again), text);
    EXPECT_EQ(again.preprocessing, spec.preprocessing);
    EXPECT_EQ(again.bn_eps, spec.bn_eps);
    EXPECT_EQ(again.gates_per_image(), spec.gates_per_image());
    EXPECT_EQ(again.blocks.size(), spec.blocks.size());
    EXPECT_EQ(again.assumptions.size(), spec.assumptions.size());
    const auto cost = [](const ResNetSpec& s) {
        return cost_of(network_of(s), 224, CostConvention::fvcore).operations();
    };
    EXPECT_EQ(cost(again), cost(spec));
}

INSTANTIATE_TEST_SUITE_P(Gates, SpecJsonFixture, testing::ValuesIn(test::fixture_names()),
                         [](const auto& test) { return test.param; });

TEST(SpecJson, KeepsEveryFieldOfAnUnusualNetwork) {
    BuildOptions options;
    options.architecture = "senet154";
    options.place = SePlace::pre;
    options.squeeze = SqueezeOperator::max;
    options.gate = GateFunction::tanh;
    options.classes = 2;
    options.se_bias = false;
    options.se_linear = true;
    auto spec = build_resnet(options);
    spec.label_names = {"n01", "n02"};
    spec.label_descriptions = {"tench", "\xC3\xA9toile"};
    spec.preprocessing.byte_range = true;
    spec.preprocessing.bgr = true;
    spec.blocks[0].shortcut->average_pool = true;
    spec.blocks[0].shortcut->pool_stride = 2;
    const auto again = resnet_from_json(resnet_to_json(spec));
    const auto& se = *again.blocks[3].se;
    EXPECT_EQ(se.place, SePlace::pre);
    EXPECT_EQ(se.squeeze, SqueezeOperator::max);
    EXPECT_EQ(se.gate, GateFunction::tanh);
    EXPECT_EQ(se.channels, 256);
    EXPECT_EQ(se.hidden, 16);
    EXPECT_EQ(se.fc1, "layer2.0.se.fc.0");
    EXPECT_FALSE(se.bias1);
    EXPECT_TRUE(se.linear);
    EXPECT_EQ(again.label_descriptions, spec.label_descriptions);
    EXPECT_EQ(again.preprocessing, spec.preprocessing);
    EXPECT_TRUE(again.blocks[0].shortcut->average_pool);
    EXPECT_EQ(again.blocks[0].shortcut->pool_stride, 2);
    EXPECT_TRUE(again.stem.pool.ceil_mode);
    EXPECT_EQ(resnet_to_json(again), resnet_to_json(spec));
}

TEST(SpecJson, RefusesWhatIsNoNetwork) {
    for (const auto* text : {"", "null", "[]", "{", "3", "\"x\"", "{}", "\xff\xfe"}) {
        EXPECT_THAT(refusal(text), HasSubstr("description of the network is damaged")) << text;
    }
}

TEST(SpecJson, RefusesDeepNestingWithoutRecursion) {
    const std::string deep(1'000'000, '[');
    EXPECT_THAT(refusal(deep), HasSubstr("damaged"));
    std::string closed = R"({"architecture":)" + std::string(40, '[') + std::string(40, ']') + "}";
    EXPECT_THAT(refusal(closed), HasSubstr("damaged"));
}

TEST(SpecJson, NamesTheFieldThatIsOutOfBounds) {
    const std::pair<const char*, json> bad[]{
        {"/blocks/3/convs/1/out", 2147483648LL},
        {"/blocks/3/convs/1/out", 18446744073709551615ULL},
        {"/blocks/3/convs/1/in", -1},
        {"/blocks/3/convs/1/kernel", 0},
        {"/blocks/3/convs/1/stride", 0},
        {"/blocks/3/convs/1/groups", 0},
        {"/blocks/3/convs/1/groups", 7},
        {"/blocks/3/convs/1/padding", 1.5},
        {"/blocks/3/convs/1/bias", 1},
        {"/blocks/3/convs/1/norm", nullptr},
        {"/blocks/3/stage", 6},
        {"/blocks/3/index", 0},
        {"/blocks/3/se/channels", 511},
        {"/blocks/3/se/hidden", 0},
        {"/blocks/3/se/gate", "softmax"},
        {"/blocks/3/se", json::array()},
        {"/blocks/3/shortcut/conv", "none"},
        {"/head/in", 5},
        {"/head/classes", 0},
        {"/bn_eps", 0},
        {"/bn_eps", "1e-5"},
        {"/preprocessing/size", 1'000'000'000},
        {"/preprocessing/std", json::array({0, 1, 1})},
        {"/preprocessing/mean", json::array({0, 1})},
        {"/preprocessing/interpolation", "nearest"},
        {"/stem/pool/padding", 31},
        {"/label_names", json::array({"only one"})},
        {"/label_names", json::array({1, 2})},
        {"/architecture", json::object()},
    };
    for (const auto& [pointer, value] : bad) {
        auto spec = good();
        const json::json_pointer at(pointer);
        spec[at] = value;
        const auto message = refusal(spec.dump());
        EXPECT_THAT(message, HasSubstr("'")) << pointer << " = " << value;
        EXPECT_THAT(message, HasSubstr(std::string(at.back()))) << pointer << " = " << value;
    }
}

TEST(SpecJson, RefusesLayersThatDoNotFitEachOther) {
    auto spec = good();
    spec["/blocks/1/convs/0/in"_json_pointer] = 128;
    EXPECT_THAT(refusal(spec.dump()), HasSubstr("'blocks[1].convs[0].in' should be 256"));
    spec = good();
    spec["blocks"][0].erase("shortcut");
    EXPECT_THAT(refusal(spec.dump()), HasSubstr("'blocks[0].shortcut' is missing"));
    spec = good();
    spec["blocks"][1]["index"] = 1;
    EXPECT_THAT(refusal(spec.dump()), HasSubstr("'blocks[1].index' is not behind the last"));
    spec = good();
    spec["blocks"] = json::array();
    EXPECT_THAT(refusal(spec.dump()), HasSubstr("'blocks' should be a list"));
}

TEST(SpecJson, WritesNamesThatAreNoUtf8) {
    auto spec = build_resnet({});
    spec.architecture = "bad \xff name";
    EXPECT_EQ(resnet_from_json(resnet_to_json(spec)).architecture, "bad \xEF\xBF\xBD name");
}

}  // namespace
}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
// What whole modules and TorchScript archives state is not assumed, and what they state that this
// family does not compute is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/network/network.h"
#include "tests/core/network/state_dict_builder.h"

namespace sescope {
namespace {

using testing::HasSubstr;
using Numbers = std::vector<std::int64_t>;

/// Attributes as torch would give them to every layer of a SE-ResNet-50, strides in conv1.
StateDict stating_network() {
    StateDict weights = test::fixture_shapes("seresnet50").weights;
    SpecOverrides conv1;
    conv1.stride_in = 1;
    const auto spec = read_resnet(weights, conv1);
    auto& modules = weights.module_attributes;
    const auto add = [&](const ConvUnit& unit) {
        modules[unit.conv] = {"torch.nn.modules.conv.Conv2d",
                              {{"stride", Numbers{unit.stride, unit.stride}},
                               {"padding", Numbers{unit.padding, unit.padding}},
                               {"dilation", Numbers{1, 1}},
                               {"padding_mode", std::string("zeros")}},
                              {}};
        modules[unit.norm] = {"torch.nn.modules.batchnorm.BatchNorm2d", {{"eps", 1e-3}}, {}};
    };
    for (const auto& unit : spec.stem.convs) add(unit);
    modules["maxpool"] = {"torch.nn.modules.pooling.MaxPool2d",
                          {{"kernel_size", std::int64_t{3}},
                           {"stride", std::int64_t{2}},
                           {"padding", std::int64_t{0}},
                           {"ceil_mode", true}},
                          {}};
    for (const auto& block : spec.blocks) {
        for (const auto& unit : block.convs) add(unit);
        if (block.shortcut) add(block.shortcut->conv);
        modules[block.prefix + ".se.gate"] = {"torch.nn.modules.activation.Hardsigmoid", {}, {}};
        modules[block.prefix + ".se.act"] = {"torch.nn.modules.activation.ReLU", {}, {}};
        modules[block.prefix + ".act3"] = {"torch.nn.modules.activation.ReLU", {}, {}};
    }
    return weights;
}

std::string refusal(const StateDict& weights) {
    try {
        read_resnet(weights);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::model);
        EXPECT_THAT(error.hint(), HasSubstr(".pt2"));
        return error.what();
    }
    return {};
}

TEST(StatedConventions, AreTakenAndNotListedAsAssumed) {
    const auto spec = read_resnet(stating_network());
    EXPECT_EQ(spec.bn_eps, 1e-3);
    EXPECT_EQ(spec.blocks[3].convs[0].stride, 2);
    EXPECT_EQ(spec.blocks[3].convs[1].stride, 1);
    EXPECT_EQ(spec.stem.pool, (MaxPoolSpec{3, 2, 0, true}));
    EXPECT_EQ(spec.blocks[0].se->gate, GateFunction::hard_sigmoid);
    for (const auto& one : spec.assumptions) {
        EXPECT_TRUE(one.what == "place of the SE unit" || one.what == "preprocessing" ||
                    one.what == "class order")
            << one.what;
    }
}

TEST(StatedConventions, GiveWayToWhatAPersonSays) {
    SpecOverrides said;
    said.bn_eps = 1e-5;
    said.gate = GateFunction::sigmoid;
    const auto spec = read_resnet(stating_network(), said);
    EXPECT_EQ(spec.bn_eps, 1e-5);
    EXPECT_EQ(spec.blocks[0].se->gate, GateFunction::sigmoid);
    EXPECT_EQ(spec.blocks[3].convs[0].stride, 2);
}

TEST(StatedConventions, PoolsAreReadOrRefused) {
    auto weights = stating_network();
    weights.module_attributes["maxpool"] = {"torch.nn.modules.linear.Identity", {}, {}};
    EXPECT_EQ(read_resnet(weights).stem.pool, (MaxPoolSpec{1, 1, 0, false}));
    weights = stating_network();
    weights.module_attributes["maxpool"].values["padding"] = std::int64_t{1};
    EXPECT_THAT(refusal(weights), HasSubstr("'maxpool' pools in another way than 3x3/2"));
    weights.module_attributes["maxpool"].values["ceil_mode"] = false;
    EXPECT_EQ(read_resnet(weights).stem.pool, MaxPoolSpec{});
}

TEST(StatedConventions, GateIsReadFromWhatTorchScriptCalls) {
    auto weights = stating_network();
    for (auto& [path, module] : weights.module_attributes) {
        if (!path.ends_with(".se.gate")) continue;
        module = {"lib.Gate", {}, {"tanh"}};
    }
    EXPECT_EQ(read_resnet(weights).blocks[0].se->gate, GateFunction::tanh);
}

TEST(StatedConventions, OfOtherNetworksAreRefused) {
    const auto stating = [](const std::string& path, const char* name, StatedValue value) {
        auto weights = stating_network();
        weights.module_attributes.at(path).values[name] = std::move(value);
        return refusal(weights);
    };
    EXPECT_THAT(stating("layer4.0.conv2", "dilation", Numbers{2, 2}),
                HasSubstr("'layer4.0.conv2' is dilated"));
    EXPECT_THAT(stating("layer1.0.conv2", "padding", Numbers{0, 0}),
                HasSubstr("another padding than 1"));
    EXPECT_THAT(stating("conv1", "padding_mode", std::string("reflect")),
                HasSubstr("pads by 'reflect'"));
    EXPECT_THAT(stating("layer1.1.conv1", "stride", Numbers{2, 2}), HasSubstr("has a stride"));
    EXPECT_THAT(stating("layer2.0.downsample.0", "stride", Numbers{1, 1}),
                HasSubstr("takes steps of 1, and its block of 2"));
    EXPECT_THAT(stating("layer2.0.bn2", "eps", 1e-5),
                HasSubstr("has the epsilon 1e-05, and others 0.001"));
    EXPECT_THAT(stating("conv1", "stride", Numbers{2, 1}), HasSubstr("not square"));
    auto swish = stating_network();
    swish.module_attributes["layer1.0.act3"].type = "torch.nn.modules.activation.SiLU";
    EXPECT_THAT(refusal(swish), HasSubstr("'layer1.0.act3' is silu"));
    auto inner = stating_network();
    inner.module_attributes["layer1.0.se.act"].type = "torch.nn.modules.activation.SiLU";
    EXPECT_THAT(refusal(inner), HasSubstr("other functions than ReLU and its gate"));
}

TEST(StatedConventions, TrainingFactsPrepareImages) {
    auto weights = test::fixture_shapes("seresnet50_224").weights;
    weights.training.arguments = {{"img_size", std::int64_t{160}},
                                  {"mean", std::vector<double>{0.5, 0.5, 0.5}},
                                  {"std", std::vector<double>{0.25, 0.25, 0.25}},
                                  {"crop_pct", 7.0}};
    for (int row = 0; row < read_resnet(weights).head.classes; ++row) {
        weights.training.class_names.push_back("class " + std::to_string(row));
    }
    const auto spec = read_resnet(weights);
    EXPECT_EQ(spec.preprocessing.size, 160);
    EXPECT_EQ(spec.preprocessing.mean, (std::array{0.5F, 0.5F, 0.5F}));
    EXPECT_NE(spec.preprocessing.crop_pct, 7.0);
    EXPECT_EQ(spec.label_names.at(1), "class 1");
    weights.training.arguments["mean"] = std::vector<double>{0, 0, 0};
    weights.training.arguments["std"] = std::vector<double>{1, 1, 1};
    EXPECT_EQ(read_resnet(weights).preprocessing.mean, (std::array{0.485F, 0.456F, 0.406F}));
    weights.training.class_names.pop_back();
    EXPECT_TRUE(read_resnet(weights).label_names.empty());
}

}  // namespace
}  // namespace sescope

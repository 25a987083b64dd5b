// SPDX-License-Identifier: GPL-3.0-or-later
// Checkpoints as people have them (tests/golden/cases): what is found in them, and what is said of
// those that cannot be read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"

namespace sescope {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

std::filesystem::path case_file(const std::string& name) {
    return std::filesystem::path(SESCOPE_GOLDEN) / "cases" / name;
}
StateDict open(const std::string& name, std::string_view weights = {}) {
    return open_checkpoint(case_file(name), weights);
}
std::string said(const std::string& name) {
    try {
        open(name);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::model);
        return error.what();
    }
    return "nothing";
}

TEST(Cases, MmengineKeepsAveragesInStateDict) {
    const auto averaged = open("02-mmengine-ema/epoch_1.pth");
    const auto raw = open("02-mmengine-ema/epoch_1.pth", "ema_state_dict");
    EXPECT_EQ(averaged.wrapper, "state_dict");
    EXPECT_EQ(averaged.weight_sets.size(), 2U);
    EXPECT_NE(to_float32(averaged.at("backbone.conv1.weight")),
              to_float32(raw.at("backbone.conv1.weight")));
    EXPECT_THAT(averaged.training.class_names, ElementsAre("ant", "bee", "cat"));
}

TEST(Cases, SameNetworkInEveryWrapping) {
    // All of them hold the 112 tensors of one architecture.
    for (const char* name :
         {"06-model_state_dict-and-loss/checkpoint.pth", "07-tuple/checkpoint", "08-thop/model.pth",
          "09-lightning-criterion/last.ckpt", "13-prune-masks/model.pth", "43-formats/p1.pth",
          "43-formats/p5.pth", "43-formats/old.pth", "47-objects/dp.pth", "47-objects/export.pkl",
          "47-objects/normalised.pth", "47-objects/ns.pth", "47-objects/seq.pth",
          "47-objects/wrap.pth", "48-3d-and-others/robust.pt", "48-3d-and-others/f8.pth"}) {
        const auto opened = open(name);
        EXPECT_EQ(opened.size(), 112U) << name;
        EXPECT_TRUE(opened.contains("layer4.0.se.fc.2.weight")) << name;
        EXPECT_TRUE(opened.contains("fc.weight")) << name;
    }
}

TEST(Cases, WhatIsLeftOutIsListed) {
    EXPECT_THAT(open("06-model_state_dict-and-loss/checkpoint.pth").left_out, ElementsAre("loss"));
    EXPECT_THAT(open("08-thop/model.pth").left_out, Contains(HasSubstr("150 counters of thop")));
    EXPECT_THAT(open("09-lightning-criterion/last.ckpt").left_out, ElementsAre("criterion.weight"));
    EXPECT_THAT(open("13-prune-masks/model.pth").left_out,
                Contains(HasSubstr("multiplied into 17 weights")));
    EXPECT_THAT(open("14-moco-and-backbone-prefix/lightly.ckpt").left_out,
                ElementsAre("projection_head.layers.0.weight"));
    EXPECT_THAT(open("48-3d-and-others/robust.pt").left_out,
                ElementsAre(HasSubstr("module.attacker.*"), "module.normalizer.* (2 tensors)"));
}

TEST(Cases, QueryEncoderIsTakenAndTheKeyEncoderNamed) {
    const auto moco = open("14-moco-and-backbone-prefix/moco.pth");
    EXPECT_EQ(moco.stripped_prefix, "module.encoder_q.");
    ASSERT_EQ(moco.weight_sets.size(), 2U);
    EXPECT_EQ(moco.weight_sets[1].name, "state_dict.module.encoder_k");
    const auto keys = open("14-moco-and-backbone-prefix/moco.pth", "encoder_k");
    EXPECT_EQ(keys.stripped_prefix, "module.encoder_k.");
    ASSERT_EQ(keys.weight_sets.size(), 2U);
    EXPECT_TRUE(keys.weight_sets[1].taken);
    EXPECT_EQ(keys.weight_sets[1].why, "asked for by its name");
    EXPECT_EQ(moco.training.architecture, "se_resnet50");
}

TEST(Cases, MasksAreApplied) {
    const auto opened = open("13-prune-masks/model.pth");
    const auto values = to_float32(opened.at("layer1.0.conv2.weight"));
    EXPECT_GT(std::ranges::count(values, 0.0F), 0);
    EXPECT_FALSE(opened.contains("layer1.0.conv2.weight_orig"));
}

TEST(Cases, ModulesStateHowTheyCompute) {
    for (const char* name : {"whole.pth", "traced.pt"}) {
        const auto opened = open(std::string("18-whole-module-conventions/") + name);
        const auto& modules = opened.module_attributes;
        const auto& conv = modules.at("layer2.0.conv1");
        EXPECT_EQ(conv.type, "torch.nn.modules.conv.Conv2d") << name;
        EXPECT_EQ(conv.values.at("stride"), StatedValue(std::vector<std::int64_t>{2, 2})) << name;
        EXPECT_EQ(modules.at("bn1").values.at("eps"), StatedValue(1e-3)) << name;
        EXPECT_EQ(modules.at("maxpool").values.at("ceil_mode"), StatedValue(true)) << name;
        EXPECT_EQ(modules.at("maxpool").type, "torch.nn.modules.pooling.MaxPool2d") << name;
    }
    const auto traced = open("18-whole-module-conventions/traced.pt");
    EXPECT_THAT(traced.module_attributes.at("layer1.0.se.gate").calls, ElementsAre("sigmoid"));
    EXPECT_EQ(open("04-cifar-stem/whole_module.pth").module_attributes.at("maxpool").type,
              "torch.nn.modules.linear.Identity");
}

// torch.jit.script writes a class's constants, where torch.jit.trace writes literals.
TEST(Cases, ScriptedModulesStateTheirConstants) {
    const auto opened =
        open_checkpoint(std::filesystem::path(SESCOPE_GOLDEN) / "containers/torchscript.pt");
    const auto& conv = opened.module_attributes.at("conv1");
    EXPECT_EQ(conv.type, "torch.nn.modules.conv.Conv2d");
    EXPECT_EQ(conv.values.at("padding"), StatedValue(std::vector<std::int64_t>{0, 0}));
    EXPECT_EQ(conv.values.at("padding_mode"), StatedValue(std::string("zeros")));
    EXPECT_EQ(opened.module_attributes.at("bn1").values.at("eps"), StatedValue(1e-5));
    EXPECT_THAT(opened.module_attributes.at("").calls, ElementsAre("mean", "relu"));
}

TEST(Cases, NormalisationInsideTheModelIsKept) {
    const auto& stated = open("47-objects/normalised.pth").training.arguments;
    const auto* mean = std::get_if<std::vector<double>>(&stated.at("mean"));
    ASSERT_NE(mean, nullptr);
    EXPECT_EQ(mean->size(), 3U);
    EXPECT_EQ(stated.count("std"), 1U);
}

TEST(Cases, WhatCannotBeReadIsSaidTruly) {
    EXPECT_THAT(said("43-formats/p0.pth"), HasSubstr("pickle's protocol 0"));
    EXPECT_THAT(said("48-3d-and-others/complex.pth"), HasSubstr("ComplexFloatStorage"));
    EXPECT_THAT(said("48-3d-and-others/int8.pth"),
                HasSubstr("tensor fc.weight is quantised, and a quantised network is not read"));
    EXPECT_THAT(said("48-3d-and-others/meta.pth"),
                HasSubstr("tensor conv1.weight has no values: it was saved from the device"));
    EXPECT_THAT(said("48-3d-and-others/sparse.pth"), HasSubstr("tensor conv1.weight is sparse"));
    EXPECT_THAT(said("48-3d-and-others/model.pdparams"), HasSubstr("a pickle of NumPy arrays"));
    EXPECT_THAT(said("48-3d-and-others/net.params"), HasSubstr("parameter file of MXNet"));
    EXPECT_THAT(said("48-3d-and-others/SE-ResNet-50.caffemodel"), HasSubstr("a model of Caffe"));
    EXPECT_THAT(said("48-3d-and-others/weights.npz"), HasSubstr("a NumPy archive"));
}

}  // namespace
}  // namespace sescope

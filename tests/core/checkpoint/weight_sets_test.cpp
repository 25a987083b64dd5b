// SPDX-License-Identifier: GPL-3.0-or-later
// Which of several sets of weights is taken, and what stands beside it.
#include <gmock/gmock.h>

#include "core/base/error.h"
#include "tests/core/checkpoint/scratch_folder.h"
#include "tests/core/checkpoint/torch_bytes.h"

namespace sescope {
namespace {

using namespace made;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string kernel() {
    return tensor(storage("0", 2), 0, {2, 1, 1, 1}, {1, 1, 1, 1});
}
std::string matrix() {
    return tensor(storage("0", 2), 0, {2, 1}, {1, 1});
}

/// A network of two convolutions under a prefix.
Entries network(const std::string& prefix) {
    return {{prefix + "conv1.weight", kernel()},
            {prefix + "bn1.weight", two_floats()},
            {prefix + "layer1.0.conv1.weight", kernel()}};
}
Entries operator+(Entries first, const Entries& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

class WeightSetsTest : public ScratchFolder {
  protected:
    StateDict open(const std::string& value, std::string_view weights = {}) const {
        return open_checkpoint(write("file.pth", torch_zip(value)), weights);
    }
    std::string said(const std::string& value, std::string_view weights = {}) const {
        try {
            open(value, weights);
        } catch (const Error& error) {
            kind_ = error.kind();
            return error.what();
        }
        return {};
    }
    static std::vector<std::string> names(const StateDict& tensors) {
        std::vector<std::string> all;
        for (const auto& tensor : tensors.tensors()) all.push_back(tensor.name);
        return all;
    }
    static std::string taken(const StateDict& tensors) {
        for (const auto& set : tensors.weight_sets) {
            if (set.taken) return set.name;
        }
        return "none";
    }
    mutable ErrorKind kind_ = ErrorKind::internal;
};

constexpr auto kNames = [] {
    return ElementsAre("conv1.weight", "bn1.weight", "layer1.0.conv1.weight");
};

TEST_F(WeightSetsTest, AveragedWeightsComeFirstButInFilesOfMmengine) {
    const Entries both{{"state_dict", dict(network(""))},
                       {"ema_state_dict", dict(network("module."))}};
    EXPECT_EQ(taken(open(dict(both))), "ema_state_dict");
    EXPECT_EQ(taken(open(dict(both + Entries{{"message_hub", dict({})}}))), "state_dict");
    EXPECT_EQ(
        taken(open(dict(both + Entries{{"meta", dict({{"mmengine_version", text("0.10")}})}}))),
        "state_dict");
    const auto raw = open(dict(both), "state_dict");
    EXPECT_EQ(taken(raw), "state_dict");
    ASSERT_EQ(raw.weight_sets.size(), 2U);
    EXPECT_EQ(raw.weight_sets[1].name, "ema_state_dict");
}

TEST_F(WeightSetsTest, OtherSpellingsOfAveragesComeFirst) {
    for (const char* name : {"params_ema", "swa_model", "EMA", "model_averaged"}) {
        EXPECT_EQ(taken(open(dict({{"params", dict(network(""))}, {name, dict(network(""))}}))),
                  name);
    }
}

TEST_F(WeightSetsTest, TwoOfTheSameClaimAreAskedFor) {
    const auto two = dict({{"generator", dict(network(""))}, {"discriminator", dict(network(""))}});
    EXPECT_THAT(said(two), AllOf(HasSubstr("several sets of weights: generator, discriminator"),
                                 HasSubstr("--weights")));
    EXPECT_EQ(kind_, ErrorKind::model);
    EXPECT_EQ(taken(open(two, "discriminator")), "discriminator");
    EXPECT_THAT(said(two, "critic"), AllOf(HasSubstr("named critic"), HasSubstr("generator")));
    EXPECT_EQ(kind_, ErrorKind::usage);
}

TEST_F(WeightSetsTest, LooseTensorsBesideANetworkAreLeftOut) {
    const auto opened = open(dict({{"loss", tensor(storage("0", 2), 0, {}, {})},
                                   {"model_state_dict", dict(network(""))},
                                   {"optimizer_state_dict", dict({{"0", kernel()}})}}));
    EXPECT_EQ(opened.wrapper, "model_state_dict");
    EXPECT_THAT(names(opened), kNames());
    EXPECT_THAT(opened.left_out, ElementsAre("loss"));
}

TEST_F(WeightSetsTest, TuplesAndListsAreLookedThrough) {
    const auto pair = tuple({dict(network("")), dict({{"state", dict({})}})});
    EXPECT_THAT(names(open(pair)), kNames());
    EXPECT_EQ(open(pair).wrapper, "0");
    EXPECT_THAT(said(tuple({dict(network("")), dict(network(""))})),
                HasSubstr("several sets of weights: 0, 1"));
}

TEST_F(WeightSetsTest, ObjectsAreLookedThrough) {
    const auto module = instance(
        global("my", "Net"), {{"_modules", dict({})}, {"_parameters", dict({{"w", kernel()}})}});
    EXPECT_EQ(open(instance(global("fastai.learner", "Learner"), {{"model", module}, {"opt", "N"}}))
                  .wrapper,
              "model");
    EXPECT_THAT(names(open(instance(global("types", "SimpleNamespace"),
                                    {{"state_dict", dict(network(""))}}))),
                kNames());
}

TEST_F(WeightSetsTest, WhatStandsBesideTheOnlyNetworkIsLeftOut) {
    const auto opened = open(dict(network("model.") + Entries{{"criterion.weight", two_floats()},
                                                              {"normalizer.mean", two_floats()},
                                                              {"normalizer.std", two_floats()}}));
    EXPECT_THAT(names(opened), kNames());
    EXPECT_EQ(opened.stripped_prefix, "model.");
    EXPECT_THAT(opened.left_out, ElementsAre("criterion.weight", "normalizer.* (2 tensors)"));
}

TEST_F(WeightSetsTest, ClassifierBesideTheBackboneIsKept) {
    EXPECT_THAT(
        names(open(dict(network("backbone.") + Entries{{"classifier.weight", matrix()},
                                                       {"projection_head.weight", matrix()}}))),
        ElementsAre("conv1.weight", "bn1.weight", "layer1.0.conv1.weight", "classifier.weight"));
}

TEST_F(WeightSetsTest, SequentialsAndWrappersOfAnyNameAreEntered) {
    EXPECT_EQ(open(dict(network("0."))).stripped_prefix, "0.");
    EXPECT_EQ(open(dict(network("my_resnet."))).stripped_prefix, "my_resnet.");
    EXPECT_EQ(open(dict(network("module.net._orig_mod.") + Entries{{"module.loss.w", matrix()}}))
                  .stripped_prefix,
              "module.net.");
}

TEST_F(WeightSetsTest, PartsOfANetworkAreNoWrappers) {
    const Entries features{{"features.conv0.weight", kernel()},
                           {"features.block1.conv.weight", kernel()},
                           {"classifier.weight", matrix()}};
    EXPECT_EQ(open(dict(features)).stripped_prefix, "");
    EXPECT_EQ(open(dict(network(""))).stripped_prefix, "");
    EXPECT_EQ(open(dict({{"0.weight", kernel()}, {"3.weight", kernel()}})).stripped_prefix, "");
}

TEST_F(WeightSetsTest, CompiledModulesAnywhereGetTheirNamesBack) {
    EXPECT_THAT(names(open(dict({{"conv1._orig_mod.weight", kernel()},
                                 {"layer1._orig_mod.0.conv1.weight", kernel()},
                                 {"my_orig_mod.weight", two_floats()}}))),
                ElementsAre("conv1.weight", "layer1.0.conv1.weight", "my_orig_mod.weight"));
}

TEST_F(WeightSetsTest, QueryEncoderOfMocoIsTaken) {
    const auto moco =
        dict({{"state_dict", dict(network("module.encoder_q.") + network("module.encoder_k.") +
                                  Entries{{"module.queue", matrix()}})}});
    const auto opened = open(moco);
    // The two are the same tensors here: one network by two names.
    EXPECT_EQ(opened.stripped_prefix, "module.encoder_q.");
    EXPECT_THAT(names(opened), kNames());
}

/// A second network whose tensors are others.
Entries other_network(const std::string& prefix) {
    const auto second = [](const std::vector<std::int64_t>& shape) {
        return tensor(storage("0", 2), 1, shape, std::vector<std::int64_t>(shape.size(), 1));
    };
    return {{prefix + "conv1.weight", second({1, 1, 1, 1})},
            {prefix + "bn1.weight", second({1})},
            {prefix + "layer1.0.conv1.weight", second({1, 1, 1, 1})}};
}

TEST_F(WeightSetsTest, StudentAndTeacherAreAskedFor) {
    const auto two = dict(network("student.backbone.") + other_network("teacher.backbone."));
    EXPECT_THAT(said(two), HasSubstr("several sets of weights: student, teacher"));
    EXPECT_EQ(open(two, "teacher").stripped_prefix, "teacher.backbone.");
    EXPECT_EQ(open(two, "teacher").at("conv1.weight").shape.front(), 1);
    EXPECT_THAT(said(two, "pupil"), HasSubstr("named pupil"));
}

TEST_F(WeightSetsTest, FollowersComeLast) {
    const auto q = open(dict(network("encoder_q.") + other_network("encoder_k.")));
    EXPECT_EQ(taken(q), "encoder_q");
    ASSERT_EQ(q.weight_sets.size(), 2U);
    EXPECT_EQ(q.weight_sets[1].name, "encoder_k");
    EXPECT_EQ(taken(open(dict(other_network("backbone_momentum.") + network("backbone.")))),
              "backbone");
    EXPECT_EQ(taken(open(dict(network("model.") + other_network("model_ema.")))), "model_ema");
}

TEST_F(WeightSetsTest, NamedPrefixIsFoundAtAnyDepth) {
    const auto two = dict(network("model.") + other_network("attacker.model."));
    EXPECT_EQ(open(two).stripped_prefix, "model.");
    EXPECT_EQ(open(two, "attacker.model").stripped_prefix, "attacker.model.");
}

TEST_F(WeightSetsTest, CountersOfThopAreLeftOut) {
    const auto counter = tensor(storage("0", 2), 0, {1}, {1});
    const auto opened = open(dict(network("") + Entries{{"total_ops", counter},
                                                        {"conv1.total_params", counter},
                                                        {"relu.total_ops", counter}}));
    EXPECT_THAT(names(opened), kNames());
    EXPECT_THAT(opened.left_out, ElementsAre(HasSubstr("3 counters of thop")));
}

TEST_F(WeightSetsTest, MasksAreMultipliedIn) {
    // 1, 2 under the mask of their own values less one.
    const auto zero_one = tensor(storage("1", 2), 0, {2}, {1});
    const auto opened = open_checkpoint(
        write("masked.pth", zip({{"m/data.pkl", pickle(dict({{"w_orig", two_floats()},
                                                             {"w_mask", zero_one},
                                                             {"v_orig", two_floats()}}))},
                                 {"m/data/0", two_float_bytes()},
                                 {"m/data/1", number(0, 4) + number(0x3f800000, 4)}})));
    EXPECT_THAT(names(opened), ElementsAre("w", "v_orig"));
    EXPECT_THAT(to_float32(opened.at("w")), ElementsAre(0.0F, 2.0F));
}

TEST_F(WeightSetsTest, WeightsStoredAsFormulasAreRefused) {
    EXPECT_THAT(said(dict(network("") +
                          Entries{{"layer2.weight_g", matrix()}, {"layer2.weight_v", matrix()}})),
                HasSubstr("weight normalisation"));
    EXPECT_THAT(said(dict(network("") + Entries{{"layer2.weight_orig", matrix()},
                                                {"layer2.weight_u", matrix()}})),
                HasSubstr("spectral normalisation"));
    EXPECT_THAT(
        said(dict(network("") + Entries{{"layer2.parametrizations.weight.original0", matrix()}})),
        HasSubstr("parametrize"));
    // Gates need no classifier, nor its weight normalisation.
    EXPECT_EQ(
        said(dict(network("") + Entries{{"fc.weight_g", matrix()}, {"fc.weight_v", matrix()}})),
        "");
    // In a part that is left out they do no harm.
    EXPECT_THAT(names(open(dict(network("model.") + Entries{{"proj.weight_g", matrix()},
                                                            {"proj.weight_v", matrix()}}))),
                kNames());
}

TEST_F(WeightSetsTest, CopiesOfMmcvAreLeftOutAndThoseOfLightningNamed) {
    const auto mmcv = open(dict(
        network("") + Entries{{"ema_conv1_weight", kernel()}, {"ema_bn1_weight", two_floats()}}));
    EXPECT_THAT(names(mmcv), kNames());
    EXPECT_THAT(mmcv.left_out, ElementsAre(HasSubstr("2 buffers of mmcv")));
    const auto scalar = tensor(storage("0", 2), 0, {}, {});
    const auto one = tensor(storage("0", 2), 1, {2, 1, 1, 1}, {0, 0, 0, 0});
    const auto lightning = open(dict(network("model.") + Entries{{"model_ema.decay", scalar},
                                                                 {"model_ema.num_updates", scalar},
                                                                 {"model_ema.conv1weight", one}}));
    EXPECT_EQ(taken(lightning), "model_ema");
    EXPECT_THAT(names(lightning), kNames());
    EXPECT_THAT(to_float32(lightning.at("conv1.weight")), ElementsAre(2.0F, 2.0F));
    EXPECT_THAT(to_float32(lightning.at("layer1.0.conv1.weight")), ElementsAre(1.0F, 2.0F));
}

TEST_F(WeightSetsTest, FactsOfTheTrainingAreKept) {
    const auto opened = open(
        dict({{"state_dict", dict(network(""))},
              {"arch", text("seresnet50")},
              {"args", instance(global("argparse", "Namespace"),
                                {{"img_size", integer(160)},
                                 {"lr", "G" + std::string("\x3f\xb9\x99\x99\x99\x99\x99\x9a", 8)},
                                 {"hooks", dict({})}})},
              {"class_to_idx", dict({{"cat", integer(1)}, {"ant", integer(0)}})}}));
    EXPECT_EQ(opened.training.architecture, "seresnet50");
    EXPECT_EQ(opened.training.arguments.at("img_size"), StatedValue(std::int64_t{160}));
    EXPECT_EQ(opened.training.arguments.at("lr"), StatedValue(0.1));
    EXPECT_EQ(opened.training.arguments.count("hooks"), 0U);
    EXPECT_THAT(opened.training.class_names, ElementsAre("ant", "cat"));
}

}  // namespace
}  // namespace sescope

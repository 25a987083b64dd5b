// SPDX-License-Identifier: GPL-3.0-or-later
// Which tensors of a pickle are taken as the weights: wrappers, prefixes, modules, and pickles that
// share or contain themselves.
#include <gmock/gmock.h>

#include <functional>

#include "tests/core/checkpoint/scratch_folder.h"
#include "tests/core/checkpoint/torch_bytes.h"

namespace sescope {
namespace {

using namespace made;
using testing::ElementsAre;
using testing::HasSubstr;

class WeightSearchTest : public ScratchFolder {
  protected:
    StateDict open(const std::string& value) const {
        return open_checkpoint(write("file.pth", torch_zip(value)));
    }
    std::string said(const std::string& value) const { return refusal_of(torch_zip(value)); }
    static std::vector<std::string> names(const StateDict& tensors) {
        std::vector<std::string> all;
        for (const auto& tensor : tensors.tensors()) all.push_back(tensor.name);
        return all;
    }
};

std::string weights(const std::string& name) {
    return dict({{name, two_floats()}});
}

TEST_F(WeightSearchTest, WrappersAreTriedInTheirOrder) {
    Entries entries{{"net", weights("net.w")},      {"model", weights("m.w")},
                    {"state_dict", weights("s.w")}, {"ema_state_dict", weights("e.w")},
                    {"model_ema", weights("a.w")},  {"state_dict_ema", weights("t.w")}};
    for (const char* expected :
         {"state_dict_ema", "model_ema", "ema_state_dict", "state_dict", "model", "net"}) {
        EXPECT_EQ(open(dict(entries)).wrapper, expected);
        entries.pop_back();
    }
}

TEST_F(WeightSearchTest, WrapperWithoutWeightsIsPassedOver) {
    const auto opened = open(dict({{"model_ema", "N"},
                                   {"state_dict_ema", dict({{"decay", integer(1)}})},
                                   {"model", text("seresnet50")},
                                   {"state_dict", weights("w")}}));
    EXPECT_EQ(opened.wrapper, "state_dict");
    EXPECT_THAT(names(opened), ElementsAre("w"));
}

TEST_F(WeightSearchTest, WrappersInsideWrappersAreFollowed) {
    const auto opened = open(dict({{"model", dict({{"state_dict", weights("w")}})}}));
    EXPECT_EQ(opened.wrapper, "model.state_dict");
}

TEST_F(WeightSearchTest, OnlyEntryWithWeightsIsTakenWhateverItsName) {
    EXPECT_EQ(open(dict({{"epoch", integer(3)}, {"params", weights("w")}})).wrapper, "params");
    EXPECT_THAT(said(dict({{"first", weights("w")}, {"second", weights("w")}})),
                HasSubstr("holds several sets of weights: first, second"));
}

TEST_F(WeightSearchTest, PrefixesAreStrippedAlsoWhenRepeated) {
    const auto opened = open(dict(
        {{"module._orig_mod.model.a", two_floats()}, {"module._orig_mod.model.b", two_floats()}}));
    EXPECT_THAT(names(opened), ElementsAre("a", "b"));
    EXPECT_EQ(opened.stripped_prefix, "module._orig_mod.model.");
}

TEST_F(WeightSearchTest, PrefixOfSomeNamesOnlyStays) {
    const auto opened = open(dict({{"module.a", two_floats()}, {"b", two_floats()}}));
    EXPECT_THAT(names(opened), ElementsAre("module.a", "b"));
    EXPECT_EQ(opened.stripped_prefix, "");
}

TEST_F(WeightSearchTest, CounterOfAnAveragedModelGoesWithItsPrefix) {
    const auto counter = tensor(storage("0", 2), 0, {}, {});
    const auto opened =
        open(dict({{"model_ema", dict({{"n_averaged", counter}, {"module.w", two_floats()}})}}));
    EXPECT_THAT(names(opened), ElementsAre("w"));
    EXPECT_EQ(opened.wrapper, "model_ema");
    EXPECT_EQ(opened.stripped_prefix, "module.");
}

TEST_F(WeightSearchTest, NamesOfMmpretrainStayAsTheyTellTheLayout) {
    const auto opened = open(dict({{"state_dict", dict({{"backbone.conv1.weight", two_floats()},
                                                        {"head.fc.weight", two_floats()}})}}));
    EXPECT_THAT(names(opened), ElementsAre("backbone.conv1.weight", "head.fc.weight"));
}

TEST_F(WeightSearchTest, ModuleIsWalkedLikeItsStateDict) {
    const std::string inner =
        instance(global("nn", "BatchNorm"),
                 {{"_parameters", dict({{"weight", two_floats()}, {"bias", "N"}})},
                  {"_buffers", dict({{"mean", two_floats()}, {"scratch", two_floats()}})},
                  {"_non_persistent_buffers_set",
                   call(global("builtins", "set"), {"]" + text("scratch") + "a"})},
                  {"_modules", dict({})}});
    const std::string outer =
        instance(global("my", "Net"), {{"_modules", dict({{"bn", inner}, {"relu", "N"}})},
                                       {"_parameters", dict({{"scale", two_floats()}})}});
    const auto opened = open(dict({{"epoch", integer(1)}, {"model", outer}}));
    EXPECT_THAT(names(opened), ElementsAre("scale", "bn.weight", "bn.mean"));
    EXPECT_EQ(opened.container, "torch zip, whole module");
}

TEST_F(WeightSearchTest, WhatIsNoStateDictIsSaid) {
    EXPECT_THAT(said(integer(5)), HasSubstr("holds a number"));
    EXPECT_THAT(said(text("hi")), HasSubstr("holds a text"));
    EXPECT_THAT(said(call(global("numpy", "ndarray"), {})),
                HasSubstr("an object of numpy.ndarray"));
    EXPECT_THAT(said(dict({})), HasSubstr("an empty dictionary"));
    EXPECT_THAT(said(dict({{"a\x1b[31m", integer(1)}})), HasSubstr("(a?[31m)"));
}

TEST_F(WeightSearchTest, NamesThatWouldSpoilATerminalAreRefused) {
    EXPECT_THAT(said(weights("a\nb")), HasSubstr("names a tensor \"a?b\""));
    EXPECT_THAT(said(weights("\xff\xfe")), HasSubstr("names a tensor \"??\""));
    EXPECT_THAT(said(weights(std::string(5000, 'a'))), HasSubstr("5000 letters"));
}

TEST_F(WeightSearchTest, DictionaryThatContainsItselfEnds) {
    const std::string loop = "}q\x01" + text("model") + "h\x01s" + text("state_dict") + "h\x01s";
    EXPECT_THAT(said(loop), HasSubstr("without weights in it"));
}

// Each level holds the one below twice: 2^60 paths from a few hundred bytes.
std::string shared_tree(const std::string& leaf,
                        const std::function<std::string(const std::string&)>& level) {
    std::string all = leaf +
                      "q\x01"
                      "0";
    for (int i = 0; i < 60; ++i)
        all += level("h\x01") +
               "q\x01"
               "0";
    return all + "h\x01";
}

TEST_F(WeightSearchTest, WrappersThatShareTheirContentEndQuickly) {
    const auto level = [](const std::string& below) {
        return dict({{"model", below}, {"net", below}, {"state_dict", below}});
    };
    EXPECT_THAT(said(shared_tree(integer(1), level)), HasSubstr("without weights"));
}

TEST_F(WeightSearchTest, ModulesThatShareTheirContentEndQuickly) {
    const auto level = [](const std::string& below) {
        return instance(global("my", "Net"), {{"_modules", dict({{"a", below}, {"b", below}})}});
    };
    const std::string leaf =
        instance(global("my", "Net"), {{"_parameters", dict({{"w", two_floats()}})}});
    EXPECT_THAT(said(shared_tree(leaf, level)), HasSubstr("without end"));
}

TEST_F(WeightSearchTest, ModuleThatContainsItselfEnds) {
    const std::string loop =
        global("my", "Net") + ")\x81q\x01" + dict({{"_modules", dict({{"self", "h\x01"}})}}) + "b";
    EXPECT_THAT(said(loop), HasSubstr("without end"));
}

}  // namespace
}  // namespace sescope

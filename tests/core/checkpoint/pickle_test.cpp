// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/pickle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "core/base/error.h"
#include "tests/core/checkpoint/torch_bytes.h"

namespace sescope {
namespace {

using testing::HasSubstr;

constexpr std::size_t kMemory = 1 << 20;

Pickle read(const std::string& bytes, std::size_t memory = kMemory) {
    // Texts are views of the bytes, which therefore outlive the pickle.
    static std::vector<std::unique_ptr<std::string>> kept;
    kept.push_back(std::make_unique<std::string>(bytes));
    return read_pickle(std::as_bytes(std::span(*kept.back())), memory, "x.pkl");
}

std::string refusal(const std::string& bytes, std::size_t memory = kMemory) {
    try {
        read_pickle(std::as_bytes(std::span(bytes)), memory, "x.pkl");
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::model);
        EXPECT_EQ(error.file(), "x.pkl");
        return error.message();
    }
    return "was read";
}

std::int64_t integer_of(const std::string& instructions) {
    const Pickle pickle = read(made::pickle(instructions));
    return pickle.integer(pickle.root).value_or(-999);
}

TEST(Pickle, ReadsIntegersOfEveryWidthAndSign) {
    EXPECT_EQ(integer_of("K\xff"), 255);
    EXPECT_EQ(integer_of("M\x01\x80"), 0x8001);
    EXPECT_EQ(integer_of("J\xff\xff\xff\xff"), -1);
    EXPECT_EQ(integer_of(std::string("\x8a\x00", 2)), 0);
    EXPECT_EQ(integer_of("\x8a\x01\x80"), -128);
    EXPECT_EQ(integer_of("\x8a\x03\xff\xff\x7f"), 0x7fffff);
    EXPECT_EQ(integer_of("\x8a\x08" + std::string(7, '\xff') + "\x7f"), INT64_MAX);
    EXPECT_EQ(integer_of("I-12345678901\n"), -12345678901);  // Python 2
    EXPECT_EQ(integer_of("L42L\n"), 42);
}

TEST(Pickle, ReadsConstantsTextsAndContainers) {
    const Pickle pickle = read("\x80\x04(\x88\x89NG" + std::string("\x3f\xf8\0\0\0\0\0\0", 8) +
                               "\x8c\x02hiC\x02xy]\x85t.");
    const auto items = pickle.items(pickle.root);
    ASSERT_EQ(items.size(), 7u);
    EXPECT_TRUE(*pickle.get<bool>(items[0]));
    EXPECT_FALSE(*pickle.get<bool>(items[1]));
    EXPECT_NE(pickle.get<std::monostate>(items[2]), nullptr);
    EXPECT_EQ(*pickle.get<double>(items[3]), 1.5);
    EXPECT_EQ(pickle.text(items[4]), "hi");
    EXPECT_EQ(pickle.get<PickleBytes>(items[5])->bytes.size(), 2u);
    EXPECT_EQ(pickle.describe(pickle.items(items[6])[0]), "a list");
}

TEST(Pickle, LaterStackAndMemoInstructionsWorkLikePythons) {
    // memoise "k", build {"k": "k"} from it, name a class by the stack
    const Pickle pickle = read(std::string("\x80\x04}\x8c\x01k\x94h\x00s.", 11));
    const auto entries = pickle.entries(pickle.root);
    ASSERT_TRUE(entries && entries->size() == 1);
    EXPECT_EQ((*entries)[0].first, (*entries)[0].second);
    const Pickle named = read("\x80\x04\x8c\x01m\x8c\x01n\x93.");
    EXPECT_TRUE(named.is_global(named.root, "m", "n"));
}

TEST(Pickle, OrderedDictOfPython2IsItsListOfPairs) {
    const Pickle pickle =
        read(made::pickle(made::call(made::global("collections", "OrderedDict"), {"](](U\x01"
                                                                                  "aK\x01"
                                                                                  "ee"})));
    const auto entries = pickle.entries(pickle.root);
    ASSERT_TRUE(entries && entries->size() == 1);
    EXPECT_EQ(pickle.text((*entries)[0].first), "a");
    EXPECT_EQ(pickle.integer((*entries)[0].second), 1);
}

TEST(Pickle, SaysWhereItIsBroken) {
    EXPECT_THAT(refusal("\x80\x02"), HasSubstr("cut short"));
    EXPECT_THAT(refusal("\x80\x02X\xff\xff\xff\xff"
                        "a."),
                HasSubstr("cut short"));
    EXPECT_THAT(refusal("\x80\x02\x8d" + std::string(8, '\xff') + "."), HasSubstr("cut short"));
    EXPECT_THAT(refusal("\x80\x04\x95" + std::string(8, '\xff') + "N."), HasSubstr("frame"));
    EXPECT_THAT(refusal("\x80\x02."), HasSubstr("byte 3 takes from an empty stack"));
    EXPECT_THAT(refusal("\x80\x02N(."), HasSubstr("unbalanced marks"));
    EXPECT_THAT(refusal("\x80\x02Nt."), HasSubstr("mark"));
    EXPECT_THAT(refusal("\x80\x02N(0."), HasSubstr("empty stack"));  // below the mark
    EXPECT_THAT(refusal("\x80\x02h\x05."), HasSubstr("recalls what was never stored"));
    EXPECT_THAT(refusal("\x80\x02NNa."), HasSubstr("no list"));
    EXPECT_THAT(refusal("\x80\x02}(Nu."), HasSubstr("key without a value"));
    EXPECT_THAT(refusal("\x80\x02\x97."), HasSubstr("unknown instruction 151"));
    EXPECT_THAT(refusal("\x80\x09N."), HasSubstr("protocol 9"));
    EXPECT_THAT(refusal("\x80\x02I12x\n."), HasSubstr("number that is none"));
    EXPECT_THAT(refusal("\x80\x02I99999999999999999999\n."), HasSubstr("number that is none"));
    EXPECT_THAT(refusal("\x80\x02"
                        "cos"),
                HasSubstr("cut short"));
}

TEST(Pickle, MemoryIsBoundedWhateverItDescribes) {
    const std::string many(1 << 20, ']');
    EXPECT_THAT(refusal("\x80\x02(" + many + "t."), HasSubstr("more than the file can hold"));
    EXPECT_THAT(refusal("\x80\x02" + std::string(1 << 20, '(')), HasSubstr("more than the file"));
    std::string puts = "\x80\x02N";
    for (std::uint64_t i = 0; i < 100'000; ++i) puts += "r" + made::number(i, 4);
    EXPECT_THAT(refusal(puts + "."), HasSubstr("more than the file can hold"));
    std::string gets = "\x80\x02(Nq\x01";
    for (int i = 0; i < 600'000; ++i) gets += "h\x01";
    EXPECT_THAT(refusal(gets + "t."), HasSubstr("more than the file can hold"));
}

TEST(Pickle, HighestMemoKeyCostsNoMoreThanTheFirst) {
    const Pickle pickle = read("\x80\x02Nr\xff\xff\xff\xff.", 1000);
    EXPECT_EQ(pickle.root, 0u);
}

TEST(Pickle, NestingOfAnyDepthIsReadAndFreed) {
    constexpr int depth = 1'000'000;
    const std::string nested = std::string(depth, ']') + std::string(depth - 1, 'a');
    const Pickle pickle = read("\x80\x02" + nested + ".", std::size_t{1} << 30);
    EXPECT_EQ(pickle.items(pickle.root).size(), 1u);
}

TEST(Pickle, ListMayContainItself) {
    const Pickle pickle =
        read(std::string("\x80\x02]q\x00h\x00"
                         "a.",
                         9));
    ASSERT_EQ(pickle.items(pickle.root).size(), 1u);
    EXPECT_EQ(pickle.items(pickle.root)[0], pickle.root);
}

}  // namespace
}  // namespace sescope

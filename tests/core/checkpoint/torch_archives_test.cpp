// SPDX-License-Identifier: GPL-3.0-or-later
// Archives and legacy files with something odd about them, made by hand.
#include <gmock/gmock.h>

#include <limits>

#include "tests/core/checkpoint/scratch_folder.h"
#include "tests/core/checkpoint/torch_bytes.h"

namespace sescope {
namespace {

using namespace made;
using testing::ElementsAre;
using testing::HasSubstr;

class TorchArchive : public ScratchFolder {};
class TorchLegacy : public ScratchFolder {};

TEST_F(TorchArchive, Zip64IsReadLikeAnyOther) {
    const auto path = write("big.pth", zip({{"m/data.pkl", pickle(dict({{"w", two_floats()}}))},
                                            {"m/data/0", two_float_bytes()}},
                                           true));
    EXPECT_THAT(to_float32(open_checkpoint(path).at("w")), ElementsAre(1.0F, 2.0F));
}

TEST_F(TorchArchive, CommentAtTheEndDoesNoHarm) {
    std::string bytes = torch_zip(dict({{"w", two_floats()}}));
    bytes.replace(bytes.size() - 2, 2, number(5, 2));
    EXPECT_EQ(open_checkpoint(write("x", bytes + "hello")).size(), 1u);
}

TEST_F(TorchArchive, CompressedEntryIsRefusedWithAWayOut) {
    const std::string said = refusal_of(zip({{"m/data.pkl", pickle("N"), 8}, {"m/data/0", "x"}}));
    EXPECT_THAT(said, HasSubstr("compressed entry m/data.pkl"));
    EXPECT_THAT(said, HasSubstr("zip -0"));
}

// Each view alone is small; some thousands of them make gigabytes of a few kilobytes.
TEST_F(TorchArchive, ViewsThatShowTheSameValuesForEverAreRefusedByTheLimit) {
    const auto with = [](int views) {
        Entries entries;
        for (int i = 0; i < views; ++i) {
            entries.emplace_back("w" + std::to_string(i),
                                 tensor(storage("0", 2), 0, {256, 256}, {0, 0}));
        }
        return torch_zip(dict(entries));
    };
    const std::string said = refusal_of(with(512));
    EXPECT_THAT(said, HasSubstr("would take 128 MiB"));
    EXPECT_THAT(said, HasSubstr("16 times that, and 64 MiB, are the most"));
    EXPECT_EQ(open_checkpoint(write("fewer.pth", with(256))).size(), 256u);
}

TEST_F(TorchArchive, DamagedDirectoriesAreRefused) {
    const std::string whole = torch_zip(dict({{"w", two_floats()}}));
    const auto directory = whole.find("PK\x01\x02");
    std::string moved = whole;
    moved.replace(directory + 42, 4, "\xf0\xff\xff\xff");
    EXPECT_THAT(refusal_of(moved), HasSubstr("is not where its directory says"));
    std::string huge = whole;
    huge.replace(directory + 20, 8, "\xf0\xff\xff\x7f\xf0\xff\xff\x7f");
    EXPECT_THAT(refusal_of(huge), HasSubstr("lies beyond its end"));
    std::string outside = whole;
    outside.replace(whole.size() - 6, 4, "\xf0\xff\xff\x7f");
    EXPECT_THAT(refusal_of(outside), HasSubstr("directory lies outside"));
    EXPECT_THAT(refusal_of(zip({{"m/data.pkl", "a"}, {"m/data.pkl", "b"}})), HasSubstr("twice"));
    std::string more = whole;
    more.replace(whole.size() - 12, 2, "\xff\x7f");
    EXPECT_THAT(refusal_of(more), HasSubstr("directory is malformed"));
}

TEST_F(TorchArchive, OtherArchivesAreCalledByTheirName) {
    EXPECT_THAT(refusal_of(zip({{"w.npy", "x"}})), HasSubstr("NumPy archive"));
    EXPECT_THAT(refusal_of(zip({{"config.json", "x"}, {"model.weights.h5", "x"}})),
                HasSubstr("Keras"));
    EXPECT_THAT(refusal_of(zip({{"best/model.pth", "x"}})), HasSubstr("a checkpoint inside"));
    EXPECT_THAT(refusal_of(zip({{"word/document.xml", "x"}})), HasSubstr("word/document.xml"));
    EXPECT_THAT(refusal_of(zip({})), HasSubstr("it holds nothing"));
}

TEST_F(TorchArchive, BigEndianIsRefused) {
    EXPECT_THAT(refusal_of(zip({{"m/data.pkl", pickle("N")}, {"m/byteorder", "big"}})),
                HasSubstr("big-endian"));
}

TEST_F(TorchArchive, FrozenTorchScriptIsSaidToHaveNoNames) {
    const std::string script = instance(global("__torch__", "Net"), {{"training", "\x89"}});
    EXPECT_THAT(refusal_of(zip({{"m/data.pkl", pickle(script)},
                                {"m/constants.pkl", pickle(tuple({two_floats()}))},
                                {"m/data/0", two_float_bytes()}})),
                HasSubstr("frozen TorchScript"));
}

TEST_F(TorchArchive, TensorsStayInsideTheirStorage) {
    const auto said = [&](const std::string& made) {
        return refusal_of(torch_zip(dict({{"w", made}})));
    };
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    const std::string two = storage("0", 2);
    EXPECT_THAT(said(tensor(two, 1, {2}, {1})), HasSubstr("beyond the end of its storage"));
    EXPECT_THAT(said(tensor(two, 3, {0}, {1})), HasSubstr("beyond the end of its storage"));
    EXPECT_THAT(said(tensor(two, -1, {1}, {1})), HasSubstr("beyond the end of its storage"));
    EXPECT_THAT(said(tensor(two, 0, {2}, {most - 1})), HasSubstr("beyond the end"));
    EXPECT_THAT(said(tensor(two, 0, {2}, {most})), HasSubstr("out of bounds"));
    EXPECT_THAT(said(tensor(two, 0, {3, 3}, {most, most})), HasSubstr("out of bounds"));
    EXPECT_THAT(said(tensor(two, 0, {-1}, {1})), HasSubstr("out of bounds"));
    EXPECT_THAT(said(tensor(two, 0, {2}, {-1})), HasSubstr("out of bounds"));
    EXPECT_THAT(said(tensor(two, 0, {most, most}, {0, 0})), HasSubstr("out of bounds"));
    EXPECT_THAT(said(tensor(two, 0, {1 << 20}, {0})), HasSubstr("repeats its storage"));
    EXPECT_THAT(said(tensor(storage("0", most), 0, {1}, {1})), HasSubstr("needs a storage of"));
    EXPECT_THAT(said(tensor(storage("0", 3), 0, {1}, {1})), HasSubstr("needs a storage of 3"));
    EXPECT_THAT(said(tensor(storage("7", 2), 0, {1}, {1})),
                HasSubstr("storage 7, which is missing"));
    EXPECT_THAT(said(tensor(storage("0", 1, "ComplexFloatStorage"), 0, {1}, {1})),
                HasSubstr("element type that is not read here (ComplexFloatStorage)"));
}

TEST_F(TorchArchive, ExpandedAndEmptyTensorsAreRead) {
    const auto opened = open_checkpoint(
        write("x", torch_zip(dict({{"expanded", tensor(storage("0", 2), 1, {3}, {0})},
                                   {"empty", tensor(storage("0", 2), 2, {0, 5}, {5, 1})},
                                   {"scalar", tensor(storage("0", 2), 1, {}, {})}}))));
    EXPECT_THAT(to_float32(opened.at("expanded")), ElementsAre(2.0F, 2.0F, 2.0F));
    EXPECT_EQ(opened.at("empty").numel(), 0);
    EXPECT_THAT(to_float32(opened.at("scalar")), ElementsAre(2.0F));
}

TEST_F(TorchArchive, EightBitFloatsComeAsUntypedStorageWithAType) {
    const std::string made =
        call(global("torch._utils", "_rebuild_tensor_v3"),
             {storage("0", 2, "UntypedStorage"), integer(0), integers({2}), integers({1}), "\x89",
              "N", global("torch", "float8_e4m3fn"), "N"});
    const auto opened = open_checkpoint(
        write("x", zip({{"m/data.pkl", pickle(dict({{"w", made}}))}, {"m/data/0", "\x38\xb8"}})));
    EXPECT_EQ(opened.at("w").dtype, DType::f8_e4m3);
    EXPECT_THAT(to_float32(opened.at("w")), ElementsAre(1.0F, -1.0F));
}

TEST_F(TorchLegacy, ViewOfAStorageStartsAtItsOffset) {
    const std::string view = tuple({text("view"), integer(1), integer(1)});
    const std::string body =
        dict({{"w", tensor(storage("k", 2, "FloatStorage", view), 0, {1}, {1})}});
    const auto path = write("x", torch_legacy(body, text("k"), number(2, 8) + two_float_bytes()));
    EXPECT_THAT(to_float32(open_checkpoint(path).at("w")), ElementsAre(2.0F));
}

TEST_F(TorchLegacy, DamageIsNamed) {
    const std::string body = dict({{"w", tensor(storage("k", 2), 0, {2}, {1})}});
    const std::string data = two_float_bytes();
    EXPECT_THAT(refusal_of(torch_legacy(body, text("k"), number(2, 8) + data.substr(0, 7))),
                HasSubstr("truncated: the storage k"));
    EXPECT_THAT(refusal_of(torch_legacy(body, text("k"), "abc")), HasSubstr("truncated"));
    EXPECT_THAT(refusal_of(torch_legacy(body, text("k"), std::string(8, '\xff') + data)),
                HasSubstr("truncated"));
    EXPECT_THAT(refusal_of(torch_legacy(body, text("other"), number(2, 8) + data)),
                HasSubstr("nothing in it refers to"));
    EXPECT_THAT(refusal_of(torch_legacy(body, "", number(2, 8) + data)),
                HasSubstr("storage k, which is missing"));
    EXPECT_THAT(refusal_of(torch_legacy(body, text("k"), number(2, 8) + data, false)),
                HasSubstr("big-endian"));
}

}  // namespace
}  // namespace sescope

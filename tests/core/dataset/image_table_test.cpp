// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/dataset/dataset.h"
#include "tests/core/dataset/scratch.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

// id and class of each image.
std::vector<std::string> rows_of(const Dataset& dataset) {
    std::vector<std::string> rows;
    for (const auto& image : dataset.images) {
        rows.push_back(image.id + "=" +
                       dataset.classes[static_cast<std::size_t>(image.label)].name);
    }
    return rows;
}

std::vector<std::string> rows_of(const std::string& name, std::string_view content) {
    const Scratch scratch;
    return rows_of(open_dataset(scratch.write(name, content), {}, {}));
}

TEST(ImageTable, PlainRowsAreSortedByClassThenPath) {
    EXPECT_THAT(rows_of("t.csv", "z/2.jpg,dog\nz/10.jpg,cat\nz/9.jpg,cat\n"),
                ElementsAre("z/9.jpg=cat", "z/10.jpg=cat", "z/2.jpg=dog"));
}

TEST(ImageTable, HeadingIsRecognisedAndColumnsMayStandInAnyOrder) {
    EXPECT_THAT(rows_of("t.csv", "Path,Label\na.jpg,x\n"), ElementsAre("a.jpg=x"));
    EXPECT_THAT(rows_of("t.csv", "id,class,filename\n7,x,a.jpg\n"), ElementsAre("a.jpg=x"));
    EXPECT_THAT(rows_of("t.tsv", "label\timage\nx\ta.jpg\n"), ElementsAre("a.jpg=x"));
}

TEST(ImageTable, UnderstandsByteOrderMarkCarriageReturnsAndBlankLines) {
    EXPECT_THAT(rows_of("t.csv", "\xef\xbb\xbfpath,label\r\n\r\na.jpg,x\r\nb.jpg,y"),
                ElementsAre("a.jpg=x", "b.jpg=y"));
    EXPECT_THAT(rows_of("t.csv",
                        "\xef\xbb\xbf"
                        "a.jpg,x\r\n"),
                ElementsAre("a.jpg=x"));
}

TEST(ImageTable, QuotedFieldsHoldSeparatorsQuotesAndLineEnds) {
    EXPECT_THAT(rows_of("t.csv", "\"a, \"\"b\"\".jpg\",\"sea\nlion\"\n\"c.jpg\",owl\n"),
                ElementsAre("c.jpg=owl", "a, \"b\".jpg=sea\nlion"));
}

TEST(ImageTable, SemicolonsSeparateWhereThereIsNoComma) {
    EXPECT_THAT(rows_of("t.csv", "path;label\na.jpg;x\n"), ElementsAre("a.jpg=x"));
    EXPECT_THAT(rows_of("t.tsv", "a,b.jpg\tx;y\n"), ElementsAre("a,b.jpg=x;y"));
}

TEST(ImageTable, PathsAreRelativeToTheTable) {
    const Scratch scratch;
    scratch.write("data/img/a.jpg");
    const std::string absolute = scratch.root() / "data/img/b.jpg";
    const fs::path table =
        scratch.write("data/t.csv", "./img/../img/a.jpg,x\n" + absolute + ",x\n/far/c.jpg,x\n");
    const Dataset dataset = open_dataset(table, {}, {});
    EXPECT_EQ(dataset.root, scratch.root() / "data");
    // One below the table's folder has the same id wherever the folder lies.
    EXPECT_THAT(ids_of(dataset), ElementsAre("/far/c.jpg", "img/a.jpg", "img/b.jpg"));
    EXPECT_EQ(dataset.images[0].path, "/far/c.jpg");
    EXPECT_EQ(dataset.images[1].path, scratch.root() / "data/img/a.jpg");
}

TEST(ImageTable, MissingFileIsMetLaterAsSkipped) {
    const Scratch scratch;
    scratch.write_image("a.png", 9);
    const fs::path table = scratch.write("t.csv", "a.png,x\ngone.png,x\n");
    const Dataset dataset = open_dataset(table, {}, {});
    ASSERT_EQ(dataset.images.size(), 2u);
    Preprocessing preprocessing;
    preprocessing.size = 8;
    BatchLoader loader(dataset, preprocessing, {});
    const auto batch = loader.next();
    ASSERT_TRUE(batch.has_value());
    EXPECT_EQ(batch->count, 1);
    ASSERT_EQ(batch->skipped.size(), 1u);
    EXPECT_EQ(batch->skipped[0].id, "gone.png");
    EXPECT_THAT(batch->skipped[0].reason.str(), HasSubstr("No such file"));
}

TEST(ImageTable, SamplesAndFiltersAsFoldersDo) {
    const Scratch scratch;
    std::string text;
    for (int i = 0; i < 9; ++i) text += std::to_string(i) + ".jpg,c" + std::to_string(i % 3) + "\n";
    const fs::path table = scratch.write("t.csv", text);
    const Dataset dataset = open_dataset(table, choose({"c2", "c0"}, 2), {});
    EXPECT_EQ(dataset.classes.size(), 2u);
    EXPECT_EQ(dataset.images.size(), 4u);
}

TEST(ImageTable, UnusableTablesAreRefusedWithTheLine) {
    const auto refused = [](std::string_view content, const std::string& saying) {
        const Scratch scratch;
        const fs::path table = scratch.write("t.csv", content);
        const Error error = error_of([&] { open_dataset(table, {}, {}); });
        EXPECT_EQ(error.kind(), ErrorKind::data);
        EXPECT_EQ(error.file(), table);
        EXPECT_THAT(error.what(), HasSubstr(saying));
    };
    refused("", "lists no image");
    refused("path,label\n", "lists no image");
    refused("a.jpg,x\nb.jpg\n", "line 2: a column is missing");
    refused("a.jpg,x\n\nb.jpg,\n", "line 3: the label is empty");
    refused(",x\n", "line 1: the path is empty");
    refused("a.jpg,\"x\nb.jpg,y\n", "line 1: a quote is not closed");
    refused(std::string_view("a\0b,x\n", 6), "not a text table");
}

}  // namespace
}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
// Files of labels as other programs write them, and as what they are understood.
#include "core/dataset/label_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/dataset/label_names.h"
#include "tests/core/dataset/scratch.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class LabelFiles : public testing::Test {
  protected:
    LabelFile read(const std::string& name, const std::string& text, int rows = 3) {
        return read_label_file(scratch_.write("labels/" + name, text), rows);
    }
    std::vector<std::string> rows(const std::string& name, const std::string& text, int head = 3) {
        return read(name, text, head).rows;
    }
    std::string refusal(const std::string& name, const std::string& text, int head = 3) {
        return error_of([&] { read(name, text, head); }).message();
    }
    // The head rows of the classes "ant", "bee" and "cat".
    std::vector<int> matched(const std::string& name, const std::string& text) {
        for (const char* folder : {"ant", "bee", "cat"}) {
            scratch_.write("images/" + std::string(folder) + "/1.jpg");
        }
        const Dataset dataset =
            open_dataset(scratch_.root() / "images",
                         labelled(scratch_.write("labels/" + name, text)), {3, {}, {}});
        std::vector<int> found;
        for (const auto& each : dataset.classes) found.push_back(each.head_row);
        return found;
    }

    Scratch scratch_;
};

TEST_F(LabelFiles, OneNameALineNamesTheRows) {
    EXPECT_THAT(rows("labels.txt", "cat\r\nant\r\nbee\r\n"), ElementsAre("cat", "ant", "bee"));
    EXPECT_THAT(rows("imagenet_classes.txt", "great white shark, white shark\ntench, Tinca\nx\n"),
                ElementsAre("great white shark, white shark", "tench, Tinca", "x"));
    EXPECT_THAT(rows("one.csv", "cat\nant\nbee\n"), ElementsAre("cat", "ant", "bee"));
    EXPECT_THAT(matched("labels.txt", "cat\nant\nbee\n"), ElementsAre(1, 2, 0));
    EXPECT_EQ(refusal("labels.txt", "cat\nant\n"), "names 2 rows, and the head has 3");
}

TEST_F(LabelFiles, SynsetsWithTheirWordsAreBoth) {
    const LabelFile labels =
        read("synset_words.txt", "n01440764 tench, Tinca tinca\nn01443537 goldfish\n", 2);
    EXPECT_THAT(labels.rows, ElementsAre("n01440764", "n01443537"));
    EXPECT_THAT(labels.row_descriptions, ElementsAre("tench, Tinca tinca", "goldfish"));
}

TEST_F(LabelFiles, NamesWithTheirRowsAreNoReadableNames) {
    EXPECT_THAT(matched("map.csv", "ant,2\nbee,0\ncat,1\n"), ElementsAre(2, 0, 1));
    EXPECT_THAT(matched("map.csv", "name,index\nant,2\nbee,0\ncat,1\n"), ElementsAre(2, 0, 1));
    EXPECT_THAT(matched("map.csv", "2,ant\n0,bee\n1,cat\n"), ElementsAre(2, 0, 1));
    EXPECT_THAT(matched("map.tsv", "ant\t2\nbee\t0\ncat\t1\n"), ElementsAre(2, 0, 1));
    EXPECT_THAT(matched("map.txt", "ant 2\nbee 0\ncat 1\n"), ElementsAre(2, 0, 1));
    EXPECT_THAT(matched("map.txt", "2 ant\n0 bee\n1 cat\n"), ElementsAre(2, 0, 1));
    EXPECT_THAT(matched("map.csv", "ant,2\nbee,0\n"), ElementsAre(2, 0, -1));
    EXPECT_EQ(refusal("map.csv", "ant,0\nbee,7\n"), "line 2: '7' is no row of the head (0 to 2)");
    EXPECT_EQ(refusal("map.csv", "ant,0\nant,1\n", 5), "line 2: 'ant' stands in the table twice");
}

TEST_F(LabelFiles, NumbersFromOneToTheLastRowAreCountedFromOne) {
    EXPECT_THAT(matched("classes.txt", "1 ant\n2 bee\n3 cat\n"), ElementsAre(0, 1, 2));
    EXPECT_TRUE(read("classes.txt", "1 ant\n2 bee\n3 cat\n").counted_from_one);
    // Row 0 may be something that is not listed.
    EXPECT_FALSE(read("classes.txt", "1 ant\n2 bee\n", 3).counted_from_one);
    EXPECT_THAT(matched("classes.txt", "1 ant\n2 bee\n"), ElementsAre(1, 2, -1));
}

TEST_F(LabelFiles, JsonOfOtherProgramsIsUnderstood) {
    EXPECT_THAT(matched("class_to_idx.json", R"({"ant": 2, "bee": 0, "cat": 1})"),
                ElementsAre(2, 0, 1));
    EXPECT_THAT(matched("x.json", R"({"class_to_idx": {"ant": 2, "bee": 0, "cat": 1}, "lr": 1})"),
                ElementsAre(2, 0, 1));
    EXPECT_THAT(matched("id2label.json", R"({"0": "bee", "1": "cat", "2": "ant"})"),
                ElementsAre(2, 0, 1));
    EXPECT_THAT(matched("names.json", "\xef\xbb\xbf[\"bee\", \"cat\", \"ant\"] // in order"),
                ElementsAre(2, 0, 1));
    const LabelFile imagenet =
        read("i.json", R"({"0": ["n01", "bee"], "1": ["n02", "cat"], "2": ["n03", "ant"]})");
    EXPECT_THAT(imagenet.rows, ElementsAre("n01", "n02", "n03"));
    EXPECT_THAT(imagenet.row_descriptions, ElementsAre("bee", "cat", "ant"));
    EXPECT_THAT(rows("twice.json", R"({"0": "crane", "1": "x", "2": "crane"})"),
                ElementsAre("crane", "x", "crane"));
    EXPECT_EQ(read("readable.json", R"({"ant": "Formicidae"})").classes.at("ant").readable,
              "Formicidae");
}

TEST_F(LabelFiles, RowsOfTenAndMoreComeInTheOrderOfNumbers) {
    std::string text = "{";
    for (int i = 11; i >= 0; --i) {
        text +=
            "\"" + std::to_string(i) + "\": \"c" + std::to_string(i) + "\"" + (i > 0 ? "," : "}");
    }
    const auto names = rows("id2label.json", text, 12);
    ASSERT_EQ(names.size(), 12U);
    EXPECT_EQ(names[2], "c2");
    EXPECT_EQ(names[10], "c10");
}

TEST_F(LabelFiles, OtherJsonIsRefused) {
    EXPECT_THAT(refusal("x.json", R"({"lr": 0.1})"), HasSubstr("no list of labels"));
    EXPECT_THAT(refusal("x.json", "{"), HasSubstr("no JSON"));
    EXPECT_THAT(refusal("x.json", R"({"ant": 0, "bee": 9})"), HasSubstr("'9' is no row"));
}

TEST_F(LabelFiles, AListOfNumbersOnlyNamesFoldersThatAreNumbers) {
    for (int i = 0; i < 3; ++i) scratch_.write("images/" + std::to_string(i) + "/1.jpg");
    const fs::path list = scratch_.write("names.csv", "0,ant\n1,bee\n2,cat\n");
    const Dataset dataset = open_dataset(scratch_.root() / "images", labelled(list),
                                         {5, {"a", "b", "c", "d", "e"}, {}});
    EXPECT_EQ(dataset.classes[1].readable, "bee");
    EXPECT_FALSE(dataset.matched());
}

TEST_F(LabelFiles, RowsOfFoldersThatAreNumbersAreThoseOfTheFile) {
    std::string text = "{";
    int row = 0;
    for (const char* folder : {"0", "1", "10", "11", "2", "3", "4", "5", "6", "7", "8", "9"}) {
        scratch_.write("images/" + std::string(folder) + "/1.jpg");
        text += (row == 0 ? "\"" : ", \"") + std::string(folder) + "\": " + std::to_string(row);
        ++row;
    }
    const fs::path list = scratch_.write("class_to_idx.json", text + "}");
    const Dataset dataset = open_dataset(scratch_.root() / "images", labelled(list), {12, {}, {}});
    ASSERT_TRUE(dataset.matched());
    EXPECT_EQ(dataset.classes[2].name, "2");
    EXPECT_EQ(dataset.classes[2].head_row, 4);
    EXPECT_EQ(dataset.classes[10].head_row, 2);
}

class LabelsBeside : public testing::Test {
  protected:
    HeadLabels find(int rows = 3) {
        remarks_.clear();
        return with_label_file({rows, {}, {}}, scratch_.root(), remarks_);
    }
    Scratch scratch_;
    std::vector<Text> remarks_;
};

TEST_F(LabelsBeside, OfAUsualNameAreTheHeads) {
    EXPECT_THAT(find().names, IsEmpty());
    scratch_.write("labels.txt", "cat\nant\nbee\n");
    EXPECT_THAT(find().names, ElementsAre("cat", "ant", "bee"));
    EXPECT_EQ(find().source, "labels.txt");
    EXPECT_THAT(remarks_, IsEmpty());
    // Names of the network's own go first.
    EXPECT_THAT(with_label_file({3, {"x", "y", "z"}, {}}, scratch_.root(), remarks_).names,
                ElementsAre("x", "y", "z"));
}

TEST_F(LabelsBeside, OfAnotherCountAreRemarkedOn) {
    scratch_.write("classes.txt", "cat\nant\n");
    EXPECT_THAT(find().names, IsEmpty());
    ASSERT_EQ(remarks_.size(), 1U);
    EXPECT_EQ(remarks_[0], "classes.txt is not used: names 2 rows, and the head has 3");
}

TEST_F(LabelsBeside, ThatDifferAreBothLeft) {
    scratch_.write("labels.txt", "cat\nant\nbee\n");
    scratch_.write("class_to_idx.json", R"({"cat": 0, "ant": 1, "bee": 2})");
    EXPECT_EQ(find().source, "class_to_idx.json");
    scratch_.write("class_to_idx.json", R"({"cat": 1, "ant": 0, "bee": 2})");
    EXPECT_THAT(find().names, IsEmpty());
    ASSERT_EQ(remarks_.size(), 1U);
    EXPECT_THAT(remarks_[0].str(), HasSubstr("name the rows of the head differently"));
}

}  // namespace
}  // namespace sescope

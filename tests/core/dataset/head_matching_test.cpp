// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/dataset/dataset.h"
#include "core/dataset/label_table.h"
#include "tests/core/dataset/scratch.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

class HeadMatching : public testing::Test {
  protected:
    Dataset open(const std::vector<std::string>& folders, const HeadLabels& head,
                 const DatasetOptions& options = {}) {
        for (const auto& folder : folders) scratch_.write("data/" + folder + "/1.jpg");
        return open_dataset(scratch_.root() / "data", options, head);
    }

    Scratch scratch_;
};

std::vector<int> rows_of(const Dataset& dataset) {
    std::vector<int> rows;
    for (const auto& each : dataset.classes) rows.push_back(each.head_row);
    return rows;
}

std::vector<std::string> readable_of(const Dataset& dataset) {
    std::vector<std::string> names;
    for (const auto& each : dataset.classes) names.push_back(each.readable);
    return names;
}

TEST_F(HeadMatching, FolderNamesEqualTheHeadsNamesWhateverTheOrder) {
    const Dataset dataset = open({"ant", "bee", "cat"}, {3, {"cat", "ant", "bee"}, {}});
    EXPECT_THAT(rows_of(dataset), ElementsAre(1, 2, 0));
    EXPECT_TRUE(dataset.matched());
    EXPECT_THAT(dataset.head_note.str(), HasSubstr("by the names of its rows"));
}

TEST_F(HeadMatching, DescriptionsMatchInAnyCaseAndNameTheClasses) {
    const HeadLabels head{3, {"n1", "n2", "n3"}, {"Tench", "church", "gas pump"}};
    const Dataset dataset = open({"tench", "n2", "Gas Pump"}, head);
    EXPECT_THAT(rows_of(dataset), ElementsAre(2, 1, 0));  // Gas Pump, n2, tench
    EXPECT_THAT(readable_of(dataset), ElementsAre("gas pump", "church", "Tench"));
}

TEST_F(HeadMatching, SynsetsFindAHeadThatIsNamedInWords) {
    const Dataset dataset = open({"n01440764", "n03028079"}, {2, {"church", "tench"}, {}});
    EXPECT_THAT(rows_of(dataset), ElementsAre(1, 0));
}

TEST_F(HeadMatching, NameOfTwoRowsMatchesNeither) {
    const Dataset dataset = open({"crane"}, {2, {"n1", "n2"}, {"crane", "crane"}});
    EXPECT_FALSE(dataset.matched());
    EXPECT_THAT(dataset.head_note.str(), HasSubstr("no row of the head is called 'crane'"));
}

TEST_F(HeadMatching, FewSynsetsFindTheirRowsOfImagenetsHead) {
    const Dataset dataset = open({"n03888257", "n01440764"}, {1000, {}, {}});
    EXPECT_THAT(rows_of(dataset), ElementsAre(0, 701));
    EXPECT_THAT(readable_of(dataset), ElementsAre("tench", "parachute"));
    EXPECT_THAT(dataset.head_note.str(), HasSubstr("ImageNet"));
}

TEST_F(HeadMatching, ReadableNamesOfImagenetMatchWhereTheyAreUnique) {
    EXPECT_THAT(rows_of(open({"Goldfish", "parachute"}, {1000, {}, {}})), ElementsAre(1, 701));
    const Dataset unsure = open({"crane"}, {1000, {}, {}});  // a bird and a machine
    EXPECT_FALSE(unsure.matched());
}

TEST_F(HeadMatching, AsManyClassesAsRowsAreNotMatchedByPosition) {
    const Dataset dataset = open({"ant", "bee"}, {2, {}, {}});
    EXPECT_FALSE(dataset.matched());
    EXPECT_THAT(rows_of(dataset), ElementsAre(-1, -1));
    EXPECT_THAT(dataset.head_note.str(), HasSubstr("not matched by position"));
    EXPECT_THAT(dataset.head_note.str(), HasSubstr("--labels"));
}

TEST_F(HeadMatching, SynsetsAreNotMatchedToAHeadOfTenUnnamedRows) {
    const Dataset dataset = open({"n01440764"}, {10, {}, {}});
    EXPECT_FALSE(dataset.matched());
    EXPECT_THAT(readable_of(dataset), ElementsAre("tench"));
}

std::vector<std::string> candidates_of(const Dataset& dataset) {
    std::vector<std::string> names;
    for (const auto& each : dataset.candidates) names.push_back(each.name);
    return names;
}

DatasetOptions matched_by(std::string name) {
    DatasetOptions options;
    options.match = std::move(name);
    return options;
}

TEST_F(HeadMatching, FoldersCalledByTheRowsNumbersAreThoseRowsWhereEveryOrderAgrees) {
    const Dataset dataset = open({"0", "1", "2", "3"}, {4, {}, {}}, choose({"1", "3"}));
    EXPECT_THAT(rows_of(dataset), ElementsAre(1, 3));
    EXPECT_THAT(dataset.head_note.str(), HasSubstr("0 to 3"));
    EXPECT_THAT(dataset.candidates, testing::IsEmpty());
    EXPECT_TRUE(Dataset(open({"00", "01"}, {6, {}, {}})).candidates.size() == 1);
}

TEST_F(HeadMatching, PaddedNumbersHaveOneOrder) {
    std::vector<std::string> folders;
    for (int i = 0; i < 12; ++i) {
        std::string name = std::to_string(i);
        name.insert(name.begin(), 3 - name.size(), '0');
        folders.push_back(std::move(name));
    }
    EXPECT_TRUE(open(folders, {12, {}, {}}).matched());
}

TEST_F(HeadMatching, NumbersWithTwoOrdersAreNeverGuessedBetween) {
    const std::vector<std::string> folders{"0", "1", "2", "10", "3", "4", "5", "6", "7", "8", "9"};
    const HeadLabels head{11, {}, {}};
    const Dataset dataset = open(folders, head, choose({"10", "2"}));
    EXPECT_FALSE(dataset.matched());
    EXPECT_THAT(candidates_of(dataset), ElementsAre("number", "sorted"));
    EXPECT_THAT(dataset.candidates[0].rows, ElementsAre(2, 10));
    EXPECT_THAT(dataset.candidates[1].rows, ElementsAre(3, 2));
    EXPECT_THAT(dataset.candidates[1].how, HasSubstr("0, 1, 10, 2, .."));
    EXPECT_THAT(dataset.head_note.str(), HasSubstr("--match sorted"));
    DatasetOptions sorted = choose({"10", "2"});
    sorted.match = "sorted";
    const Dataset chosen = open(folders, head, sorted);
    EXPECT_THAT(rows_of(chosen), ElementsAre(3, 2));
    EXPECT_TRUE(chosen.matched());
    EXPECT_THAT(chosen.candidates, testing::IsEmpty());
    EXPECT_THAT(rows_of(open(folders, head, matched_by("number"))),
                ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
}

TEST_F(HeadMatching, NumbersThatAreNotExactlyTheRowsAreOffered) {
    const Dataset dataset = open({"1", "2", "3"}, {3, {}, {}});
    EXPECT_FALSE(dataset.matched());
    EXPECT_THAT(candidates_of(dataset), ElementsAre("number-1"));
    EXPECT_THAT(rows_of(open({}, {3, {}, {}}, matched_by("number-1"))), ElementsAre(0, 1, 2));
    const Dataset wider = open({}, {9, {}, {}});
    EXPECT_FALSE(wider.matched());
    EXPECT_THAT(candidates_of(wider), ElementsAre("number", "number-1"));
}

TEST_F(HeadMatching, NamesInTwoOrdersAreOffered) {
    const Dataset dataset = open({"Ant", "bee", "Cat"}, {3, {}, {}});
    EXPECT_THAT(candidates_of(dataset), ElementsAre("sorted", "natural"));
    EXPECT_THAT(dataset.candidates[0].rows, ElementsAre(0, 2, 1));  // Ant, Cat, bee
    EXPECT_THAT(dataset.candidates[1].rows, ElementsAre(0, 1, 2));
}

TEST_F(HeadMatching, ACandidateThatThereIsNotIsRefused) {
    const Error error = error_of([&] { open({"ant"}, {3, {}, {}}, matched_by("number")); });
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    const Error other = error_of([&] { open({"bee", "cat"}, {3, {}, {}}, matched_by("number")); });
    EXPECT_THAT(other.hint(), HasSubstr("possible is sorted"));
}

TEST_F(HeadMatching, AHeadOfOneRowHasNoAccuracy) {
    const fs::path labels = scratch_.write("labels.tsv", "0\tcancer\t0\n");
    const Dataset dataset = open({"0"}, {1, {"0"}, {}}, labelled(labels));
    EXPECT_FALSE(dataset.matched());
    EXPECT_THAT(dataset.head_note.str(), HasSubstr("one row, a score"));
}

TEST_F(HeadMatching, OneStrangerLeavesTheWholeUnmatchedAndIsNamed) {
    const Dataset dataset = open({"ant", "yeti"}, {2, {"ant", "bee"}, {}});
    EXPECT_THAT(rows_of(dataset), ElementsAre(0, -1));
    EXPECT_FALSE(dataset.matched());
    EXPECT_THAT(dataset.head_note.str(), HasSubstr("'yeti'"));
    EXPECT_TRUE(open({}, {2, {"ant", "bee"}, {}}, choose({"ant"})).matched());
}

TEST_F(HeadMatching, TableOfLabelsComesFirst) {
    const fs::path labels = scratch_.write("labels.tsv", "a\tAnt\t1\nb\tBee\t0\nunused\tx\t1\n");
    const Dataset dataset = open({"a", "b"}, {2, {"a", "b"}, {}}, labelled(labels));
    EXPECT_THAT(rows_of(dataset), ElementsAre(1, 0));
    EXPECT_THAT(readable_of(dataset), ElementsAre("Ant", "Bee"));
    EXPECT_THAT(dataset.head_note.str(), HasSubstr("by the table of labels"));
}

TEST_F(HeadMatching, ReadableNamesOfTheTableMatchTheHead) {
    const fs::path labels = scratch_.write("labels.csv", "folder,name\nd1,tench\nd2,church\n");
    const Dataset dataset =
        open({"d1", "d2"}, {2, {"n1", "n2"}, {"church", "tench"}}, labelled(labels));
    EXPECT_THAT(rows_of(dataset), ElementsAre(1, 0));
}

TEST_F(HeadMatching, UnusableTablesOfLabelsAreRefused) {
    const auto refused = [&](const std::string& content, const std::string& saying) {
        const fs::path labels = scratch_.write("labels.csv", content);
        const Error error = error_of([&] {
            open({"a", "b"}, {2, {"a", "b"}, {}}, labelled(labels));
        });
        EXPECT_EQ(error.kind(), ErrorKind::data);
        EXPECT_EQ(error.file(), labels);
        EXPECT_THAT(error.what(), HasSubstr(saying));
    };
    refused("a,Ant,2\n", "line 1: '2' is no row of the head (0 to 1)");
    refused("a,Ant,one\n", "line 1: 'one' is no row of the head");
    refused("a,Ant\na,Bee\n", "line 2: 'a' stands in the table twice");
    refused("a\n", "line 1: a column is missing");
    refused("x,Ant\n", "names none of the data set's classes");
}

TEST_F(HeadMatching, WithoutAHeadNothingIsMatched) {
    const Dataset dataset = open({"ant"}, {});
    EXPECT_FALSE(dataset.matched());
    EXPECT_THAT(dataset.head_note.str(), HasSubstr("no head"));
}

TEST(ImagenetLabels, AreAThousandSynsetsInSortedOrder) {
    const auto& [synsets, readable] = imagenet_labels();
    ASSERT_EQ(synsets.size(), 1000u);
    ASSERT_EQ(readable.size(), 1000u);
    EXPECT_TRUE(std::is_sorted(synsets.begin(), synsets.end()));
    EXPECT_TRUE(std::all_of(synsets.begin(), synsets.end(), looks_like_synset));
    EXPECT_EQ(synsets[0], "n01440764");
    EXPECT_EQ(readable[0], "tench");
    EXPECT_EQ(readable[217], "English springer");
    EXPECT_EQ(synsets[999], "n15075141");
    EXPECT_EQ(readable[999], "toilet tissue");
}

}  // namespace
}  // namespace sescope

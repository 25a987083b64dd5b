// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of images as people have them. The files are those of tests/golden/cases/19-csv-headings.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "core/base/message.h"
#include "core/dataset/dataset.h"
#include "tests/core/dataset/image_bytes.h"
#include "tests/core/dataset/scratch.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> rows_of(const Dataset& dataset) {
    std::vector<std::string> rows;
    for (const auto& image : dataset.images) {
        rows.push_back(image.id + "=" +
                       dataset.classes[static_cast<std::size_t>(image.label)].name);
    }
    return rows;
}

const std::vector<std::string> by_name{"ant0.png=ant", "ant1.png=ant", "bee0.png=bee",
                                       "bee1.png=bee", "cat0.png=cat", "cat1.png=cat"};
const std::vector<std::string> by_number{"ant0.png=0", "bee1.png=0", "ant1.png=1",
                                         "cat0.png=1", "bee0.png=2", "cat1.png=2"};

class TableCases : public testing::Test {
  protected:
    TableCases() {
        fs::copy(fs::path(SESCOPE_GOLDEN) / "cases/19-csv-headings", scratch_.root() / "case",
                 fs::copy_options::recursive);
    }

    fs::path file(const std::string& name) const { return scratch_.root() / "case" / name; }

    // The file with the folder's own path in place of FOLDER.
    fs::path with_folder(const std::string& name) const {
        std::string text = read_file(file(name));
        for (auto at = text.find("/FOLDER"); at != std::string::npos; at = text.find("/FOLDER")) {
            text.replace(at, 7, (scratch_.root() / "case").string());
        }
        return scratch_.write("case/" + name, text);
    }

    Dataset open(const std::string& name) const { return open_dataset(file(name), {}, {}); }

    Scratch scratch_;
};

TEST_F(TableCases, EveryDialectListsTheSameSixImages) {
    for (const char* name : {"Image_Id.csv",
                             "annotations.json",
                             "comment.csv",
                             "duplicates.csv",
                             "filename_species.csv",
                             "id_breed_noext.csv",
                             "image_id_label.csv",
                             "img_path_class_id.csv",
                             "label_first.csv",
                             "label_first_head.csv",
                             "metadata.jsonl",
                             "one_hot.csv",
                             "pandas_index.csv",
                             "pandas_index_nohead.csv",
                             "quoted_all.csv",
                             "semicolon_bom_crlf.csv",
                             "spaces.csv",
                             "spaces_nohead.csv",
                             "tab_in.csv",
                             "trailing_comma.csv",
                             "utf16.csv",
                             "windows.csv"}) {
        EXPECT_EQ(rows_of(open(name)), by_name) << name;
    }
    EXPECT_EQ(rows_of(open("val_map.csv")), by_number);
    EXPECT_EQ(rows_of(open("caffe_val.txt")), by_number);
}

TEST_F(TableCases, AddressesAndAbsolutePathsAreThoseOfTheFolder) {
    EXPECT_EQ(rows_of(open_dataset(with_folder("file_uri.csv"), {}, {})), by_name);
    EXPECT_EQ(rows_of(open_dataset(with_folder("autogluon.csv"), {}, {})), by_name);
}

TEST_F(TableCases, TildeIsTheHomeFolder) {
    const char* before = std::getenv("HOME");
    const std::string kept = before == nullptr ? "" : before;
    ::setenv("HOME", (scratch_.root() / "case").c_str(), 1);
    EXPECT_EQ(open("home.csv").images.size(), 6U);
    EXPECT_EQ(open("home.csv").images.front().path.filename(), "ant0.png");
    EXPECT_TRUE(fs::exists(open("home.csv").images.front().path));
    ::setenv("HOME", kept.c_str(), 1);
}

TEST_F(TableCases, ARepeatedRowIsLeftOutAndToldAndTwoLabelsAreTold) {
    EXPECT_THAT(open("duplicates.csv").remarks,
                ElementsAre("6 rows of duplicates.csv list an image again and are left out"));
    const Dataset twice = open("same_image_two_labels.csv");
    EXPECT_EQ(twice.images.size(), 7U);
    ASSERT_EQ(twice.remarks.size(), 1U);
    EXPECT_THAT(twice.remarks[0].str(), HasSubstr("more than one label"));
    EXPECT_THAT(twice.remarks[0].str(), HasSubstr("ant0.png"));
    EXPECT_THAT(open("comment.csv").remarks, IsEmpty());
}

TEST_F(TableCases, LabelsThatAreNumbersAreTheRowsOfTheHead) {
    const Dataset dataset = open_dataset(file("val_map.csv"), {}, {3, {}, {}});
    EXPECT_TRUE(dataset.matched());
    EXPECT_EQ(dataset.classes[2].head_row, 2);
    // Not all of the rows: what is missing may be anything.
    EXPECT_FALSE(open_dataset(file("val_map.csv"), {}, {5, {}, {}}).matched());
}

class Tables : public testing::Test {
  protected:
    // Opens a table beside images of these names.
    Dataset open(const std::string& name, const std::string& text,
                 const std::vector<std::string>& images, const DatasetOptions& options = {}) {
        for (const auto& image : images) scratch_.write(image);
        return open_dataset(scratch_.write(name, text), options, {});
    }
    Error refusal(const std::string& name, const std::string& text,
                  const std::vector<std::string>& images) {
        return error_of([&] { open(name, text, images); });
    }

    Scratch scratch_;
};

TEST_F(Tables, AFirstRowWhoseImageIsMissingIsARow) {
    // It looks like an image, or its label stands again below it.
    EXPECT_THAT(rows_of(open("t.csv", "gone.png,owl\na.png,x\nb.png,y\n", {"a.png", "b.png"})),
                ElementsAre("gone.png=owl", "a.png=x", "b.png=y"));
    EXPECT_THAT(rows_of(open("u.csv", "gone,x\na,x\nb,y\n", {"a.png", "b.png"})),
                ElementsAre("a.png=x", "gone=x", "b.png=y"));
}

TEST_F(Tables, AHeadingOfUnknownWordsIsKnownByItsMissingImage) {
    EXPECT_THAT(rows_of(open("t.csv", "Bild;Art\na.png;x\nb.png;y\n", {"a.png", "b.png"})),
                ElementsAre("a.png=x", "b.png=y"));
}

TEST_F(Tables, ImagesMayLieInAFolderBesideTheTable) {
    const std::vector<std::string> images{"train/a.jpg", "train/b.jpg", "test/a.jpg", "test/b.jpg",
                                          "more/c.jpg"};
    EXPECT_THAT(rows_of(open("train.csv", "id,breed\na,x\nb,y\n", images)),
                ElementsAre("train/a.jpg=x", "train/b.jpg=y"));
    EXPECT_THAT(rows_of(open("list.csv", "id,breed\nc,x\n", images)), ElementsAre("more/c.jpg=x"));
    const Error error = refusal("labels.csv", "id,breed\na,x\nb,y\n", images);
    EXPECT_THAT(error.message(), HasSubstr("test/ or of train/"));
}

TEST_F(Tables, AnIdThatIsTwoImagesIsRefused) {
    const Error error = refusal("t.csv", "id,breed\na,x\n", {"a.png", "a.jpg"});
    EXPECT_THAT(error.message(), HasSubstr("'a' may be a."));
}

TEST_F(Tables, IdsWithPointsAndNumbersAreFound) {
    EXPECT_THAT(rows_of(open("t.csv", "id,level\n10_left,0\n13.2_right,4\n",
                             {"10_left.jpeg", "13.2_right.jpeg"})),
                ElementsAre("10_left.jpeg=0", "13.2_right.jpeg=4"));
}

TEST_F(Tables, QuotedCommasAndBlanksBeforeQuotesAreUnderstood) {
    EXPECT_THAT(rows_of(open("t.csv", "path, label\na.png, \"macaroni, cheese\"\n", {"a.png"})),
                ElementsAre("a.png=macaroni, cheese"));
}

TEST_F(Tables, LinesOfBarsAndBlanksAreTables) {
    EXPECT_THAT(rows_of(open("t.csv", "path|label\na.png|x\n", {"a.png"})), ElementsAre("a.png=x"));
    EXPECT_THAT(rows_of(open("t.txt", "sub/my cat.png   12\n", {"sub/my cat.png"})),
                ElementsAre("sub/my cat.png=12"));
    EXPECT_THAT(rows_of(open("u.txt", "a.png,x\n", {"a.png"})), ElementsAre("a.png=x"));
    EXPECT_THAT(rows_of(open("v.tsv", "a.png,x\n", {"a.png"})), ElementsAre("a.png=x"));
    EXPECT_THAT(rows_of(open("w.csv", "a.png,x\n,,\n,,\n", {"a.png"})), ElementsAre("a.png=x"));
}

TEST_F(Tables, ColumnsThatSayTheSameAreOneLabel) {
    EXPECT_THAT(rows_of(open("t.csv", "a.png,0,ant\nb.png,1,bee\nc.png,0,ant\n",
                             {"a.png", "b.png", "c.png"})),
                ElementsAre("a.png=ant", "c.png=ant", "b.png=bee"));
    EXPECT_THAT(rows_of(open("u.csv", "path,class_id,class_name\na.png,0,ant\nb.png,1,bee\n", {})),
                ElementsAre("a.png=ant", "b.png=bee"));
}

TEST_F(Tables, ColumnsThatDifferAreNeverGuessedBetween) {
    const std::string text = "path,colour,shape\na.png,red,round\nb.png,red,flat\n";
    const Error error = refusal("t.csv", text, {"a.png", "b.png"});
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_THAT(error.message(), HasSubstr("'colour', 'shape'"));
    EXPECT_THAT(error.hint(), HasSubstr("--label-column"));
    DatasetOptions options;
    options.label_column = "shape";
    EXPECT_THAT(rows_of(open("t.csv", text, {}, options)),
                ElementsAre("b.png=flat", "a.png=round"));
    options.label_column = "2";
    EXPECT_THAT(rows_of(open("t.csv", text, {}, options)), ElementsAre("a.png=red", "b.png=red"));
    options.label_column = "size";
    const Error unknown = error_of([&] { open("t.csv", text, {}, options); });
    EXPECT_EQ(unknown.kind(), ErrorKind::usage);
    EXPECT_THAT(unknown.hint(), HasSubstr("'path', 'colour', 'shape'"));
}

TEST_F(Tables, OneHotColumnsAreNoRunningNumbers) {
    EXPECT_THAT(rows_of(open("t.csv", "image,ant,bee\na.png,0,1\nb.png,1,0\n", {"a.png", "b.png"})),
                ElementsAre("b.png=ant", "a.png=bee"));
    EXPECT_THAT(rows_of(open("u.csv", ",image,ant,bee\n0,a.png,0,1\n1,b.png,1,0\n2,c.png,1,0\n",
                             {"c.png"})),
                ElementsAre("b.png=ant", "c.png=ant", "a.png=bee"));
}

TEST_F(Tables, OneHotRowsMustHaveExactlyOneLabel) {
    const std::string head = "image,ant,bee\n";
    EXPECT_THAT(rows_of(open("t.csv", head + "a.png,0,1\n", {"a.png"})), ElementsAre("a.png=bee"));
    EXPECT_THAT(refusal("t.csv", head + "a.png,1,1\n", {}).message(),
                HasSubstr("line 2: has several labels"));
    EXPECT_THAT(refusal("t.csv", head + "a.png,0,0\n", {}).message(), HasSubstr("line 2: has a 1"));
}

TEST_F(Tables, NumbersOfPandasLoseTheirPointZero) {
    EXPECT_THAT(rows_of(open("t.csv", "path,label\na.png,1.0\nb.png,12.0\n", {})),
                ElementsAre("a.png=1", "b.png=12"));
}

TEST_F(Tables, AColumnOfPartsIsTold) {
    const Dataset dataset = open("t.csv", "path,label,split\na.png,x,train\nb.png,y,test\n", {});
    EXPECT_EQ(dataset.images.size(), 2U);
    ASSERT_EQ(dataset.remarks.size(), 1U);
    EXPECT_THAT(dataset.remarks[0].str(), HasSubstr("has a column 'split'"));
}

TEST_F(Tables, JsonThatIsNoListIsRefused) {
    EXPECT_THAT(refusal("t.json", "{\"images\": []}", {}).message(),
                HasSubstr("no list of images"));
    EXPECT_THAT(refusal("t.json", "[1, 2]", {}).message(), HasSubstr("list of objects"));
    EXPECT_THAT(refusal("t.jsonl", "{\"file_name\": \"a.png\"\n", {}).message(),
                HasSubstr("line 1"));
}

TEST_F(Tables, OtherContainersAreNamed) {
    for (const char* name : {"val.tar", "images.zip", "train.parquet"}) {
        EXPECT_THAT(refusal(name, "x", {}).message(), HasSubstr("an archive or a data base"))
            << name;
    }
    EXPECT_THAT(refusal("a.png", "x", {}).message(), HasSubstr("one image"));
}

}  // namespace
}  // namespace sescope

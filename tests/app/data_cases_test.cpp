// SPDX-License-Identifier: GPL-3.0-or-later
// Images, labels and side files as people have them: the cases of tests/golden/cases, end to end.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/app/case_gates.h"

namespace sescope::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

const fs::path cases = cases_folder();

class DataCases : public CaseGates {
  protected:
    // The model of case 35 in a folder of its own, beside a file.
    fs::path model_beside(const std::string& name, const std::string& text) const {
        const std::string folder = "model" + std::to_string(models_++);
        write(folder + "/" + name, text);
        fs::copy_file(cases / "35-mean-of-255/model.pth", file(folder + "/model.pth"));
        return file(folder + "/model.pth");
    }

  private:
    mutable int models_ = 0;
};

TEST_F(DataCases, NumericFoldersOfTwoOrdersGiveNoAccuracyButBothCandidates) {
    const fs::path model = cases / "05-numeric-folders/model.pth";
    const fs::path images = cases / "05-numeric-folders/images";
    const auto unsure = analyze(model, images);
    EXPECT_EQ(unsure.exit_code, 0);
    EXPECT_FALSE(profile()->predictions.matched);
    EXPECT_THAT(unsure.err, HasSubstr("no accuracy"));
    EXPECT_THAT(unsure.err, HasSubstr("--match sorted (as ImageFolder sorts them: 0, 1, 10, 11, "
                                      "..) would give top-1 100.0 %"));
    EXPECT_THAT(unsure.err, HasSubstr("--match number (each class is the row of its number) would "
                                      "give top-1 16.7 %"));
    EXPECT_EQ(analyze(model, images, {"--match", "sorted"}).exit_code, 0);
    EXPECT_EQ(profile()->top1(), 1.0);
    EXPECT_EQ(analyze(model, images, {"--match", "number"}).exit_code, 0);
    EXPECT_DOUBLE_EQ(profile()->top1(), 2.0 / 12);  // 0 and 1 stand where they are called
    EXPECT_EQ(analyze(model, images, {"--match", "natural"}).exit_code, 2);
}

TEST_F(DataCases, FilesThatAreNotReadAreToldAndKept) {
    make_network();
    const auto result =
        sescope({"analyze", path("net"), (cases / "22-left-out-files/images").string(), "-o",
                 path("out.profile")});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.err,
                HasSubstr("4 files are not read: 1 .1, 1 .avif, 1 .gif, 1 no extension"));
    EXPECT_THAT(result.out, HasSubstr("4 files are not read"));
    EXPECT_EQ(profile()->images(), 10u);
    const std::vector<LeftOutFiles> kept{{".1", 1}, {".avif", 1}, {".gif", 1}, {"no extension", 1}};
    EXPECT_EQ(profile()->origin.left_out, kept);
    const auto blocks = sescope({"blocks", path("out.profile")});
    EXPECT_THAT(blocks.out, HasSubstr("4 files are not read"));
}

TEST_F(DataCases, MeansOfPixelsUpTo255AreDivided) {
    const auto result = analyze(cases / "35-mean-of-255/model.pth", cases / "00-data");
    ASSERT_EQ(result.exit_code, 0) << result.err;
    expect_gates("35-mean-of-255/expected.json");
    EXPECT_TRUE(profile()->predictions.matched);  // config.json has the names of classes
    const auto info = sescope({"info", (cases / "35-mean-of-255/model.pth").string()});
    EXPECT_THAT(info.out, HasSubstr("divided by 255"));
}

TEST_F(DataCases, MeansGivenByFlagsAreDividedToo) {
    const fs::path model = model_beside("notes.txt", "");
    const std::vector<std::string> flags{"--mean", "123.675,116.28,103.53", "--std",
                                         "58.395,57.12,57.375"};
    const auto result = analyze(model, cases / "00-data", flags);
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr("mean and std"));
    expect_gates("35-mean-of-255/expected.json");
}

TEST_F(DataCases, ImplausibleValuesAreRefused) {
    const fs::path model = cases / "35-mean-of-255/model.pth";
    for (const std::vector<std::string>& flags :
         {std::vector<std::string>{"--mean", "123.675,116.28,103.53", "--std", "0.229,0.224,0.225"},
          {"--mean", "0.485,0.456,0.406", "--std", "58.395,57.12,57.375"},
          {"--mean", "nan,0,0"},
          {"--std", "0,1,1"},
          {"--mean", "1000,1000,1000"}}) {
        const auto result = analyze(model, cases / "00-data", flags);
        EXPECT_EQ(result.exit_code, 2) << flags[1] << result.err;
        EXPECT_THAT(result.err, HasSubstr("mean and std")) << flags[1];
    }
    for (const char* share : {"1.2", "87.5", "0", "nan", "-1"}) {
        const auto result = sescope({"analyze", model.string(), (cases / "00-data").string(), "-o",
                                     path("x.profile"), "--crop-pct", share});
        EXPECT_EQ(result.exit_code, 2) << share;
        EXPECT_THAT(result.err, HasSubstr("crop")) << share;
    }
}

TEST_F(DataCases, ClassNamesWithCommasAreChosen) {
    const std::string shark = "great white shark, white shark";
    fs::create_directories(file("images"));
    fs::copy(cases / "00-data/ant", file("images/" + shark));
    fs::copy(cases / "00-data/bee", file("images/macaroni, cheese"));
    fs::copy(cases / "00-data/cat", file("images/cat"));
    const fs::path model = cases / "35-mean-of-255/model.pth";
    const auto classes_of = [&](const std::vector<std::string>& flags) {
        const auto result = analyze(model, file("images"), flags);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return profile()->classes.size();
    };
    EXPECT_EQ(classes_of({"--classes", shark}), 1u);
    EXPECT_EQ(classes_of({"--classes", shark + ",cat"}), 2u);
    EXPECT_EQ(classes_of({"--classes", "\"" + shark + "\",\"macaroni, cheese\""}), 2u);
    EXPECT_EQ(classes_of({"--class", shark, "--class", "cat"}), 2u);
    EXPECT_EQ(classes_of({}), 3u);
    const auto figure = sescope({"figure", "class", path("out.profile"), "--classes",
                                 shark + ",cat", "--csv", path("figure.csv")});
    EXPECT_EQ(figure.exit_code, 0) << figure.err;
    const auto unknown = analyze(model, file("images"), {"--classes", "white shark"});
    EXPECT_EQ(unknown.exit_code, 4);
    EXPECT_THAT(unknown.err, HasSubstr("did you mean great white shark, white shark"));
}

TEST_F(DataCases, ConfigJsonOfOtherProgramsDoesNotStopARun) {
    for (const std::string& text :
         {std::string("\xef\xbb\xbf{\"lr\": 0.1}"), std::string("not JSON at all"),
          std::string("[1, 2]"), std::string(), std::string("\xff\xfe{\0}\0", 6),
          std::string("{\"lr\": NaN, \"decay\": -Infinity, // of SGD\n \"steps\": [1, 2,],}")}) {
        const fs::path model = model_beside("config.json", text);
        EXPECT_EQ(sescope({"info", model.string()}).exit_code, 0) << text;
    }
}

TEST_F(DataCases, ConfigJsonOfOtherProgramsIsUsedWhereItIsUnderstood) {
    const std::string colours =
        "\"mean\": [123.675, 116.28, 103.53], \"std\": [58.395, 57.12, 57.375]";
    for (const std::string& text :
         {"\xef\xbb\xbf{" + colours + "}", "{ /* as trained */ \"lr\": NaN, " + colours + ",}",
          std::string(
              "{\"class_names\": [\"ant\", \"bee\", \"cat\"], \"image_mean\": [0.485, 0.456, "
              "0.406], \"image_std\": [0.229, 0.224, 0.225], \"image_size\": 96}")}) {
        const fs::path model = model_beside("config.json", text);
        const auto result = analyze(model, cases / "00-data");
        ASSERT_EQ(result.exit_code, 0) << result.err;
        expect_gates("35-mean-of-255/expected.json");
    }
    EXPECT_TRUE(profile()->predictions.matched);
    const auto info = sescope({"info", file("model2/model.pth").string(), "--json"});
    EXPECT_EQ(json::parse(info.out)["input_size"], 96);
}

TEST_F(DataCases, PreprocessorConfigOfTransformersIsRead) {
    const fs::path model = model_beside("preprocessor_config.json", R"({"crop_size": {"height": 64,
        "width": 64}, "do_center_crop": true, "size": {"shortest_edge": 80}, "resample": 3,
        "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]})");
    const auto info = sescope({"info", model.string(), "--json"});
    ASSERT_EQ(info.exit_code, 0) << info.err;
    EXPECT_EQ(json::parse(info.out)["input_size"], 64);
    EXPECT_THAT(info.out, HasSubstr("0.8"));
    EXPECT_THAT(info.out, HasSubstr("bicubic"));
}

TEST_F(DataCases, LabelsBesideTheWeightsNameTheRows) {
    const auto accuracy = [&](const std::string& name, const std::string& text) {
        const auto result = analyze(model_beside(name, text), cases / "00-data");
        EXPECT_EQ(result.exit_code, 0) << result.err;
        EXPECT_THAT(result.err, HasSubstr(name)) << name;
        return profile()->predictions.matched;
    };
    EXPECT_TRUE(accuracy("labels.txt", "ant\nbee\ncat\n"));
    EXPECT_TRUE(accuracy("class_to_idx.json", R"({"ant": 0, "bee": 1, "cat": 2})"));
    EXPECT_FALSE(accuracy("labels.txt", "ant\nbee\n"));
    EXPECT_FALSE(accuracy("class_to_idx.json", "oh"));
}

TEST_F(DataCases, LabelsGivenAreReadAsWhatTheyAre) {
    const fs::path model = model_beside("notes.txt", "");
    for (const auto& [name, text] : std::vector<std::pair<std::string, std::string>>{
             {"map.csv", "ant,0\nbee,1\ncat,2\n"},
             {"labels.txt", "ant\nbee\ncat\n"},
             {"class_to_idx.json", R"({"ant": 0, "bee": 1, "cat": 2})"}}) {
        write(name, text);
        const auto result = analyze(model, cases / "00-data", {"--labels", path(name)});
        EXPECT_EQ(result.exit_code, 0) << result.err;
        EXPECT_TRUE(profile()->predictions.matched) << name;
        EXPECT_EQ(profile()->classes[1].head_row, 1) << name;
        EXPECT_EQ(profile()->classes[1].readable, "bee") << name;
    }
}

TEST_F(DataCases, TablesOfOtherDialectsAreAnalysed) {
    const fs::path model = cases / "35-mean-of-255/model.pth";
    for (const char* name : {"one_hot.csv", "semicolon_bom_crlf.csv", "id_breed_noext.csv"}) {
        const auto result = analyze(model, cases / "19-csv-headings" / name);
        EXPECT_EQ(result.exit_code, 0) << name << result.err;
        EXPECT_EQ(profile()->images(), 6u) << name;
        EXPECT_EQ(profile()->classes.size(), 3u) << name;
    }
    const auto twice = analyze(model, cases / "19-csv-headings/duplicates.csv");
    EXPECT_THAT(twice.err, HasSubstr("list an image again"));
}

// Case 26: what people point at instead of a folder.
TEST_F(DataCases, ContainersOfImagesAreSaidToBeSome) {
    const fs::path model = cases / "35-mean-of-255/model.pth";
    write("val.tar", std::string(1024, '\0'));
    write("images.zip", "PK\x03\x04");
    write("train.parquet", "PAR1");
    write("lmdb/data.mdb", "x");
    for (const char* name : {"val.tar", "images.zip", "train.parquet"}) {
        const auto result = analyze(model, file(name));
        EXPECT_EQ(result.exit_code, 4) << name;
        EXPECT_THAT(result.err, HasSubstr("an archive or a data base of images")) << name;
    }
    EXPECT_EQ(analyze(model, file("lmdb")).exit_code, 4);
    fs::create_directories(file("flat"));
    fs::copy_file(cases / "00-data/ant/0.png", file("flat/ILSVRC2012_val_00000001.png"));
    EXPECT_THAT(analyze(model, file("flat")).err, HasSubstr("lie in no class folder"));
    const auto one = analyze(model, file("flat/ILSVRC2012_val_00000001.png"));
    EXPECT_EQ(one.exit_code, 4);
    EXPECT_THAT(one.err, HasSubstr("one image, whose class is unknown"));
}

TEST_F(DataCases, ARootWithTrainAndValIsSaidToBeOne) {
    for (const char* part : {"train", "val"}) {
        fs::create_directories(file("root"));
        fs::copy(cases / "00-data", file("root") / part, fs::copy_options::recursive);
    }
    const auto result = analyze(cases / "35-mean-of-255/model.pth", file("root"));
    EXPECT_EQ(result.exit_code, 4);
    EXPECT_THAT(result.err, HasSubstr("root of a data set: it holds train/ and val/"));
}

TEST_F(DataCases, ImagesOfOddKindsAreReadOrSkippedWithAWord) {
    make_network();
    fs::create_directories(file("kinds/a"));
    for (const auto& entry : fs::directory_iterator(cases / "24-image-kinds")) {
        if (entry.path().extension() != ".json") {
            fs::copy_file(entry.path(), file("kinds/a") / entry.path().filename());
        }
    }
    const auto result = sescope({"analyze", path("net"), path("kinds"), "-o", path("out.profile")});
    EXPECT_EQ(result.exit_code, 1) << result.err;
    EXPECT_EQ(profile()->images(), 18u);
    EXPECT_EQ(profile()->skipped.size(), 8u);
    EXPECT_THAT(result.err, Not(HasSubstr("OpenCV")));
    EXPECT_THAT(result.err, Not(HasSubstr("imdecode")));
}

}  // namespace
}  // namespace sescope::test

// SPDX-License-Identifier: GPL-3.0-or-later
// What is not read is told; what nobody made is not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/message.h"
#include "core/dataset/dataset.h"
#include "tests/core/dataset/scratch.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(LeftOutFiles, OfTheCaseAreCountedAndTheRestIsRead) {
    const fs::path root = fs::path(SESCOPE_GOLDEN) / "cases/22-left-out-files/images";
    const Dataset dataset = open_dataset(root, {}, {});
    ASSERT_EQ(dataset.classes.size(), 3U);  // __MACOSX is none
    EXPECT_THAT(ids_of(dataset),
                ElementsAre("ant/0.png", "ant/1.png", "ant/z.jfif", "ant/z.jpe", "ant/z.pgm",
                            "ant/z.ppm", "bee/0.png", "bee/1.png", "cat/0.png", "cat/1.png"));
    EXPECT_EQ(describe(dataset.left_out),
              "4 files are not read: 1 .1, 1 .avif, 1 .gif, 1 no extension");
    for (const auto& image : dataset.images) EXPECT_GT(decode_image(image.path).width, 0);
}

TEST(LeftOutFiles, ManyAreCountedByKindTheMostFirst) {
    const Scratch scratch;
    for (const char* name :
         {"a/1.jpg", "a/2.GIF", "a/3.gif", "a/deep/4.gif", "a/README", "a/t.txt", "a/.hidden.jpg",
          "a/.cache/5.jpg", "a/6.", "a/7.\x1b[31m", "a/8.averyveryverylongone", "root.txt",
          "b/1.jpg", "c/x.heic", "c/1.jpg"}) {
        scratch.write(name);
    }
    const Dataset dataset = open_dataset(scratch.root(), choose({"a", "b"}), {});
    EXPECT_EQ(describe(dataset.left_out),
              "11 files are not read: 3 .gif, 2 .txt, 2 no extension, 2 other names, 1 hidden, "
              "1 hidden folder");
    EXPECT_THAT(dataset.remarks, IsEmpty());
    EXPECT_EQ(describe(std::vector<LeftOutFiles>{{".gif", 1}}), "1 file is not read: 1 .gif");
    EXPECT_EQ(describe({}), "");
}

TEST(LeftOutFiles, WhatSystemsLeaveBehindIsNotCounted) {
    const Scratch scratch;
    for (const char* name : {"a/1.jpg", "a/._1.jpg", "a/.DS_Store", "a/Thumbs.db", "a/desktop.ini",
                             "__MACOSX/a/._1.jpg", ".ipynb_checkpoints/1-checkpoint.jpg",
                             "a/.ipynb_checkpoints/1.jpg", "@eaDir/a/1.jpg"}) {
        scratch.write(name);
    }
    const Dataset dataset = open_dataset(scratch.root(), {}, {});
    EXPECT_THAT(ids_of(dataset), ElementsAre("a/1.jpg"));
    EXPECT_THAT(dataset.left_out, IsEmpty());
}

TEST(LeftOutFiles, ImagesBesideTheClassFoldersAreTold) {
    const Scratch scratch;
    for (const char* name : {"a/1.jpg", "b/1.jpg", "x.jpg", "y.png"}) scratch.write(name);
    const Dataset dataset = open_dataset(scratch.root(), {}, {});
    EXPECT_THAT(dataset.remarks, ElementsAre("2 images lie in no class folder and are not read"));
    EXPECT_EQ(describe(dataset.left_out), "2 files are not read: 1 .jpg, 1 .png");
}

TEST(LeftOutFiles, AClassOfThemIsRefusedWithWhatItHolds) {
    const Scratch scratch;
    for (const char* name : {"a/1.jpg", "b/1.gif", "b/2.gif"}) scratch.write(name);
    const Error error = error_of([&] { open_dataset(scratch.root(), {}, {}); });
    EXPECT_THAT(error.message(), HasSubstr("has no image: 2 files are not read: 2 .gif"));
    EXPECT_EQ(error.file(), scratch.root() / "b");
}

TEST(RootOfADataSet, IsSaidToBeOne) {
    const Scratch scratch;
    for (const char* name :
         {"train/a/1.jpg", "train/b/1.jpg", "val/a/2.jpg", "val/b/2.jpg", "notes/x.txt"}) {
        scratch.write(name);
    }
    const Error error = error_of([&] { open_dataset(scratch.root(), {}, {}); });
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_THAT(error.message(), HasSubstr("it holds train/ and val/"));
    EXPECT_THAT(error.hint(), HasSubstr((scratch.root() / "val").string()));
    EXPECT_EQ(open_dataset(scratch.root() / "val", {}, {}).classes.size(), 2U);
}

TEST(RootOfADataSet, OfOnePartOrWithAFlatTestIsOneToo) {
    const Scratch scratch;
    scratch.write("Train/a/1.jpg");
    EXPECT_THAT(error_of([&] { open_dataset(scratch.root(), {}, {}); }).message(),
                HasSubstr("it holds Train/"));
    scratch.write("test/1.jpg");
    EXPECT_THAT(error_of([&] { open_dataset(scratch.root(), {}, {}); }).message(),
                HasSubstr("it holds test/ and Train/"));
}

TEST(RootOfADataSet, IsNoneWhereFoldersHoldImagesOrHaveOtherNames) {
    const Scratch scratch;
    for (const char* name : {"train/1.jpg", "test/2.jpg"})
        scratch.write("flat/" + std::string(name));
    for (const char* name : {"train/x/1.jpg", "car/x/2.jpg"}) {
        scratch.write("rails/" + std::string(name));
    }
    EXPECT_EQ(open_dataset(scratch.root() / "flat", {}, {}).classes.size(), 2U);
    EXPECT_EQ(open_dataset(scratch.root() / "rails", {}, {}).classes.size(), 2U);
}

TEST(RootOfADataSet, ThatWrapsOneFolderOfFoldersIsRemarkedOn) {
    const Scratch scratch;
    for (const char* name : {"flowers/a/1.jpg", "flowers/b/1.jpg"}) scratch.write(name);
    const Dataset dataset = open_dataset(scratch.root(), {}, {});
    ASSERT_EQ(dataset.remarks.size(), 1U);
    EXPECT_THAT(dataset.remarks[0].str(),
                HasSubstr("the only class folder, flowers, holds folders"));
}

}  // namespace
}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/mapped_file.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <vector>

#include "tests/core/checkpoint/scratch_folder.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class MappedFileTest : public ScratchFolder {
  protected:
    static std::string mapping_refusal(const fs::path& path) {
        try {
            map_file(path, ErrorKind::data);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::data);
            EXPECT_EQ(error.file(), path);
            return error.what();
        }
        return "was mapped";
    }
    static void expect_changed(const std::shared_ptr<const void>& owner, const fs::path& path) {
        try {
            require_unchanged(owner);
            FAIL() << "the change was not noticed";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::model);
            EXPECT_EQ(error.file(), path);
            EXPECT_THAT(error.message(), HasSubstr("changed while it was read"));
        }
    }
};

TEST_F(MappedFileTest, GivesTheBytes) {
    const auto mapped = map_file(write("x", "abc"));
    ASSERT_EQ(mapped.bytes.size(), 3u);
    EXPECT_EQ(mapped.bytes[2], std::byte{'c'});
    EXPECT_NO_THROW(require_unchanged(mapped.owner));
}

TEST_F(MappedFileTest, SaysWhatIsWrongInTheKindAskedFor) {
    EXPECT_THAT(mapping_refusal(folder_ / "none"), HasSubstr("No such file or directory"));
    EXPECT_THAT(mapping_refusal(folder_), HasSubstr("is a folder"));
    EXPECT_THAT(mapping_refusal(write("empty", "")), HasSubstr("is empty"));
}

TEST_F(MappedFileTest, FileThatMayNotBeReadIsSaid) {
    fs::permissions(folder_, fs::perms::all);
    const auto path = write("closed", "abc");
    fs::permissions(path, fs::perms::none);
    const bool was_root = ::geteuid() == 0;  // root may read everything
    if (was_root) {
        ASSERT_EQ(::seteuid(65534), 0);
    }
    const std::string said = mapping_refusal(path);
    if (was_root) {
        ASSERT_EQ(::seteuid(0), 0);
    }
    EXPECT_THAT(said, HasSubstr("Permission denied"));
}

TEST_F(MappedFileTest, PipeIsRefusedWithoutWaitingForAWriter) {
    ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
    EXPECT_THAT(mapping_refusal(folder_ / "pipe"), HasSubstr("is a pipe or a device"));
    EXPECT_THAT(refusal(folder_ / "pipe"), HasSubstr("save it to a file first"));
}

TEST_F(MappedFileTest, StillGivesTheBytesWhenItLetsGo) {
    const auto mapped = map_file(write("x", std::string(100'000, 'x')));
    for (int round = 0; round < 2; ++round) {
        std::size_t found = 0;
        for (const std::byte byte : mapped.bytes) found += byte == std::byte{'x'} ? 1 : 0;
        EXPECT_EQ(found, 100'000u);
        evict(mapped.owner);
    }
    EXPECT_NO_THROW(require_unchanged(mapped.owner));
    evict(std::make_shared<int>(3));  // no mapping
    evict(std::shared_ptr<const void>());
}

TEST_F(MappedFileTest, FileCutShortReadsAsZerosAndIsNoticed) {
    const auto path = write("x", std::string(100'000, 'x'));
    const auto mapped = map_file(path);
    fs::resize_file(path, 10);
    std::size_t zeros = 0;
    for (const std::byte byte : mapped.bytes) zeros += byte == std::byte{0} ? 1 : 0;
    EXPECT_EQ(zeros, 100'000u - 10u);
    expect_changed(mapped.owner, path);
}

TEST_F(MappedFileTest, FileWrittenOverInPlaceIsNoticed) {
    const auto path = write("x", "abc");
    const auto mapped = map_file(path);
    fs::last_write_time(path, fs::last_write_time(path) - std::chrono::hours(1));
    expect_changed(mapped.owner, path);
}

TEST_F(MappedFileTest, AnotherFileRenamedOverItIsHarmless) {
    const auto path = write("x", "abc");
    const auto mapped = map_file(path);
    fs::rename(write("y", "something else"), path);
    EXPECT_EQ(mapped.bytes[0], std::byte{'a'});
    EXPECT_EQ(mapped.bytes.size(), 3u);
    EXPECT_NO_THROW(require_unchanged(mapped.owner));
}

TEST_F(MappedFileTest, KeeperOfSomethingElsePasses) {
    EXPECT_NO_THROW(require_unchanged(std::make_shared<const int>(1)));
    EXPECT_NO_THROW(require_unchanged(std::shared_ptr<const void>()));
}

// A fault that is none of ours still ends the program, as it did before.
TEST(MapGuardDeathTest, BusErrorElsewhereStillKills) {
    testing::GTEST_FLAG(death_test_style) = "threadsafe";
    EXPECT_EXIT(
        {
            const std::string name = testing::TempDir() + "guard-" + std::to_string(::getpid());
            std::ofstream(name) << "abc";
            const auto mapped = map_file(name);
            fs::remove(name);
            ::raise(SIGBUS);
        },
        testing::KilledBySignal(SIGBUS), "");
}

TEST_F(MappedFileTest, CheckpointCutShortAfterOpeningIsNoticedThroughItsTensors) {
    StateDict written;
    written.add(StateDict::make_tensor("w", {20'000}, std::vector<float>(20'000, 1.0F)));
    write_safetensors(folder_ / "m.safetensors", written, {});
    const StateDict opened = open_checkpoint(folder_ / "m.safetensors");
    EXPECT_NO_THROW(require_unchanged(opened));
    fs::resize_file(folder_ / "m.safetensors", 100);
    const auto values = to_float32(opened.at("w"));  // no crash
    EXPECT_EQ(values.back(), 0.0F);
    try {
        require_unchanged(opened);
        FAIL() << "the change was not noticed";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::model);
        EXPECT_EQ(error.file(), folder_ / "m.safetensors");
    }
}

}  // namespace
}  // namespace sescope

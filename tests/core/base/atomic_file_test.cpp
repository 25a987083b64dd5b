// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "tests/support/as_nobody.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

class AtomicFile : public testing::Test {
  protected:
    AtomicFile() {
        std::string name = testing::TempDir() + "atomic-XXXXXX";
        folder_ = ::mkdtemp(name.data());
        fs::permissions(folder_, fs::perms::all);
    }
    ~AtomicFile() override {
        fs::permissions(folder_, fs::perms::all);
        fs::remove_all(folder_);
    }

    static std::string text_of(const fs::path& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
    }
    // The error of writing `text`, which must be one of output that names the file.
    static std::string refusal(const fs::path& file, const std::string& text) {
        try {
            write_file_atomically(file, text);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::output);
            EXPECT_EQ(error.file(), file);
            EXPECT_FALSE(error.hint().empty());
            return error.what();
        }
        return "was written";
    }

    fs::path folder_;
};

TEST_F(AtomicFile, WritesEveryByteAndLeavesNothingBeside) {
    const std::string text("a\0b\n", 4);
    write_file_atomically(folder_ / "x.csv", text);
    EXPECT_EQ(text_of(folder_ / "x.csv"), text);
    write_file_atomically(folder_ / "x.csv", "shorter");
    EXPECT_EQ(text_of(folder_ / "x.csv"), "shorter");
    EXPECT_EQ(files(), 1u);
}

TEST_F(AtomicFile, FailureOfTheWriterLeavesTheOldFile) {
    write_file_atomically(folder_ / "x", "old");
    EXPECT_THROW(write_file_atomically(folder_ / "x",
                                       [](std::ostream& out) {
                                           out << "half";
                                           throw Error(ErrorKind::internal, "stop");
                                       }),
                 Error);
    EXPECT_EQ(text_of(folder_ / "x"), "old");
    EXPECT_EQ(files(), 1u);
}

TEST_F(AtomicFile, WriterThatOpensTheFileItselfGetsItsExtension) {
    write_file_atomically_at(folder_ / "figure.svg", [](const fs::path& beside) {
        EXPECT_EQ(beside.extension(), ".svg");
        std::ofstream(beside) << "<svg/>";
    });
    EXPECT_EQ(text_of(folder_ / "figure.svg"), "<svg/>");
    EXPECT_EQ(files(), 1u);
}

TEST_F(AtomicFile, MissingFolderIsSaid) {
    EXPECT_NE(refusal(folder_ / "none" / "x", "text").find("No such file or directory"),
              std::string::npos);
}

TEST_F(AtomicFile, FolderInTheWayIsSaid) {
    fs::create_directory(folder_ / "x");
    EXPECT_NE(refusal(folder_ / "x", "text").find("Is a directory"), std::string::npos);
    EXPECT_EQ(files(), 1u);
}

TEST_F(AtomicFile, FolderThatMayNotBeWrittenIsSaid) {
    fs::permissions(folder_, fs::perms(0555));
    std::string said;
    {
        const test::AsNobody nobody;
        said = refusal(folder_ / "x", "text");
    }
    EXPECT_NE(said.find("Permission denied"), std::string::npos) << said;
    EXPECT_EQ(files(), 0u);
}

TEST_F(AtomicFile, FolderThatMayNotBeLookedIntoIsSaid) {
    fs::permissions(folder_, fs::perms::none);
    std::string said;
    {
        const test::AsNobody nobody;
        said = refusal(folder_ / "x", "text");
    }
    fs::permissions(folder_, fs::perms::all);
    EXPECT_NE(said.find("Permission denied"), std::string::npos) << said;
    EXPECT_EQ(files(), 0u);
}

TEST_F(AtomicFile, LimitOnTheSizeOfFilesIsSaidAndNothingIsLeft) {
    write_file_atomically(folder_ / "x", "old");
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{65536, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const std::string said = refusal(folder_ / "x", std::string(1 << 20, 'x'));
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    EXPECT_NE(said.find("File too large"), std::string::npos) << said;
    EXPECT_EQ(text_of(folder_ / "x"), "old");
    EXPECT_EQ(files(), 1u);
}

TEST_F(AtomicFile, TheReasonIsThatOfTheFirstFailureAndNotWhatHappenedLater) {
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{65536, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    std::string said = "was written";
    try {
        write_file_atomically(folder_ / "x", [](std::ostream& out) {
            out << std::string(1 << 20, 'x') << std::flush;
            errno = ENOENT;  // as after looking for some font
        });
    } catch (const Error& error) {
        said = error.what();
    }
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    EXPECT_NE(said.find("File too large"), std::string::npos) << said;
    EXPECT_EQ(said.find("No such file"), std::string::npos) << said;
    EXPECT_EQ(files(), 0u);
}

TEST_F(AtomicFile, WhatAKilledProgramLeftBesideGoesAndBlocksNobody) {
    // As a process that is killed within a write leaves it: in a container the next has its number.
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        write_file_atomically(folder_ / "x.profile", [](std::ostream& out) {
            out << "half" << std::flush;
            ::raise(SIGKILL);
        });
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    ASSERT_EQ(files(), 1u);
    const fs::path left = fs::directory_iterator(folder_)->path();
    EXPECT_TRUE(left.filename().string().starts_with(".sescope-")) << left;
    write_file_atomically(folder_ / "x.profile", "whole");
    EXPECT_EQ(text_of(folder_ / "x.profile"), "whole");
    EXPECT_EQ(files(), 1u);
}

TEST_F(AtomicFile, WhatAnotherProgramIsWritingStays) {
    write_file_atomically(folder_ / "x", [&](std::ostream& out) {
        // Under another name the folder is a new one, in which left-overs are looked for.
        write_file_atomically(folder_ / "." / "y", "other");
        out << "mine";
    });
    EXPECT_EQ(text_of(folder_ / "x"), "mine");
    EXPECT_EQ(text_of(folder_ / "y"), "other");
    EXPECT_EQ(files(), 2u);
}

TEST_F(AtomicFile, PrivateFilesStayPrivate) {
    write_file_atomically(folder_ / "x", "old");
    fs::permissions(folder_ / "x", fs::perms(0600));
    write_file_atomically(folder_ / "x", [&](std::ostream& out) {
        out << "new" << std::flush;
        for (const auto& entry : fs::directory_iterator(folder_)) {
            EXPECT_EQ(entry.status().permissions(), fs::perms(0600)) << entry.path();
        }
    });
    EXPECT_EQ(fs::status(folder_ / "x").permissions(), fs::perms(0600));
    fs::permissions(folder_ / "x", fs::perms(0664));
    write_file_atomically(folder_ / "x", "newer");
    EXPECT_EQ(fs::status(folder_ / "x").permissions(), fs::perms(0664));
}

TEST_F(AtomicFile, LinksAreFollowedAlsoToFilesThatAreNotThereYet) {
    fs::create_directory(folder_ / "disk");
    fs::create_symlink("disk/x", folder_ / "x");
    write_file_atomically(folder_ / "x", "first");
    EXPECT_TRUE(fs::is_symlink(folder_ / "x"));
    EXPECT_EQ(text_of(folder_ / "disk/x"), "first");
    write_file_atomically(folder_ / "x", "second");
    EXPECT_TRUE(fs::is_symlink(folder_ / "x"));
    EXPECT_EQ(text_of(folder_ / "disk/x"), "second");
    fs::create_symlink("loop", folder_ / "loop");
    EXPECT_NE(refusal(folder_ / "loop", "text").find("Too many levels"), std::string::npos);
}

TEST_F(AtomicFile, PipesAndDevicesAreNotReplaced) {
    ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
    EXPECT_NE(refusal(folder_ / "pipe", "text").find("is a pipe or a device"), std::string::npos);
    EXPECT_TRUE(fs::is_fifo(folder_ / "pipe"));
    fs::create_symlink("/dev/null", folder_ / "null");
    EXPECT_NE(refusal(folder_ / "null", "text").find("is a pipe or a device"), std::string::npos);
    EXPECT_THROW(require_writable(folder_ / "pipe"), Error);
    EXPECT_EQ(files(), 2u);
}

TEST_F(AtomicFile, LongNamesLeaveRoomForTheNameBeside) {
    const std::string longest(255, 'x');
    write_file_atomically(folder_ / longest, "text");
    EXPECT_EQ(text_of(folder_ / longest), "text");
}

TEST_F(AtomicFile, FilesTogetherTakeTheirPlacesTogetherOrNotAtAll) {
    write_file_atomically(folder_ / "a", "old a");
    {
        FilesTogether files;
        files.write(folder_ / "a", "new a");
        EXPECT_EQ(
            text_of(files.write_at(
                folder_ / "b", [](const fs::path& beside) { std::ofstream(beside) << "new b"; })),
            "new b");
        EXPECT_THROW(files.write(folder_ / "none" / "c", "c"), Error);
    }
    EXPECT_EQ(text_of(folder_ / "a"), "old a");
    EXPECT_EQ(files(), 1u);
    FilesTogether both;
    both.write(folder_ / "a", "new a");
    both.write(folder_ / "b", "new b");
    EXPECT_EQ(text_of(folder_ / "a"), "old a");
    both.commit();
    EXPECT_EQ(text_of(folder_ / "a"), "new a");
    EXPECT_EQ(text_of(folder_ / "b"), "new b");
    EXPECT_EQ(files(), 2u);
}

TEST_F(AtomicFile, OutputsThatAreInputsAreRefused) {
    write_file_atomically(folder_ / "in", "text");
    fs::create_symlink("in", folder_ / "link");
    fs::create_hard_link(folder_ / "in", folder_ / "hard");
    const std::vector<fs::path> inputs{folder_ / "in", ""};
    for (const char* name : {"in", "link", "hard", "./in"}) {
        const std::vector<fs::path> outputs{"", folder_ / name};
        EXPECT_THROW(require_other_files(outputs, inputs), Error) << name;
    }
    const std::vector<fs::path> twice{folder_ / "out", folder_ / "./out"};
    EXPECT_THROW(require_other_files(twice, {}), Error);
    const std::vector<fs::path> other{folder_ / "out", folder_ / "out2", "", ""};
    EXPECT_NO_THROW(require_other_files(other, inputs));
}

// In a process and a mount space of its own: a disk of 64 KiB.
int write_to_full_disk(const fs::path& folder) {
    constexpr int no_mount = 77;
    if (::unshare(CLONE_NEWNS) != 0 ||
        ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount("none", folder.c_str(), "tmpfs", 0, "size=64k") != 0) {
        return no_mount;
    }
    write_file_atomically(folder / "x", "old");
    try {
        write_file_atomically(folder / "x", std::string(1 << 20, 'x'));
        return 1;
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::output || error.file() != folder / "x") return 2;
        const std::string said = error.what();
        if (said.find("No space left on device") == std::string::npos) return 3;
        if (error.hint().find("free some space") == std::string::npos) return 4;
    }
    const auto left = std::distance(fs::directory_iterator(folder), fs::directory_iterator());
    std::ifstream in(folder / "x");
    const std::string kept{std::istreambuf_iterator<char>(in), {}};
    return left == 1 && kept == "old" ? 0 : 5;
}

TEST_F(AtomicFile, FullDiskIsSaidAndNothingIsLeft) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) ::_exit(write_to_full_disk(folder_));
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77) GTEST_SKIP() << "no right to mount a small disk here";
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace sescope

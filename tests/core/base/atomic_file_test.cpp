// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "core/base/error.h"

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

// Root may write anywhere, so a test steps down to nobody for a moment.
class AsNobody {
  public:
    AsNobody() : was_root_(::geteuid() == 0 && ::seteuid(65534) == 0) {}
    ~AsNobody() {
        if (was_root_ && ::seteuid(0) != 0) std::abort();
    }
    AsNobody(const AsNobody&) = delete;
    AsNobody& operator=(const AsNobody&) = delete;

  private:
    bool was_root_;
};

TEST_F(AtomicFile, FolderThatMayNotBeWrittenIsSaid) {
    fs::permissions(folder_, fs::perms(0555));
    std::string said;
    {
        const AsNobody nobody;
        said = refusal(folder_ / "x", "text");
    }
    EXPECT_NE(said.find("Permission denied"), std::string::npos) << said;
    EXPECT_EQ(files(), 0u);
}

TEST_F(AtomicFile, FolderThatMayNotBeLookedIntoIsSaid) {
    fs::permissions(folder_, fs::perms::none);
    std::string said;
    {
        const AsNobody nobody;
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

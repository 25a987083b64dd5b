// SPDX-License-Identifier: GPL-3.0-or-later
// What names in files may not do to a terminal, and commands not to files.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <iterator>
#include <thread>

#include "core/checkpoint/checkpoint.h"
#include "tests/app/cli_fixture.h"
#include "tests/support/tiny_network.h"

namespace sescope::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

class Reliability : public CommandLine {
  protected:
    std::string text_of(const std::string& name) const {
        std::ifstream in(file(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    void make_profile(const std::string& name, std::vector<std::string> more = {}) const {
        std::vector<std::string> command{"analyze", path("net"), path("images"),
                                         "-o",      path(name),  "-q"};
        command.insert(command.end(), more.begin(), more.end());
        const auto result = sescope(command);
        ASSERT_EQ(result.exit_code, 0) << result.err;
    }
    std::ptrdiff_t files_in(const std::string& folder) const {
        return std::distance(fs::directory_iterator(file(folder)), fs::directory_iterator());
    }
};

void expect_no_control_characters(const std::string& text) {
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (byte >= 0x20 && byte != 0x7f) || c == '\n' || c == '\r' || c == '\t';
        EXPECT_TRUE(plain) << int(byte) << " in " << text;
    }
}

TEST_F(Reliability, NamesFromFilesDoNothingToTheTerminalAndNoSpreadsheetComputesThem) {
    make_network();
    make_images(2);
    fs::rename(file("images/dots"), file("images/=1+2"));
    fs::rename(file("images/rings"), file("images/r\x1b[31m\x07"));
    write("images/bricks/x\x1b]0;title\x07\nsescope: all is well.png", "no image");
    const auto run = sescope({"analyze", path("net"), path("images"), "-o", path("a.profile")});
    EXPECT_EQ(run.exit_code, 1) << run.err;
    expect_no_control_characters(run.err);
    expect_no_control_characters(run.out);
    EXPECT_THAT(run.err, HasSubstr("\\u001b]0;title\\u0007"));
    EXPECT_THAT(run.err, Not(HasSubstr("\nsescope: all is well")));
    const auto csv = sescope({"figure", "class", path("a.profile"), "--csv", "-"});
    EXPECT_EQ(csv.exit_code, 0) << csv.err;
    expect_no_control_characters(csv.out);
    EXPECT_THAT(csv.out, HasSubstr(",'=1+2,"));
    EXPECT_THAT(csv.out, Not(HasSubstr(",=1+2,")));
    const auto raw = sescope({"figure", "class", path("a.profile"), "--csv", "-", "--raw-csv"});
    EXPECT_THAT(raw.out, HasSubstr(",=1+2,"));
    expect_no_control_characters(raw.out);
    const auto unknown = sescope({"blocks", path("x\x1b[31m.profile")});
    EXPECT_EQ(unknown.exit_code, 4);
    expect_no_control_characters(unknown.err);
    const auto mistake = sescope({"blocks", "a", "b\x1b[31m"});
    EXPECT_EQ(mistake.exit_code, 2);
    expect_no_control_characters(mistake.err);
}

TEST_F(Reliability, NoCommandReplacesWhatItReads) {
    make_network();
    make_images(2);
    make_profile("a.profile");
    fs::copy_file(file("a.profile"), file("a.html"));
    fs::copy_file(file("net/model.safetensors"), file("net.pt"));
    const std::string profile = text_of("a.profile");
    const std::string model = text_of("net.pt");
    const std::vector<std::vector<std::string>> commands{
        {"figure", "class", path("a.profile"), "--csv", path("a.profile")},
        {"figure", "class", path("a.profile"), "--csv", path("x.csv"), "--json", path("x.csv")},
        {"report", path("a.html"), "-o", path("a.html")},
        {"merge", path("a.profile"), "-o", path("./a.profile")},
        {"prune", path("net.pt"), path("a.profile"), "--blocks", "SE_2_1", "-o", path("out"),
         "--torchscript", path("net.pt")},
        {"prune", path("net.pt"), path("a.profile"), "--blocks", "SE_2_1", "-o", path("out"),
         "--torchscript", path("a.profile")},
        {"analyze", path("net.pt"), path("images"), "-o", path("net.pt"), "--force"},
        {"analyze", path("net"), path("images"), "-o", path("net/model.safetensors"), "--force"},
    };
    for (const auto& command : commands) {
        const auto result = sescope(command);
        EXPECT_EQ(result.exit_code, 6) << command.front() << ": " << result.err;
        EXPECT_EQ(text_of("a.profile"), profile);
        EXPECT_EQ(text_of("a.html"), profile);
        EXPECT_EQ(text_of("net.pt"), model);
        EXPECT_EQ(text_of("net/model.safetensors"), model);
    }
    EXPECT_FALSE(fs::exists(file("x.csv")));
}

TEST_F(Reliability, ATorchScriptThatDoesNotFitLeavesNothing) {
    make_network();
    make_images(2);
    make_profile("a.profile");
    ProgramSetting setting;
    // The weights fit; their archive, with the code, is larger.
    setting.file_size_limit = int(fs::file_size(file("net/model.safetensors"))) + 512;
    const auto result = sescope({"prune", path("net"), path("a.profile"), "--blocks", "SE_2_1",
                                 "-o", path("out"), "--torchscript", path("out/net.pt")},
                                setting);
    EXPECT_EQ(result.exit_code, 6) << result.err;
    expect_one_line_naming(result, "net.pt");
    EXPECT_THAT(result.err, HasSubstr("File too large"));
    EXPECT_EQ(files_in("out"), 0);
}

TEST_F(Reliability, WhatAKilledWriterLeftIsNoModel) {
    make_network();
    fs::rename(file("net/model.safetensors"), file("net/mine.safetensors"));
    for (const char* name :
         {"net/.sescope-0123456789abcdef.safetensors", "net/.mine.12-0.safetensors"}) {
        write(name, "half");
    }
    const auto result = sescope({"info", path("net")});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("mine.safetensors"));
}

TEST_F(Reliability, PipesAreNotReplacedAndPrivateProfilesStayPrivate) {
    make_network();
    make_images(2);
    make_profile("a.profile");
    ASSERT_EQ(::mkfifo(file("pipe").c_str(), 0600), 0);
    const auto result = sescope({"merge", path("a.profile"), "-o", path("pipe")});
    EXPECT_EQ(result.exit_code, 6) << result.err;
    EXPECT_TRUE(fs::is_fifo(file("pipe")));
    write("b.profile", "old");
    fs::permissions(file("b.profile"), fs::perms(0600));
    EXPECT_EQ(sescope({"merge", path("a.profile"), "-o", path("b.profile")}).exit_code, 0);
    EXPECT_EQ(fs::status(file("b.profile")).permissions(), fs::perms(0600));
}

TEST_F(Reliability, EqualRunsGiveEqualFilesWhenAsked) {
    make_network();
    make_images(2);
    make_profile("a.profile", {"--reproducible"});
    make_profile("b.profile", {"--reproducible"});
    EXPECT_TRUE(text_of("a.profile") == text_of("b.profile"));
    make_profile("1.profile", {"--reproducible", "--shard", "1/2"});
    make_profile("2.profile", {"--reproducible", "--shard", "2/2"});
    EXPECT_EQ(sescope({"merge", path("1.profile"), path("2.profile"), "-o", path("12.profile")})
                  .exit_code,
              0);
    EXPECT_EQ(sescope({"merge", path("2.profile"), path("1.profile"), "-o", path("21.profile")})
                  .exit_code,
              0);
    EXPECT_TRUE(text_of("12.profile") == text_of("21.profile"));
}

TEST_F(Reliability, NegativeVariancesAreWarnedOf) {
    make_network();
    StateDict weights = tiny_network();
    std::string name;
    for (const auto& tensor : weights.tensors()) {
        if (tensor.name.ends_with("running_var")) name = tensor.name;
    }
    ASSERT_FALSE(name.empty());
    std::vector<float> variance = to_float32(weights.at(name));
    variance[0] = -0.25F;
    weights.add(StateDict::make_tensor(name, {std::int64_t(variance.size())}, variance));
    write_safetensors(file("net/model.safetensors"), weights, {});
    const auto text = sescope({"info", path("net")});
    EXPECT_EQ(text.exit_code, 0) << text.err;
    EXPECT_THAT(text.out, HasSubstr("negative running variance in 1 batch norm"));
    EXPECT_THAT(text.out, HasSubstr(name));
    EXPECT_THAT(sescope({"info", path("net"), "--json"}).out, HasSubstr("negative running"));
}

// A command that waits for a reader of its output that does not read.
TEST_F(Reliability, TheFirstCtrlCEndsACommandThatKeepsNothing) {
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe2(pipe.data(), O_CLOEXEC), 0);
    ASSERT_EQ(::fcntl(pipe[1], F_SETFL, O_NONBLOCK), 0);
    while (::write(pipe[1], "x", 1) == 1) {
    }
    ASSERT_EQ(::fcntl(pipe[1], F_SETFL, 0), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(pipe[1], STDOUT_FILENO);
        ::execl(SESCOPE_PROGRAM, SESCOPE_PROGRAM, "cost", "--arch", "se_resnet50", nullptr);
        ::_exit(127);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    ::kill(child, SIGINT);
    int status = 0;
    pid_t ended = 0;
    for (int i = 0; i < 300 && ended == 0; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        ended = ::waitpid(child, &status, WNOHANG);
    }
    EXPECT_EQ(ended, child) << "does not end";
    if (ended != child) {
        ::kill(child, SIGKILL);
        ::waitpid(child, &status, 0);
    }
    EXPECT_EQ(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), 130);
    ::close(pipe[0]);
    ::close(pipe[1]);
}

}  // namespace
}  // namespace sescope::test

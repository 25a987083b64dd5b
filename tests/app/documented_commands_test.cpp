// SPDX-License-Identifier: GPL-3.0-or-later
// Every command of the documentation, run as it stands there: a line that begins with four blanks
// and "$ ". Networks and images of the names that are used there are small ones.
#include <array>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/app/cli_fixture.h"

namespace sescope::test {
namespace {

namespace fs = std::filesystem;

const fs::path kSource = SESCOPE_SOURCE;
const fs::path kDemo = kSource / "resources/demo";
const fs::path kOnnx = fs::path(SESCOPE_GOLDEN) / "graphs/se_mobilenet/se_mobilenet.script.onnx";
// The demo's classes, by names that the documentation has.
constexpr std::array<std::array<const char*, 2>, 4> kClasses{
    {{"bricks", "goldfish"}, {"dots", "pug"}, {"rings", "airliner"}, {"stars", "cliff"}}};

std::vector<std::string> commands_of(const fs::path& page) {
    constexpr std::string_view kPrompt = "    $ ";
    std::vector<std::string> commands;
    std::ifstream text(page);
    for (std::string line; std::getline(text, line);) {
        if (line.starts_with(kPrompt)) commands.push_back(line.substr(kPrompt.size()));
    }
    return commands;
}

class DocumentedCommands : public CommandLine, public ::testing::WithParamInterface<const char*> {
  protected:
    void SetUp() override {
        for (const char* name : {"seresnet50", "model", "epoch-10", "epoch-50", "epoch-90"}) {
            fs::create_symlink(kDemo / "model.safetensors",
                               file(std::string(name) + ".safetensors"));
        }
        fs::copy_file(kOnnx, file("ch_PP-OCRv4_det_infer.onnx"));
        make_classes();
    }

    /// Runs a line of a shell in the folder of the files.
    ProgramResult run(const std::string& line) const {
        const fs::path programs = fs::path(SESCOPE_PROGRAM).parent_path();
        return run_program({"/bin/bash", "-c",
                            "cd '" + path(".") + "' && PATH='" + programs.string() +
                                "':$PATH && set -e && " + line});
    }

  private:
    void make_classes() const {
        const auto drawn = sescope({"demo", "--images", path("all"), "--per-class", "8"});
        ASSERT_EQ(drawn.exit_code, 0) << drawn.err;
        std::ifstream original(kDemo / "config.json");
        std::string config{std::istreambuf_iterator<char>(original), {}};
        for (const auto& [from, to] : kClasses) {
            for (const char* root : {"imagenet/val", "images", "photographs", "val"}) {
                fs::create_directories(file(root));
                fs::copy(file("all") / from, file(root) / to, fs::copy_options::recursive);
            }
            const std::string quoted = '"' + std::string(from) + '"';
            for (auto at = config.find(quoted); at != std::string::npos; at = config.find(quoted)) {
                config.replace(at, quoted.size(), '"' + std::string(to) + '"');
            }
        }
        write("config.json", config);
    }
};

TEST_P(DocumentedCommands, RunAsTheyStandThere) {
    const auto commands = commands_of(kSource / GetParam());
    ASSERT_FALSE(commands.empty());
    for (const auto& command : commands) {
        const auto result = run(command);
        EXPECT_EQ(result.exit_code, 0) << command << '\n' << result.err;
    }
}

INSTANTIATE_TEST_SUITE_P(Of, DocumentedCommands,
                         ::testing::Values("README.md", "docs/tutorial.md", "docs/pruning.md",
                                           "docs/proof.md", "docs/until.md"),
                         [](const auto& page) { return fs::path(page.param).stem().string(); });

}  // namespace
}  // namespace sescope::test

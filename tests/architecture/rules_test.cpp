// SPDX-License-Identifier: GPL-3.0-or-later
// The architecture, held by tests: who may include what, and what the programs load.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <regex>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

const fs::path kSource = SESCOPE_SOURCE;

std::vector<fs::path> sources_under(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(kSource / folder)) {
        const auto extension = entry.path().extension();
        if (extension == ".h" || extension == ".cpp") files.push_back(entry.path());
    }
    return files;
}

// "path:line: text" of each line of the files that matches; what lies under `except` is left out.
std::vector<std::string> lines_matching(const std::vector<fs::path>& files,
                                        const std::string& pattern,
                                        const std::vector<fs::path>& except = {}) {
    const std::regex expression(pattern);
    std::vector<std::string> found;
    for (const auto& file : files) {
        const std::string relative = fs::relative(file, kSource).string();
        const bool allowed = std::any_of(except.begin(), except.end(), [&](const fs::path& folder) {
            return relative.starts_with(folder.string());
        });
        if (allowed) continue;
        std::ifstream in(file);
        std::string line;
        for (int number = 1; std::getline(in, line); ++number) {
            if (std::regex_search(line, expression)) {
                found.push_back(relative + ":" + std::to_string(number) + ": " + line);
            }
        }
    }
    return found;
}

std::string output_of(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
    std::string text;
    std::array<char, 4096> buffer{};
    while (pipe && std::fgets(buffer.data(), buffer.size(), pipe.get()) != nullptr)
        text += buffer.data();
    return text;
}

TEST(Architecture, CoreIncludesNoQt) {
    const auto files = sources_under("core");
    ASSERT_GT(files.size(), 20u);
    EXPECT_EQ(lines_matching(files, R"(#\s*include\s*[<"](Q[A-Z]|Qt|qcustomplot))"),
              std::vector<std::string>{});
}

TEST(Architecture, LibTorchIsIncludedInTheEngineOnly) {
    for (const auto* module : {"core", "app", "ui"}) {
        EXPECT_EQ(lines_matching(sources_under(module), R"(#\s*include\s*[<"](torch/|ATen|c10))",
                                 {"core/engine/torch"}),
                  std::vector<std::string>{});
    }
}

TEST(Architecture, OpenCvIsIncludedInTheDecoderOnly) {
    for (const auto* module : {"core", "app", "ui"}) {
        EXPECT_EQ(lines_matching(sources_under(module), R"(#\s*include\s*[<"]opencv2)",
                                 {"core/dataset/opencv"}),
                  std::vector<std::string>{});
    }
}

TEST(Architecture, HttplibIsIncludedInTheServerOnly) {
    for (const auto* module : {"core", "app", "ui"}) {
        EXPECT_EQ(lines_matching(sources_under(module), R"(#\s*include\s*[<"]httplib)",
                                 {"core/page/http"}),
                  std::vector<std::string>{});
    }
}

// Data goes one way: a module includes only itself and what comes before it in its pipeline.
void expect_in_order(const std::string& folder, const std::vector<std::string>& pipeline) {
    for (std::size_t module = 0; module < pipeline.size(); ++module) {
        ASSERT_TRUE(fs::exists(kSource / folder / pipeline[module])) << pipeline[module];
        std::string later;
        for (std::size_t i = module + 1; i < pipeline.size(); ++i)
            later += (later.empty() ? "" : "|") + pipeline[i];
        if (later.empty()) continue;
        EXPECT_EQ(lines_matching(sources_under(folder + "/" + pipeline[module]),
                                 R"(#\s*include\s*")" + folder + "/(" + later + ")/"),
                  std::vector<std::string>{});
    }
}

TEST(Architecture, CoreIncludesOnlyWhatComesBeforeInThePipeline) {
    expect_in_order("core", {"base", "checkpoint", "graph", "network", "cost", "engine", "dataset",
                             "excitation", "pruning", "figures", "report", "page"});
}

TEST(Architecture, TheWindowIncludesOnlyWhatComesBeforeInItsPipeline) {
    expect_in_order("ui", {"figures", "look", "jobs", "models", "bars", "pages"});
}

// An option is named by its id (Text::option): the command line words it as a flag, the window as
// the field that sets it.
TEST(Architecture, CoreNamesNoFlagOfTheCommandLine) {
    EXPECT_EQ(lines_matching(sources_under("core"), R"rx(^([^/"]|/[^/]|"[^"]*")*"[^"]*--[a-z])rx"),
              std::vector<std::string>{});
}

TEST(Architecture, EverySourceFileNamesItsLicence) {
    std::vector<std::string> without;
    for (const auto* module : {"core", "app", "ui", "tests"}) {
        for (const auto& file : sources_under(module)) {
            std::ifstream in(file);
            std::string first;
            std::getline(in, first);
            if (first != "// SPDX-License-Identifier: GPL-3.0-or-later")
                without.push_back(file.string());
        }
    }
    EXPECT_EQ(without, std::vector<std::string>{});
}

// What `--help`, `info` and `cost` load decides how fast they start.
TEST(Architecture, TheProgramLoadsNeitherLibTorchNorOpenCvNorQt) {
    const std::string libraries = output_of(std::string("ldd ") + SESCOPE_PROGRAM);
    ASSERT_NE(libraries.find("libsescope_core"), std::string::npos) << libraries;
    for (const auto* heavy :
         {"libtorch", "libc10", "libopencv", "libQt6", "libgdal", "libcpp-httplib"}) {
        EXPECT_EQ(libraries.find(heavy), std::string::npos) << heavy << " in:\n" << libraries;
    }
}

}  // namespace

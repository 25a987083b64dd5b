// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch_search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/temporary_folder.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class TorchSearch : public ::testing::Test {
  protected:
    void write(const fs::path& name, const std::string& text = {}) const {
        fs::create_directories((folder_ / name).parent_path());
        std::ofstream(folder_ / name) << text;
    }
    fs::path path(const fs::path& name) const { return fs::canonical(folder_.path()) / name; }

    // A package torch, as pip lays it.
    void make_torch(const fs::path& name, const std::string& version) const {
        write(name / "lib/libtorch_cpu.so");
        write(name / "version.py", "from typing import Optional\n__version__ = '" + version +
                                       "+cu130'\ndebug = False\n");
    }

    // An installation with engines for 2.9 and 2.15.
    TorchPlaces installed(const fs::path& prefix) const {
        for (const auto* minor : {"2.9", "2.15"}) {
            write(prefix / "lib/sescope" / (std::string("libsescope_engine-") + minor + ".so"));
        }
        TorchPlaces places;
        places.libraries = path(prefix / "lib/sescope");
        return places;
    }

    test::TemporaryFolder folder_;
};

TEST_F(TorchSearch, FindsThePackageBesideOurs) {
    const auto places = installed("site-packages/sescope");
    make_torch("site-packages/torch", "2.9.1");
    const auto found = find_torches(places);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].folder, path("site-packages/torch"));
    EXPECT_EQ(found[0].version, "2.9.1");
    EXPECT_EQ(found[0].place, "beside the program");
    EXPECT_EQ(found[0].engine, places.libraries / "libsescope_engine-2.9.so");
    EXPECT_EQ(found[0].why_not, "");
}

TEST_F(TorchSearch, FindsThoseOfEnvironmentsInTheirOrder) {
    auto places = installed("app");
    make_torch("venv/lib/python3.11/site-packages/torch", "2.15.0");
    make_torch("conda/lib/python3.9/site-packages/torch", "2.9.0");
    make_torch("usr/local/lib/python3.11/dist-packages/torch", "2.15.1");
    make_torch("home/.local/lib/python3.12/site-packages/torch", "2.15.2");
    write("usr/bin/python3");
    places.virtual_env = path("venv");
    places.conda_prefix = path("conda");
    places.path = "relative:" + path("none/bin").string() + ":" + path("usr/bin").string();
    places.home = path("home");
    std::vector<std::string> order;
    for (const auto& torch : find_torches(places))
        order.push_back(torch.place + " " + torch.version);
    EXPECT_THAT(order, ElementsAre("$VIRTUAL_ENV 2.15.0", "$CONDA_PREFIX 2.9.0",
                                   "python3 of the PATH 2.15.1", "user site of Python 2.15.2"));
}

TEST_F(TorchSearch, TakesTheEnvironmentOfALinkedPython) {
    auto places = installed("app");
    make_torch("venv/lib/python3.11/site-packages/torch", "2.15.0");
    make_torch("usr/lib/python3.11/site-packages/torch", "2.9.0");
    write("usr/bin/python3");
    write("venv/pyvenv.cfg");
    fs::create_directories(path("venv/bin"));
    fs::create_symlink(path("usr/bin/python3"), path("venv/bin/python3"));
    places.path = path("venv/bin").string();
    EXPECT_EQ(find_torches(places).at(0).version, "2.15.0");
    fs::remove(path("venv/pyvenv.cfg"));
    EXPECT_EQ(find_torches(places).at(0).version, "2.9.0");
}

// What is started in somebody else's folder loads nothing of it.
TEST_F(TorchSearch, TakesNothingFromTheFolderItIsStartedIn) {
    const auto places = installed("app");
    write("elsewhere/lib/libtorch_cpu.so");
    const fs::path before = fs::current_path();
    fs::current_path(path("elsewhere"));
    const auto found = find_torches(places);
    fs::current_path(before);
    EXPECT_TRUE(found.empty());
}

TEST_F(TorchSearch, TellsEachOnce) {
    auto places = installed("venv/lib/python3.11/site-packages/sescope");
    make_torch("venv/lib/python3.11/site-packages/torch", "2.15.0");
    places.virtual_env = path("venv");
    EXPECT_EQ(find_torches(places).size(), 1u);
}

TEST_F(TorchSearch, WhatIsChosenCountsAlone) {
    auto places = installed("site-packages/sescope");
    make_torch("site-packages/torch", "2.9.1");
    write("libtorch/lib/libtorch_cpu.so");
    write("libtorch/build-version", "2.15.0+cpu\n");
    places.chosen = path("libtorch");
    auto found = find_torches(places);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].version, "2.15.0");
    EXPECT_EQ(found[0].place, "$SESCOPE_TORCH");
    make_torch("venv/lib/python3.11/site-packages/torch", "2.9.0");
    places.chosen = path("venv");
    EXPECT_EQ(find_torches(places).at(0).version, "2.9.0");
    places.chosen = path("site-packages/sescope");
    found = find_torches(places);
    EXPECT_TRUE(found.empty());
    const auto reason = explain_no_torch(places, found);
    EXPECT_THAT(reason.message.str(), HasSubstr("SESCOPE_TORCH names no PyTorch: " +
                                                path("site-packages/sescope").string()));
    EXPECT_THAT(reason.hint.str(), HasSubstr("PyTorch 2.15, 2.9"));
}

TEST_F(TorchSearch, ReadsTheVersionFromHeaders) {
    auto places = installed("app");
    write("libtorch/lib/libtorch_cpu.so");
    write("libtorch/include/torch/headeronly/version.h",
          "#define TORCH_VERSION_MAJOR 2\n\n/// Indicates minor\n#define TORCH_VERSION_MINOR 15\n"
          "#define TORCH_VERSION_PATCH 3\n");
    places.chosen = path("libtorch");
    EXPECT_EQ(find_torches(places).at(0).version, "2.15.3");
}

TEST_F(TorchSearch, SaysWhyOneCannotBeUsed) {
    auto places = installed("app");
    make_torch("old/lib/python3.8/site-packages/torch", "2.1.0");
    make_torch("abi/lib/python3.9/site-packages/torch", "2.9.0");
    write("abi/lib/python3.9/site-packages/torch/share/cmake/Torch/TorchConfig.cmake",
          "set(TORCH_CXX_FLAGS \"-D_GLIBCXX_USE_CXX11_ABI=0\")\n");
    places.virtual_env = path("old");
    places.conda_prefix = path("abi");
    const auto found = find_torches(places);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].why_not, "there is no engine for this version");
    EXPECT_EQ(found[1].why_not, "it is built for GCC's old ABI");
    const auto reason = explain_no_torch(places, found);
    EXPECT_THAT(reason.message.str(), HasSubstr("2.1.0, $VIRTUAL_ENV): there is no engine"));
    EXPECT_THAT(reason.hint.str(), HasSubstr("PyTorch 2.15, 2.9"));
}

TEST_F(TorchSearch, SaysWhatToDoWhereThereIsNone) {
    const auto places = installed("app");
    EXPECT_THAT(engine_versions(places), ElementsAre("2.15", "2.9"));
    EXPECT_THAT(explain_no_torch(places, {}).message.str(), HasSubstr("no PyTorch was found"));
    EXPECT_THAT(explain_no_torch(places, {}).hint.str(), HasSubstr("pip install torch"));
    EXPECT_THAT(explain_no_torch({}, {}).message.str(), HasSubstr("has no engine"));
}

}  // namespace
}  // namespace sescope

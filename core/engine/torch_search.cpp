// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch_search.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <system_error>

#include "core/base/message.h"
#include "core/base/resources.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

constexpr const char* kEngine = "libsescope_engine-";

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

bool is_there(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

// No path is none, rather than the folder that the program is started in.
bool is_torch(const fs::path& folder) {
    return !folder.empty() && is_there(folder / "lib" / "libtorch_cpu.so");
}

// Names in a folder that begin so, the last in the alphabet first; none where it cannot be read.
std::vector<fs::path> entries(const fs::path& folder, std::string_view beginning) {
    std::vector<fs::path> found;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        if (it->path().filename().string().starts_with(beginning)) found.push_back(it->path());
    }
    std::ranges::sort(found, std::greater<>());
    return found;
}

// "torch" in the packages of the Python whose prefix this is: an environment's, or /usr.
std::vector<fs::path> torches_of_prefix(const fs::path& prefix) {
    std::vector<fs::path> found;
    for (const auto* library : {"lib", "lib64", "local/lib"}) {
        for (const auto& python : entries(prefix / library, "python3")) {
            for (const auto* packages : {"site-packages", "dist-packages"}) {
                if (is_torch(python / packages / "torch"))
                    found.push_back(python / packages / "torch");
            }
        }
    }
    return found;
}

// The prefix of the first python3 of PATH. An environment's bin/python3 is a link to another's.
fs::path prefix_of_python(std::string_view path) {
    while (!path.empty()) {
        const auto end = std::min(path.find(':'), path.size());
        const fs::path folder(path.substr(0, end));
        path.remove_prefix(std::min(end + 1, path.size()));
        // A relative entry would make what is loaded depend on where the program is started.
        if (!folder.is_absolute() || !is_there(folder / "python3")) continue;
        if (is_there(folder.parent_path() / "pyvenv.cfg")) return folder.parent_path();
        std::error_code error;
        const fs::path program = fs::canonical(folder / "python3", error);
        return error ? fs::path() : program.parent_path().parent_path();
    }
    return {};
}

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string text(std::size_t{1} << 16, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    return text;
}

// A package tells it in version.py, an unpacked LibTorch in build-version; both keep headers.
std::string version_of(const fs::path& torch) {
    std::smatch match;
    const std::string package = text_of(torch / "version.py");
    static const std::regex kPackage(R"(__version__\s*=\s*['"](\d+\.\d+\.\d+))");
    if (std::regex_search(package, match, kPackage)) return match[1];
    const std::string unpacked = text_of(torch / "build-version");
    static const std::regex kUnpacked(R"(^(\d+\.\d+\.\d+))");
    if (std::regex_search(unpacked, match, kUnpacked)) return match[1];
    for (const auto* header :
         {"include/torch/headeronly/version.h", "include/torch/csrc/api/include/torch/version.h"}) {
        const std::string macros = text_of(torch / header);
        static const std::regex kMacros(
            R"(VERSION_MAJOR (\d+)[^]*VERSION_MINOR (\d+)[^]*VERSION_PATCH (\d+))");
        if (std::regex_search(macros, match, kMacros))
            return match[1].str() + "." + match[2].str() + "." + match[3].str();
    }
    return {};
}

std::string minor_of(const std::string& version) {
    return version.substr(0, version.find('.', version.find('.') + 1));
}

FoundTorch looked_at(const TorchPlaces& places, const fs::path& folder, std::string place) {
    FoundTorch torch{folder, version_of(folder), std::move(place), {}, {}};
    const std::string engine = kEngine + minor_of(torch.version) + ".so";
    for (const auto& libraries : {places.libraries, places.build_engines}) {
        if (torch.engine.empty() && !libraries.empty() && is_there(libraries / engine))
            torch.engine = libraries / engine;
    }
    if (torch.version.empty()) {
        torch.why_not = "its version is not told by any of its files";
    } else if (text_of(folder / "share/cmake/Torch/TorchConfig.cmake")
                   .find("_GLIBCXX_USE_CXX11_ABI=0") != std::string::npos) {
        torch.why_not = "it is built for GCC's old ABI";
    } else if (torch.engine.empty()) {
        torch.why_not = "there is no engine for this version";
    }
    return torch;
}

struct Candidate {
    fs::path folder;
    std::string place;
};

std::vector<Candidate> candidates(const TorchPlaces& places) {
    std::vector<Candidate> found;
    const auto add_prefix = [&found](const fs::path& prefix, const char* place) {
        if (prefix.empty()) return;
        for (auto& folder : torches_of_prefix(prefix)) found.push_back({std::move(folder), place});
    };
    if (!places.chosen.empty()) {
        if (is_torch(places.chosen)) found.push_back({places.chosen, "$SESCOPE_TORCH"});
        add_prefix(places.chosen, "$SESCOPE_TORCH");
        return found;
    }
    // Ours may lie in a package beside torch (site-packages/sescope/..), or in an installed tree.
    for (fs::path folder = places.libraries; folder.has_relative_path();
         folder = folder.parent_path()) {
        for (const auto* name : {"torch", "libtorch"}) {
            if (is_torch(folder / name)) found.push_back({folder / name, "beside the program"});
        }
    }
    if (is_torch(places.built_with))
        found.push_back({places.built_with, "what this was built with"});
    add_prefix(places.virtual_env, "$VIRTUAL_ENV");
    add_prefix(places.conda_prefix, "$CONDA_PREFIX");
    add_prefix(prefix_of_python(places.path), "python3 of the PATH");
    if (!places.home.empty()) add_prefix(places.home / ".local", "user site of Python");
    return found;
}

}  // namespace

TorchPlaces torch_places() {
    TorchPlaces places;
    places.chosen = environment("SESCOPE_TORCH");
    places.libraries = libraries_folder();
    places.built_with = SESCOPE_BUILD_TORCH;
    places.virtual_env = environment("VIRTUAL_ENV");
    places.conda_prefix = environment("CONDA_PREFIX");
    places.home = environment("HOME");
    places.path = environment("PATH");
    places.build_engines = SESCOPE_BUILD_LIBRARIES;
    return places;
}

std::vector<FoundTorch> find_torches(const TorchPlaces& places) {
    std::vector<FoundTorch> found;
    std::vector<fs::path> seen;
    for (auto& [folder, place] : candidates(places)) {
        std::error_code error;
        const fs::path same = fs::canonical(folder, error);
        if (error || std::ranges::find(seen, same) != seen.end()) continue;
        seen.push_back(same);
        found.push_back(looked_at(places, folder, std::move(place)));
    }
    return found;
}

std::vector<std::string> engine_versions(const TorchPlaces& places) {
    std::vector<std::pair<int, int>> minors;
    for (const auto& libraries : {places.libraries, places.build_engines}) {
        if (libraries.empty()) continue;
        for (const auto& file : entries(libraries, kEngine)) {
            static const std::regex kName(R"(libsescope_engine-(\d{1,4})\.(\d{1,4})\.so)");
            std::smatch match;
            const std::string name = file.filename().string();
            if (std::regex_match(name, match, kName))
                minors.emplace_back(std::stoi(match[1]), std::stoi(match[2]));
        }
    }
    std::ranges::sort(minors, std::greater<>());
    minors.erase(std::unique(minors.begin(), minors.end()), minors.end());
    std::vector<std::string> versions;
    for (const auto& [major, minor] : minors)
        versions.push_back(fmt::format("{}.{}", major, minor));
    return versions;
}

NoTorch explain_no_torch(const TorchPlaces& places, const std::vector<FoundTorch>& found) {
    const auto versions = engine_versions(places);
    if (versions.empty()) {
        return {"this installation of SE Scope has no engine, so that no network can be run",
                "profiles, info and cost work without it"};
    }
    const std::string wanted = fmt::format("PyTorch {}", fmt::join(versions, ", "));
    if (found.empty() && !places.chosen.empty()) {
        return {
            text("SESCOPE_TORCH names no PyTorch: {}", places.chosen.string()),
            text("name the folder torch of a Python environment, an environment, or an unpacked "
                 "LibTorch; this installation runs with {}",
                 wanted)};
    }
    if (found.empty()) {
        return {
            "no PyTorch was found, by whose library networks are run",
            text("activate the Python environment that has it, install it (pip install torch), or "
                 "name its folder in SESCOPE_TORCH; this installation runs with {}",
                 wanted)};
    }
    std::vector<std::string> reasons;
    for (const auto& torch : found) {
        reasons.push_back(fmt::format("{} ({}, {}): {}", torch.folder.string(),
                                      torch.version.empty() ? "unknown version" : torch.version,
                                      torch.place, torch.why_not));
    }
    return {text("no PyTorch that was found can be used: {}",
                 fmt::format("{}", fmt::join(reasons, "; "))),
            text("this installation runs with {}; install one of them, or name its folder in "
                 "SESCOPE_TORCH",
                 wanted)};
}

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/resources.h"

#include <dlfcn.h>

#include <cstdlib>
#include <system_error>
#include <vector>

#include "core/base/error.h"
#include "core/base/message.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

// The folder that holds this very library: everything else is found relative to it.
fs::path find_library_folder() {
    Dl_info info{};
    if (::dladdr(reinterpret_cast<const void*>(&resource_path), &info) == 0) return {};
    std::error_code ignored;
    return fs::weakly_canonical(info.dli_fname, ignored).parent_path();
}

// Found when this library is loaded: later the loader may be busy with LibTorch for a second, and
// whoever asks it waits so long, the window too.
[[maybe_unused]] const fs::path& found_at_start = libraries_folder();

// Of a build tree; a package is built without such places.
constexpr const char* kSourceResources = SESCOPE_SOURCE_RESOURCES;
constexpr const char* kBuildLibraries = SESCOPE_BUILD_LIBRARIES;

}  // namespace

const fs::path& libraries_folder() {
    static const fs::path folder = find_library_folder();
    return folder;
}

fs::path resource_path(const fs::path& relative) {
    std::vector<fs::path> roots;
    if (const char* chosen = std::getenv("SESCOPE_RESOURCES")) roots.emplace_back(chosen);
    // Installed: <prefix>/lib[/<triplet>]/sescope/libsescope_core.so, <prefix>/share/sescope.
    for (fs::path folder = libraries_folder(); folder.has_relative_path();
         folder = folder.parent_path()) {
        roots.push_back(folder / "share" / "sescope");
    }
    roots.emplace_back(kSourceResources);
    std::error_code ignored;
    for (const auto& root : roots) {
        // An empty one would be the working folder.
        if (!root.empty() && fs::exists(root / relative, ignored)) return root / relative;
    }
    // Of the wheel alone: the weights are larger than all programs together.
    throw Error(
        ErrorKind::usage, text("resource is missing: {}", relative.string()), {},
        *relative.begin() == "demo"
            ? "the demo's network is a package of its own: pip install sescope-demo"
            : "install SE Scope again, or set SESCOPE_RESOURCES to its share/sescope folder");
}

fs::path plugin_path(const char* name) {
    std::error_code ignored;
    for (const auto& folder : {libraries_folder(), fs::path(kBuildLibraries)}) {
        if (!folder.empty() && fs::exists(folder / name, ignored)) return folder / name;
    }
    return {};
}

}  // namespace sescope

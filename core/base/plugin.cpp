// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/plugin.h"

#include <dlfcn.h>

#include "core/base/message.h"
#include "core/base/resources.h"

namespace sescope {

void* open_plugin(const char* library, const char* symbol, ErrorKind kind, const Text& hint) {
    const auto path = plugin_path(library);
    if (path.empty()) {
        throw Error(kind, text("{} is not part of this build or was not found", library), {}, hint);
    }
    return open_plugin_at(path, symbol, kind, hint);
}

void* open_plugin_at(const std::filesystem::path& path, const char* symbol, ErrorKind kind,
                     const Text& hint) {
    // Never closed: its threads and registries live as long as the program.
    void* handle = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) {
        throw Error(kind, text("cannot be opened: {}", Text(::dlerror())), path, hint);
    }
    void* address = ::dlsym(handle, symbol);
    if (address == nullptr) {
        throw Error(kind, text("has no {}: it is of another version", symbol), path, hint);
    }
    return address;
}

}  // namespace sescope

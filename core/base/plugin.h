// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "core/base/error.h"

namespace sescope {

/// Opens one of our shared libraries ("libsescope_engine.so") once for the life of the program and
/// returns the address of `symbol`. Throws Error{kind} saying what is missing, with `hint`.
void* open_plugin(const char* library, const char* symbol, ErrorKind kind, const Text& hint);

/// The same of the library in this very file.
void* open_plugin_at(const std::filesystem::path& file, const char* symbol, ErrorKind kind,
                     const Text& hint);

}  // namespace sescope

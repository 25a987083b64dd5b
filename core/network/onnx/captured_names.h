// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "core/network/onnx/messages.h"

namespace sescope::onnx {

/// Names that the graphs in a node's attributes read from outside (and some that they do not).
/// Throws Error{model} where graphs are nested too deep.
std::vector<std::string_view> captured_names(const Node& node, const std::filesystem::path& path);

/// Throws Error{model} beyond `kDeepestNesting`.
void require_shallow(int depth, const std::filesystem::path& path);

}  // namespace sescope::onnx

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/network/onnx/messages.h"

namespace sescope::onnx {

/// The module of PyTorch that a node stands in ("blocks.3.0.se"), as far as the file tells: from
/// the scopes that the dynamo exporter writes beside a node, or from a name like
/// "/blocks/blocks.3/blocks.3.0/se/Mul" of the older one. Empty where neither is there.
std::string module_path(const Node& node);

}  // namespace sescope::onnx

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/network/onnx/messages.h"

namespace sescope::onnx {

/// The names of classes in a file's metadata ("names", "labels", "classes", ..): a list or a
/// dictionary by number, as JSON or as Python prints it, or a line each. Empty where there are
/// none, or where they cannot be put in order. What text recognisers keep as "character" is none.
std::vector<std::string> class_names(std::span<const Property> metadata);

/// The same of one text.
std::vector<std::string> listed_names(std::string_view text);

}  // namespace sescope::onnx

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the code of a TorchScript archive states in plain literals. It is read as text, never run.

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/checkpoint/stated_facts.h"

namespace sescope {

/// Text of a file below `code/`, by its path there; nothing where it is missing.
using CodeLookup = std::function<std::optional<std::span<const std::byte>>(std::string_view file)>;

/// Completes the modules of a TorchScript archive, whose types are "__torch__. .." so far: their
/// class's constants (`stride : Final[Tuple[int, int]] = (2, 2)`), the literals of the one
/// operation of a traced torch.nn module (`torch._convolution(x, weight, None, [2, 2], ..)`), and
/// the functions that it calls; types become those of the compiled classes. What is not plain to
/// read is left out.
void add_script_code(ModuleTree& modules, const CodeLookup& code);

}  // namespace sescope

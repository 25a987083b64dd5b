// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string_view>
#include <unordered_map>

#include "core/network/exported/program.h"

namespace sescope {

/// Reads a node that computes with whole numbers: sizes of tensors (aten.sym_size), and their sums,
/// products and quotients. False where it is none. Throws Error{model} where it is one that is not
/// read.
bool read_number(const ExportedNode& node, const ExportedProgram& program,
                 std::unordered_map<std::string_view, Extent>& numbers,
                 const std::function<Extents(std::string_view)>& shape_of);

/// A symbolic argument: {"as_int": 3} or {"as_name": "sym_size_int_1"}.
Extent number_of(const nlohmann::json& argument, const ExportedProgram& program,
                 const std::unordered_map<std::string_view, Extent>& numbers);

}  // namespace sescope

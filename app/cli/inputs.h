// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace sescope::cli {

/// Throws Error{output} where a file to write is one that the command reads, or is asked for twice.
/// Inputs may be folders of a model hub; empty names and "-" are no files.
void require_other_files(const std::vector<std::string>& outputs,
                         const std::vector<std::string>& inputs);

}  // namespace sescope::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/report/table.h"

namespace sescope::testing {

/// What stands below a table, in English.
inline std::vector<std::string> notes_of(const Table& table) {
    std::vector<std::string> notes;
    for (const Text& note : table.notes) notes.push_back(note.str());
    return notes;
}

}  // namespace sescope::testing

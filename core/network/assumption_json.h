// SPDX-License-Identifier: GPL-3.0-or-later
// What was assumed of a network, as profiles and `info --json` have it.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "core/network/imported.h"

namespace sescope {

class JsonFields;

/// {"what", "value", "why", "flag"}, in English.
nlohmann::ordered_json to_json(const Assumption& assumption);

/// The list "assumptions" of an object, of at most `most`. Beside the English of one may stand
/// "parts", the parts of its texts by their names (core/base/text_json.h). Throws Error{data} as
/// `JsonFields`.
std::vector<Assumption> assumptions_from(const JsonFields& fields, std::size_t most);

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
// Texts in files: their English, and beside it their parts, where they have some.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/base/text.h"

namespace sescope {

/// {"pattern": .., "values": [..]}, each value a string or such an object again; null where the
/// English says all: a name, or a pattern without places.
nlohmann::ordered_json parts_of(const Text& text);

/// The text whose English is `english`: with its parts where `parts` gives them and they say the
/// same, else as a word that may be translated. `parts` comes from a file: what makes no sense is
/// passed over.
Text text_from(const std::string& english, const nlohmann::ordered_json& parts);

/// What files say of the option that changes something: "--stride-in conv1", or a sentence that
/// begins with one. Its English is `flag`.
Text option_from(const std::string& flag);

}  // namespace sescope

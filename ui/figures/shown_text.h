// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/base/text.h"

namespace sescope {

/// The words of a figure in the language of the program: patterns are looked up in the context
/// "figures", names stay as they are.
QString shown(const Text& text);

}  // namespace sescope

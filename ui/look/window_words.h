// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace sescope::ui {

/// Core's advice names flags of the command line: here it names what the window has for them.
/// English in, English out; what names no flag stays as it is.
QString in_words_of_window(const QString& english);

}  // namespace sescope::ui

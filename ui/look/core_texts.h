// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <span>
#include <string_view>

#include "core/base/error.h"

namespace sescope::ui {

/// What core says (headers of tables, notes, assumptions, errors) in the language and the words of
/// the window: its pattern is translated and its values are filled in, those that are texts in
/// turn. Names and numbers stay as they are, whatever they are called. A pattern that no
/// translation is known of stays English.
QString core_text(const Text& text);

/// A word of core's ("legacy", "stuck"), where it is at hand without being a `Text`.
QString core_word(std::string_view word);

/// "seresnet50.pth: is empty; copy or download it again", in the language of the window.
QString error_text(const Error& error);

/// The patterns and words that are known (ui/look/core_templates.cpp), for lupdate and tests.
std::span<const char* const> core_templates();

}  // namespace sescope::ui

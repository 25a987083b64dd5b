// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <span>
#include <string_view>

#include "core/base/error.h"

namespace sescope::ui {

/// What core says (headers of tables, notes, assumptions, errors) in the language of the window.
/// Core speaks English and knows no Qt, so its texts are recognised here: word for word, or by a
/// template whose "%1" .. stand for anything ("there is no class '%1'"). What is put into a
/// template is translated in turn. A text that nothing fits stays as it is.
/// Advice that names flags of the command line names what the window has for them.
QString core_text(std::string_view english);

/// "seresnet50.pth: is empty; copy or download it again", in the language of the window.
QString error_text(const Error& error);

/// The texts and templates that are known (ui/look/core_templates.cpp), for tests.
std::span<const char* const> core_templates();

}  // namespace sescope::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include "core/base/text.h"

namespace sescope {

/// A pattern with "%1" .. replaced by the values, one by one, so that what is put in is not
/// searched again. A place that no value is there for stays as it is.
QString filled_in(const QString& pattern, const QStringList& values);

/// The words of a figure in the language of the program: patterns are looked up in the context
/// "figures", names stay as they are.
QString shown(const Text& text);

}  // namespace sescope

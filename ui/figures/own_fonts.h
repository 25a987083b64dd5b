// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sescope {

/// A package that brings all it needs (packaging/bundle.py) has fonts among its resources. On a
/// machine without a configuration of fonts (a container) they are used, and texts of figures are
/// seen. Called before Qt's application is made.
void use_own_fonts_where_there_are_none();

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QMainWindow;

namespace sescope::ui {

/// The keys of every command in the menus of `window`, in a window of its own that stays open.
void show_keys(QMainWindow& window);
/// What SE Scope is, its version and licence.
void show_about(QMainWindow& window);

}  // namespace sescope::ui

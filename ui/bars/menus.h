// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QMainWindow;
class QTabWidget;

namespace sescope::ui {

class Commands;

/// Fills the menu bar of `window`: the commands, its panes, and the figures by number.
void make_menus(QMainWindow& window, const Commands& commands, QTabWidget& figures);

}  // namespace sescope::ui

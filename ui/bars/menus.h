// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QMainWindow;

namespace sescope::ui {

class Commands;
class FigureTabs;

/// Fills the menu bar of `window`: the commands, its panes, and the figures by number.
void make_menus(QMainWindow& window, const Commands& commands, FigureTabs& figures);

}  // namespace sescope::ui

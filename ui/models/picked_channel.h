// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace sescope::ui {

class Workspace;

/// The index of the selected block in the profile; -1 without one.
int selected_block(const Workspace& workspace);
/// How many channels the selected block has; 0 without one.
int channels_of_selected(const Workspace& workspace);

/// "channel 901 of SE_4_6", where one is picked that the block has; else empty.
QString picked_channel_text(const Workspace& workspace);

}  // namespace sescope::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/picked_channel.h"

#include <QCoreApplication>

#include "ui/models/workspace.h"

namespace sescope::ui {
namespace {

struct PickedChannel {
    Q_DECLARE_TR_FUNCTIONS(PickedChannel)
};

}  // namespace

int selected_block(const Workspace& workspace) {
    const ProfilePtr& profile = workspace.profile();
    return profile ? profile->find_block(workspace.selection().block.toStdString()) : -1;
}

int channels_of_selected(const Workspace& workspace) {
    const int block = selected_block(workspace);
    return block < 0 ? 0
                     : workspace.profile()->gates.blocks[static_cast<std::size_t>(block)].channels;
}

QString picked_channel_text(const Workspace& workspace) {
    const Selection& selection = workspace.selection();
    if (selection.channel < 0 || selection.channel >= channels_of_selected(workspace)) return {};
    return PickedChannel::tr("channel %L1 of %2").arg(selection.channel).arg(selection.block);
}

}  // namespace sescope::ui

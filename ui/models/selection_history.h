// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUndoStack>

namespace sescope::ui {

class Workspace;

/// Undo and redo of what the person selected: block, classes, channel.
class SelectionHistory : public QUndoStack {
    Q_OBJECT

  public:
    explicit SelectionHistory(Workspace& workspace, QObject* parent = nullptr);
};

}  // namespace sescope::ui

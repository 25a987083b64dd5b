// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QWidget;

namespace sescope::ui {

class Workspace;

/// Asks for files, and opens or saves them in the workspace. Each dialog begins where the last one
/// of its kind ended.
class FileDialogs : public QObject {
    Q_OBJECT

  public:
    FileDialogs(Workspace& workspace, QWidget* window);

    void ask_network();
    void ask_network_folder();
    void ask_images();
    void ask_profile();
    /// Whether a file was chosen, and is being written.
    bool ask_save();

  private:
    Workspace& workspace_;
    QWidget* window_;
};

/// Of dialogs that open a network: every extension that a reader takes.
QString network_filter();

}  // namespace sescope::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolBar>

#include "core/excitation/network_record.h"

namespace sescope::ui {

class Commands;
class PanelButton;
class RunPanel;
class Workspace;

/// What is open and what can be done with it: network, images, how to run, Run and Stop. Each of
/// the first three opens a panel with everything about it.
class NetworkBar : public QToolBar {
    Q_OBJECT

  public:
    NetworkBar(Workspace& workspace, const Commands& commands, QWidget* parent = nullptr);

  private:
    void show_network();
    void show_images();
    void show_settings();

    Workspace& workspace_;
    RunPanel* run_panel_;
    PanelButton* network_;
    PanelButton* images_;
    PanelButton* settings_;
};

/// "224 px", "48 x 192 px": height first.
QString input_size_text(const Preprocessing& images);

/// "SE-ResNet-50 · 26.1 M · 4.09 GMAC · 10 classes · 224 px (2 assumed)"
QString network_text(const NetworkRecord& model);

}  // namespace sescope::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolBar>

#include "core/network/network_spec.h"

class QLabel;

namespace sescope::ui {

class Commands;
class Workspace;

/// What is open and what can be done with it: network, images, Run and Stop.
class NetworkBar : public QToolBar {
    Q_OBJECT

  public:
    NetworkBar(Workspace& workspace, const Commands& commands, QWidget* parent = nullptr);

  private:
    void show_network();
    void show_images();

    Workspace& workspace_;
    QLabel* network_;
    QLabel* images_;
};

/// "SE-ResNet-50 · 26.1 M · 4.09 GMAC · 10 classes · 224 px (2 assumed)"
QString network_text(const NetworkSpec& spec);

}  // namespace sescope::ui

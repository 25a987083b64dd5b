// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace sescope::ui {

/// What the window shows before anything is open: what can be opened, and the demo.
class StartPage : public QWidget {
    Q_OBJECT

  public:
    explicit StartPage(QWidget* parent = nullptr);
    /// One more button: a run was cut off, and what it had is still there.
    void offer_partial();

  signals:
    void open_network_asked();
    void open_images_asked();
    void open_profile_asked();
    void demo_asked();
    void partial_asked();
};

}  // namespace sescope::ui

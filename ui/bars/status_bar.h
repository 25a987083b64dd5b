// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStatusBar>

#include "core/base/progress.h"

class QLabel;
class QTimer;
class QProgressBar;

namespace sescope::ui {

class Workspace;

/// The foot of the window: what was last said, the read-out under the cursor, the picked channel,
/// and how far the run is.
class StatusBar : public QStatusBar {
    Q_OBJECT

  public:
    explicit StatusBar(Workspace& workspace, QWidget* parent = nullptr);

    /// Says it for some seconds.
    void say(const QString& text);
    /// What is under the cursor: "channel 217: tench 0.83 ± 0.06 (n = 50)".
    void show_reading(const QString& text);

  private:
    void show_progress(const Progress& progress);
    void show_running();
    void say_the_end();
    void show_device();
    void show_picked();

    Workspace& workspace_;
    QLabel* message_;
    QLabel* reading_;
    QLabel* picked_;
    QLabel* progress_label_;
    QLabel* device_;
    QProgressBar* progress_;
    QTimer* expiry_;
    bool was_running_ = false;
};

/// "1,250 / 3,925 · 17.4 images/s · 2 min 34 s left"
QString progress_text(const Progress& progress);

}  // namespace sescope::ui

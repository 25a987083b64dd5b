// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/base/progress.h"

class QLabel;
class QProgressBar;

namespace sescope::ui {

class Pruning;

/// How far a search or a proof is, and what it is doing; hidden where nothing is measured.
class MeasuringLine : public QWidget {
    Q_OBJECT

  public:
    explicit MeasuringLine(Pruning& pruning, QWidget* parent = nullptr);

  private:
    void show_running();
    void show_progress(const Progress& progress);

    Pruning& pruning_;
    QLabel* status_;
    QProgressBar* progress_;
};

}  // namespace sescope::ui

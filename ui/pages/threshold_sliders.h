// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "core/pruning/verdict.h"

class QLabel;
class QSlider;

namespace sescope::ui {

class Pruning;

/// A slider for each rule that verdicts follow, and one for how near is near. Verdicts follow at
/// once.
class ThresholdSliders : public QWidget {
    Q_OBJECT

  public:
    explicit ThresholdSliders(Pruning& pruning, QWidget* parent = nullptr);

  private:
    struct Row {
        double VerdictThresholds::*threshold;
        double most;
        QSlider* slider;
        QLabel* value;
    };
    void add_row(const QString& name, const QString& tip, double VerdictThresholds::*threshold,
                 double most);
    void show_thresholds();

    Pruning& pruning_;
    std::vector<Row> rows_;
};

}  // namespace sescope::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <string_view>
#include <vector>

#include "core/pruning/verdict.h"

class QLabel;
class QSlider;
class QSpinBox;

namespace sescope::ui {

class Pruning;

/// A slider for each rule that verdicts follow, one for how near is near, and the first stage whose
/// saturated blocks may go; each with a plain name and the sentence that says what it does.
/// Verdicts follow at once.
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
    void add_row(std::string_view key, const QString& name, const QString& sentence,
                 double VerdictThresholds::*threshold, double most);
    /// `slider`: where a label beside the name says the value; else `value` is moved itself.
    void add_control(const QString& name, const QString& sentence, QWidget* value,
                     QWidget* slider = nullptr);
    void show_thresholds();

    Pruning& pruning_;
    QSpinBox* late_;
    std::vector<Row> rows_;
};

}  // namespace sescope::ui

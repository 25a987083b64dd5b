// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/threshold_sliders.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <cmath>

#include "ui/models/pruning.h"
#include "ui/models/verdicts_model.h"

namespace sescope::ui {
namespace {

constexpr int kSteps = 400;
constexpr double kMostChange = 0.4;  // of an output: beyond it nothing is nearly constant
constexpr double kMostSpread = 0.2;  // of a gate's standard deviation
constexpr double kMostMargin = 0.5;
constexpr int kLastStage = 9;

}  // namespace

ThresholdSliders::ThresholdSliders(Pruning& pruning, QWidget* parent)
    : QWidget(parent), pruning_(pruning) {
    auto* grid = new QGridLayout(this);
    grid->setColumnStretch(1, 1);
    grid->setVerticalSpacing(2);
    for (const VerdictRule& rule : verdict_rules()) {
        const QString metric = metric_name(rule);
        const QString kind = verdict_word(rule.kind);
        const double most = rule.at_least ? 1 : rule.key == "spread" ? kMostSpread : kMostChange;
        add_row(rule.at_least ? tr("%1: %2 from").arg(kind, metric)
                              : tr("%1: %2 up to").arg(kind, metric),
                tr("The first rule that holds, from top to bottom, decides"), rule.threshold, most);
    }
    add_row(tr("near: thresholds off by"),
            tr("A verdict is near another one that thresholds this much off would give"),
            &VerdictThresholds::margin, kMostMargin);
    auto* late = new QSpinBox;
    late->setObjectName(QStringLiteral("late_stage"));
    late->setRange(0, kLastStage);
    late->setKeyboardTracking(false);
    auto* late_label = new QLabel(tr("saturated blocks may go from stage"));
    const QString why = tr("What an earlier block changes a little, all stages behind it receive");
    late_label->setToolTip(why);
    late->setToolTip(why);
    late->setAccessibleName(late_label->text());
    late_label->setBuddy(late);
    const int late_row = static_cast<int>(rows_.size());
    grid->addWidget(late_label, late_row, 0);
    grid->addWidget(late, late_row, 2);
    connect(late, &QSpinBox::valueChanged, this, [this](int stage) {
        VerdictThresholds thresholds = pruning_.thresholds();
        thresholds.late_stage = stage;
        pruning_.set_thresholds(thresholds);
    });
    auto* reset = new QPushButton(tr("As at first"));
    reset->setToolTip(tr("The thresholds that SE Scope comes with"));
    grid->addWidget(reset, late_row + 1, 2);
    grid->setRowStretch(late_row + 2, 1);
    connect(reset, &QPushButton::clicked, this, [this] { pruning_.set_thresholds({}); });
    connect(&pruning_, &Pruning::verdicts_changed, this, &ThresholdSliders::show_thresholds);
    show_thresholds();
}

void ThresholdSliders::add_row(const QString& name, const QString& tip,
                               double VerdictThresholds::*threshold, double most) {
    auto* grid = qobject_cast<QGridLayout*>(layout());
    const int row = static_cast<int>(rows_.size());
    auto* label = new QLabel(name);
    auto* slider = new QSlider(Qt::Horizontal);
    auto* value = new QLabel;
    label->setToolTip(tip);
    slider->setToolTip(tip);
    slider->setAccessibleName(name);
    slider->setRange(0, kSteps);
    value->setMinimumWidth(value->fontMetrics().horizontalAdvance(QStringLiteral("100.0 %")));
    value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    grid->addWidget(label, row, 0);
    grid->addWidget(slider, row, 1);
    grid->addWidget(value, row, 2);
    rows_.push_back({threshold, most, slider, value});
    connect(slider, &QSlider::valueChanged, this, [this, threshold, most](int position) {
        VerdictThresholds thresholds = pruning_.thresholds();
        thresholds.*threshold = most * position / kSteps;
        pruning_.set_thresholds(thresholds);
    });
}

void ThresholdSliders::show_thresholds() {
    auto* late = findChild<QSpinBox*>(QStringLiteral("late_stage"));
    const QSignalBlocker silent(late);
    late->setValue(pruning_.thresholds().late_stage);
    for (const Row& row : rows_) {
        const double threshold = pruning_.thresholds().*row.threshold;
        const QSignalBlocker quiet(row.slider);
        row.slider->setValue(static_cast<int>(std::lround(threshold / row.most * kSteps)));
        row.value->setText(QStringLiteral("%1 %").arg(100 * threshold, 0, 'f', 1));
    }
}

}  // namespace sescope::ui

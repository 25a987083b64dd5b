// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/threshold_sliders.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <algorithm>
#include <cmath>
#include <iterator>

#include "ui/models/pruning.h"
#include "ui/models/verdicts_model.h"

namespace sescope::ui {
namespace {

constexpr int kSteps = 400;
constexpr double kMostChange = 0.4;  // of an output: beyond it nothing is nearly constant
constexpr double kMostSpread = 0.2;  // of a gate's standard deviation
constexpr double kMostMargin = 0.5;
constexpr int kLastStage = 9;

/// What a rule is called beside its slider, and what it says.
struct RuleWords {
    std::string_view key;
    const char* name;
    const char* sentence;
};
constexpr RuleWords kWords[] = {
    {"stuck", QT_TRANSLATE_NOOP("sescope::ui::ThresholdSliders", "Channels that never learned"),
     QT_TRANSLATE_NOOP("sescope::ui::ThresholdSliders",
                       "A block is stuck from this share of its channels on: their gates rest at "
                       "that of a zero, whatever the image.")},
    {"open", QT_TRANSLATE_NOOP("sescope::ui::ThresholdSliders", "Open gates"),
     QT_TRANSLATE_NOOP("sescope::ui::ThresholdSliders",
                       "A block is saturated from this share of its gates on: near 1, they pass "
                       "their channels on as they are.")},
    {"identity", QT_TRANSLATE_NOOP("sescope::ui::ThresholdSliders", "Change without the gates"),
     QT_TRANSLATE_NOOP("sescope::ui::ThresholdSliders",
                       "A block is saturated, too, where its output would change by no more than "
                       "this if every gate were 1.")},
    {"strength", QT_TRANSLATE_NOOP("sescope::ui::ThresholdSliders", "Change with mean gates"),
     QT_TRANSLATE_NOOP("sescope::ui::ThresholdSliders",
                       "A block is constant where its output would change by no more than this if "
                       "every gate were its mean.")},
    {"spread", QT_TRANSLATE_NOOP("sescope::ui::ThresholdSliders", "Spread of the gates"),
     QT_TRANSLATE_NOOP("sescope::ui::ThresholdSliders",
                       "Of older profiles, which do not have the change: a block is constant where "
                       "its gates spread no further than this.")},
};

}  // namespace

ThresholdSliders::ThresholdSliders(Pruning& pruning, QWidget* parent)
    : QWidget(parent), pruning_(pruning), late_(new QSpinBox) {
    auto* grid = new QGridLayout(this);
    grid->setColumnStretch(0, 1);
    grid->setVerticalSpacing(2);
    for (const VerdictRule& rule : verdict_rules()) {
        const auto* words = std::ranges::find(kWords, rule.key, &RuleWords::key);
        const bool known = words != std::end(kWords);
        const double most = rule.at_least ? 1 : rule.key == "spread" ? kMostSpread : kMostChange;
        add_row(rule.key, known ? tr(words->name) : metric_name(rule),
                known ? tr(words->sentence) : QString(), rule.threshold, most);
    }
    add_row("margin", tr("Near"),
            tr("A verdict is said to be near another that thresholds this much off would give."),
            &VerdictThresholds::margin, kMostMargin);
    late_->setObjectName(QStringLiteral("late_stage"));
    late_->setRange(0, kLastStage);
    late_->setKeyboardTracking(false);
    add_control(tr("Saturated blocks may go from stage"),
                tr("What an earlier block changes a little, all stages behind it receive."), late_);
    connect(late_, &QSpinBox::valueChanged, this, [this](int stage) {
        VerdictThresholds thresholds = pruning_.thresholds();
        thresholds.late_stage = stage;
        pruning_.set_thresholds(thresholds);
    });
    auto* reset = new QPushButton(tr("Reset"));
    reset->setObjectName(QStringLiteral("reset_thresholds"));
    reset->setToolTip(tr("The thresholds that SE Scope comes with"));
    grid->addWidget(reset, grid->rowCount(), 1);
    grid->setRowStretch(grid->rowCount(), 1);
    connect(reset, &QPushButton::clicked, this, [this] { pruning_.set_thresholds({}); });
    connect(&pruning_, &Pruning::verdicts_changed, this, &ThresholdSliders::show_thresholds);
    show_thresholds();
}

// The name and the value on a line, what moves it below, and the sentence that says what it does.
void ThresholdSliders::add_control(const QString& name, const QString& sentence, QWidget* value,
                                   QWidget* slider) {
    auto* grid = qobject_cast<QGridLayout*>(layout());
    auto* label = new QLabel(name);
    auto* said = new QLabel(sentence);
    said->setObjectName(QStringLiteral("threshold_sentence"));
    said->setWordWrap(true);
    said->setEnabled(false);
    QFont font = said->font();
    font.setPointSizeF(font.pointSizeF() * 0.9);
    said->setFont(font);
    QWidget* control = slider != nullptr ? slider : value;
    control->setAccessibleName(name);
    control->setAccessibleDescription(sentence);
    control->setToolTip(sentence);
    label->setBuddy(control);
    const int row = grid->rowCount();
    grid->addWidget(label, row, 0);
    grid->addWidget(value, row, 1);
    if (slider != nullptr) grid->addWidget(slider, row + 1, 0, 1, 2);
    grid->addWidget(said, row + 2, 0, 1, 2);
}

void ThresholdSliders::add_row(std::string_view key, const QString& name, const QString& sentence,
                               double VerdictThresholds::*threshold, double most) {
    auto* slider = new QSlider(Qt::Horizontal);
    auto* value = new QLabel;
    slider->setObjectName(QStringLiteral("threshold_") +
                          QString::fromUtf8(key.data(), static_cast<qsizetype>(key.size())));
    slider->setRange(0, kSteps);
    value->setMinimumWidth(value->fontMetrics().horizontalAdvance(QStringLiteral("100.0 %")));
    value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    add_control(name, sentence, value, slider);
    rows_.push_back({threshold, most, slider, value});
    connect(slider, &QSlider::valueChanged, this, [this, threshold, most](int position) {
        VerdictThresholds thresholds = pruning_.thresholds();
        thresholds.*threshold = most * position / kSteps;
        pruning_.set_thresholds(thresholds);
    });
}

void ThresholdSliders::show_thresholds() {
    const QSignalBlocker silent(late_);
    late_->setValue(pruning_.thresholds().late_stage);
    for (const Row& row : rows_) {
        const double threshold = pruning_.thresholds().*row.threshold;
        const QSignalBlocker quiet(row.slider);
        row.slider->setValue(static_cast<int>(std::lround(threshold / row.most * kSteps)));
        row.value->setText(QStringLiteral("%1 %").arg(100 * threshold, 0, 'f', 1));
    }
}

}  // namespace sescope::ui

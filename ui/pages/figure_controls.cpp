// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/figure_controls.h"

#include <QActionGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>

#include "ui/look/wrapping_row.h"

namespace sescope::ui {

FigureControls::FigureControls(QWidget* parent) : QWidget(parent), row_(new WrappingRow(this, 12)) {
    row_->setContentsMargins(8, 4, 8, 0);
}

int FigureControls::add_choice(const QString& name, const QStringList& values,
                               const QString& tool_tip) {
    auto* box = new QComboBox;
    box->addItems(values);
    box->setToolTip(tool_tip);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    add_control(name, box);
    connect(box, &QComboBox::currentIndexChanged, this, &FigureControls::changed);
    boxes_.push_back(box);
    tool_tips_.push_back(tool_tip);
    return static_cast<int>(boxes_.size()) - 1;
}

void FigureControls::add_control(const QString& name, QWidget* control) {
    auto* label = new QLabel(name);
    label->setBuddy(control);
    control->setAccessibleName(name);
    auto* pair = new QWidget;
    auto* side_by_side = new QHBoxLayout(pair);
    side_by_side->setContentsMargins(0, 0, 0, 0);
    side_by_side->addWidget(label);
    side_by_side->addWidget(control);
    row_->addWidget(pair);
    ++controls_;
}

int FigureControls::chosen(int choice) const {
    return boxes_[static_cast<std::size_t>(choice)]->currentIndex();
}

void FigureControls::choose(int choice, int value) {
    boxes_[static_cast<std::size_t>(choice)]->setCurrentIndex(value);
}

void FigureControls::allow(int choice, bool allowed, const QString& why_not) {
    const auto at = static_cast<std::size_t>(choice);
    boxes_[at]->setEnabled(allowed);
    boxes_[at]->setToolTip(allowed ? tool_tips_[at] : why_not);
}

void FigureControls::fill_menu(QMenu& menu) {
    for (QComboBox* box : boxes_) {
        auto* values = menu.addMenu(box->accessibleName());
        values->setEnabled(box->isEnabled());
        auto* group = new QActionGroup(values);
        for (int i = 0; i < box->count(); ++i) {
            auto* action =
                values->addAction(box->itemText(i), box, [box, i] { box->setCurrentIndex(i); });
            action->setCheckable(true);
            action->setChecked(i == box->currentIndex());
            group->addAction(action);
        }
    }
}

}  // namespace sescope::ui

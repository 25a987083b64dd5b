// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/figure_controls.h"

#include <QActionGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>

namespace sescope::ui {

FigureControls::FigureControls(QWidget* parent) : QWidget(parent), row_(new QHBoxLayout(this)) {
    row_->setContentsMargins(8, 4, 8, 0);
    row_->addStretch(1);
}

int FigureControls::add_choice(const QString& name, const QStringList& values,
                               const QString& tool_tip) {
    auto* label = new QLabel(name);
    auto* box = new QComboBox;
    label->setBuddy(box);
    box->addItems(values);
    box->setAccessibleName(name);
    box->setToolTip(tool_tip);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    const int at = row_->count() - 1;  // before the stretch
    row_->insertWidget(at, label);
    row_->insertWidget(at + 1, box);
    row_->insertSpacing(at + 2, 12);
    connect(box, &QComboBox::currentIndexChanged, this, &FigureControls::changed);
    boxes_.push_back(box);
    return static_cast<int>(boxes_.size()) - 1;
}

int FigureControls::chosen(int choice) const {
    return boxes_[static_cast<std::size_t>(choice)]->currentIndex();
}

void FigureControls::choose(int choice, int value) {
    boxes_[static_cast<std::size_t>(choice)]->setCurrentIndex(value);
}

void FigureControls::fill_menu(QMenu& menu) {
    for (QComboBox* box : boxes_) {
        auto* values = menu.addMenu(box->accessibleName());
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

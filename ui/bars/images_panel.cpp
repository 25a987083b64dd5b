// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bars/images_panel.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QVBoxLayout>
#include <limits>

#include "ui/look/core_texts.h"
#include "ui/models/workspace.h"

namespace sescope::ui {

ImagesPanel::ImagesPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      facts_(new QLabel),
      per_class_(new QSpinBox),
      half_(new QComboBox),
      seed_(new QSpinBox),
      classes_(new QLineEdit) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    facts_->setWordWrap(true);
    facts_->setMinimumWidth(380);
    facts_->setTextFormat(Qt::PlainText);
    column->addWidget(facts_);
    per_class_->setRange(0, 1'000'000);
    per_class_->setSpecialValueText(tr("all"));
    per_class_->setKeyboardTracking(false);
    per_class_->setToolTip(tr("So many images of each class, drawn by the seed"));
    seed_->setRange(0, std::numeric_limits<int>::max());
    seed_->setKeyboardTracking(false);
    seed_->setToolTip(tr("Another seed draws other images; the same one the same"));
    half_->setObjectName(QStringLiteral("half"));
    half_->addItem(tr("all of them"), static_cast<int>(Split::all));
    half_->addItem(tr("the profile half"), static_cast<int>(Split::profile));
    half_->addItem(tr("the proof half"), static_cast<int>(Split::proof));
    half_->setToolTip(
        tr("A profile of one half of each class is proven on the other, which it has not seen. "
           "Which half an image is in follows from its name and the seed."));
    classes_->setPlaceholderText(tr("all, or names separated by commas"));
    auto* form = new QFormLayout;
    const auto add = [form](const QString& label, QWidget* control) {
        control->setAccessibleName(label);
        form->addRow(label, control);
    };
    add(tr("Images of each class"), per_class_);
    add(tr("Half of each class"), half_);
    add(tr("Seed of the sample"), seed_);
    add(tr("Classes"), classes_);
    column->addLayout(form);
    connect(per_class_, &QSpinBox::valueChanged, this, &ImagesPanel::apply);
    connect(half_, &QComboBox::activated, this, &ImagesPanel::apply);
    connect(seed_, &QSpinBox::valueChanged, this, &ImagesPanel::apply);
    connect(classes_, &QLineEdit::editingFinished, this, &ImagesPanel::apply);
    for (const auto signal : {&Workspace::network_changed, &Workspace::dataset_changed,
                              &Workspace::profile_changed, &Workspace::running_changed})
        connect(&workspace_, signal, this, &ImagesPanel::show_images);
    show_images();
}

void ImagesPanel::show_images() {
    QStringList lines;
    if (const DatasetPtr& dataset = workspace_.dataset()) {
        lines.append(QString::fromStdString(dataset->root.string()));
        lines.append(tr("%L1 images in %L2 classes")
                         .arg(dataset->images.size())
                         .arg(dataset->classes.size()));
        lines.append(core_text(dataset->head_note));
    } else {
        lines.append(tr("No images are open."));
    }
    facts_->setText(lines.join(QLatin1Char('\n')));
    const DatasetOptions& options = workspace_.data_options();
    const QSignalBlocker quiet1(per_class_);
    const QSignalBlocker quiet2(seed_);
    per_class_->setValue(options.per_class);
    half_->setCurrentIndex(half_->findData(static_cast<int>(options.split)));
    seed_->setValue(static_cast<int>(options.seed));
    QStringList names;
    for (const auto& name : options.classes) names.append(QString::fromStdString(name));
    if (!classes_->hasFocus()) classes_->setText(names.join(QStringLiteral(", ")));
    for (QWidget* control : std::initializer_list<QWidget*>{per_class_, half_, seed_, classes_})
        control->setEnabled(!workspace_.running());
}

void ImagesPanel::apply() {
    DatasetOptions options = workspace_.data_options();
    const DatasetOptions before = options;
    options.per_class = per_class_->value();
    options.split = static_cast<Split>(half_->currentData().toInt());
    options.seed = static_cast<std::uint64_t>(seed_->value());
    options.classes.clear();
    for (const QString& name : classes_->text().split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        if (!name.trimmed().isEmpty()) options.classes.push_back(name.trimmed().toStdString());
    }
    const bool same = options.per_class == before.per_class && options.seed == before.seed &&
                      options.split == before.split && options.classes == before.classes;
    if (!same) workspace_.set_data_options(options);
}

}  // namespace sescope::ui

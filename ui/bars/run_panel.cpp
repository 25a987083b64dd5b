// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bars/run_panel.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QSettings>
#include <QSpinBox>

#include "ui/look/core_texts.h"
#include "ui/models/workspace.h"

namespace sescope::ui {

RunPanel::RunPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      device_(new QComboBox),
      precision_(new QComboBox),
      batch_(new QSpinBox),
      limit_(new QSpinBox),
      until_(new QDoubleSpinBox),
      devices_(new QLabel(tr("Looking for devices."))) {
    device_->addItem(tr("automatic"), QStringLiteral("auto"));
    precision_->addItem(tr("automatic"), static_cast<int>(Precision::automatic));
    for (const Precision value : named_precisions()) {
        const auto name = name_of(value);
        precision_->addItem(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())),
                            static_cast<int>(value));
    }
    precision_->setToolTip(
        tr("Automatic takes the fastest whose gates stay within 0.01 of those of fp32"));
    batch_->setRange(0, 4096);
    batch_->setSpecialValueText(tr("automatic"));
    batch_->setToolTip(tr("Images that go through the network at a time"));
    limit_->setRange(0, 10'000);
    limit_->setSpecialValueText(tr("its end, or Stop"));
    limit_->setSuffix(tr(" min"));
    limit_->setToolTip(tr("A run that ends before all images are through keeps what there is"));
    until_->setRange(0, 0.2);
    until_->setDecimals(3);
    until_->setSingleStep(0.005);
    until_->setPrefix(QStringLiteral("\u00b1 "));
    until_->setSpecialValueText(tr("all images"));
    until_->setKeyboardTracking(false);
    until_->setToolTip(
        tr("A class takes no more images once each of its mean gates, of every block and channel, "
           "is known so well (95 %). Its images come in random order, and 32 of them at least; a "
           "class that has too few takes all."));
    devices_->setWordWrap(true);
    devices_->setMinimumWidth(320);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    const auto add = [form](const QString& label, QWidget* control) {
        control->setAccessibleName(label);
        form->addRow(label, control);
    };
    add(tr("Device"), device_);
    add(tr("Precision"), precision_);
    add(tr("Batch"), batch_);
    add(tr("Run until"), limit_);
    add(tr("Means known within"), until_);
    form->addRow(devices_);
    restore();
    connect(device_, &QComboBox::activated, this, &RunPanel::apply);
    connect(precision_, &QComboBox::activated, this, &RunPanel::apply);
    connect(batch_, &QSpinBox::valueChanged, this, &RunPanel::apply);
    connect(limit_, &QSpinBox::valueChanged, this, &RunPanel::apply);
    connect(until_, &QDoubleSpinBox::valueChanged, this, &RunPanel::apply);
    connect(&workspace_, &Workspace::devices_found, this, &RunPanel::show_devices);
    connect(&workspace_, &Workspace::running_changed, this, &RunPanel::show_running);
    show_devices();
}

void RunPanel::restore() {
    const QSettings settings;
    const QString device =
        settings.value(QStringLiteral("run/device"), QStringLiteral("auto")).toString();
    if (device_->findData(device) < 0) device_->addItem(device, device);
    device_->setCurrentIndex(device_->findData(device));
    precision_->setCurrentIndex(
        std::max(0, precision_->findData(settings.value(QStringLiteral("run/precision")).toInt())));
    batch_->setValue(settings.value(QStringLiteral("run/batch"), 0).toInt());
    limit_->setValue(workspace_.time_limit());
    until_->setValue(workspace_.until());
    apply();
}

void RunPanel::apply() {
    EngineSettings& engine = workspace_.engine_settings();
    engine.device = device_->currentData().toString().toStdString();
    engine.precision = static_cast<Precision>(precision_->currentData().toInt());
    engine.batch = batch_->value();
    workspace_.set_time_limit(limit_->value());
    workspace_.set_until(until_->value());
    QSettings settings;
    settings.setValue(QStringLiteral("run/device"), device_->currentData());
    settings.setValue(QStringLiteral("run/precision"), precision_->currentData());
    settings.setValue(QStringLiteral("run/batch"), batch_->value());
    emit changed();
}

void RunPanel::show_devices() {
    if (!workspace_.devices()) return;
    QStringList lines;
    for (const DeviceInfo& info : *workspace_.devices()) {
        const QString id = QString::fromStdString(info.id);
        if (info.available && device_->findData(id) < 0) device_->addItem(id, id);
        QStringList about;
        for (const QString& part : {core_text(info.name), core_text(info.note)}) {
            if (!part.isEmpty()) about.append(part);
        }
        lines.append(tr("%1: %2").arg(id, about.join(QStringLiteral("; "))));
    }
    devices_->setText(lines.join(QLatin1Char('\n')));
}

void RunPanel::show_running() {
    for (QWidget* control :
         std::initializer_list<QWidget*>{device_, precision_, batch_, limit_, until_})
        control->setEnabled(!workspace_.running());
}

QString RunPanel::summary() const {
    QStringList parts;
    if (device_->currentIndex() > 0) parts.append(device_->currentText());
    if (precision_->currentIndex() > 0) parts.append(precision_->currentText());
    if (batch_->value() > 0) parts.append(tr("batch %1").arg(batch_->value()));
    if (limit_->value() > 0) parts.append(tr("%1 min").arg(limit_->value()));
    if (until_->value() > 0) parts.append(until_->text());
    return parts.isEmpty() ? tr("Settings") : parts.join(QStringLiteral(" · "));
}

}  // namespace sescope::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bars/status_bar.h"

#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QTimer>
#include <cmath>

#include "ui/look/elided_label.h"
#include "ui/models/picked_channel.h"
#include "ui/models/workspace.h"

namespace sescope::ui {
namespace {

QString duration_text(double seconds) {
    const auto whole = static_cast<qint64>(std::ceil(seconds));
    if (whole < 60) return StatusBar::tr("%1 s").arg(whole);
    if (whole < 3600) return StatusBar::tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
    return StatusBar::tr("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
}

}  // namespace

QString progress_text(const Progress& progress) {
    QString text = StatusBar::tr("%L1 / %L2").arg(progress.done).arg(progress.total);
    if (progress.images_per_second > 0)
        text += StatusBar::tr(" · %1 images/s").arg(progress.images_per_second, 0, 'f', 1);
    if (progress.seconds_left > 0)
        text += StatusBar::tr(" · %1 left").arg(duration_text(progress.seconds_left));
    return text;
}

StatusBar::StatusBar(Workspace& workspace, QWidget* parent)
    : QStatusBar(parent),
      workspace_(workspace),
      message_(new ElidedLabel),
      reading_(new QLabel),
      picked_(new QLabel),
      progress_label_(new QLabel),
      device_(new QLabel),
      progress_(new QProgressBar),
      expiry_(new QTimer(this)) {
    constexpr int kShownFor = 20'000;
    expiry_->setObjectName(QStringLiteral("expiry"));
    expiry_->setSingleShot(true);
    expiry_->setInterval(kShownFor);
    connect(expiry_, &QTimer::timeout, this, [this] { say({}); });
    message_->setObjectName(QStringLiteral("foot_message"));
    message_->setContentsMargins(6, 0, 0, 0);
    reading_->setTextFormat(Qt::PlainText);
    progress_->setMaximumWidth(260);
    progress_->setAccessibleName(tr("Progress of the run"));
    addWidget(message_, 1);
    picked_->setTextFormat(Qt::PlainText);
    picked_->setObjectName(QStringLiteral("picked_channel"));
    picked_->setToolTip(tr("The channel that is picked, and marked in all figures"));
    addPermanentWidget(reading_);
    addPermanentWidget(picked_);
    addPermanentWidget(progress_label_);
    addPermanentWidget(progress_);
    addPermanentWidget(device_);
    device_->setToolTip(tr("Device, precision and batch of the run"));
    connect(&workspace_, &Workspace::progressed, this, &StatusBar::show_progress);
    connect(&workspace_, &Workspace::running_changed, this, &StatusBar::show_running);
    connect(&workspace_, &Workspace::profile_changed, this, &StatusBar::show_device);
    connect(&workspace_, &Workspace::selection_changed, this, &StatusBar::show_picked);
    connect(&workspace_, &Workspace::profile_changed, this, &StatusBar::show_picked);
    show_running();
    show_picked();
}

void StatusBar::show_picked() {
    picked_->setText(picked_channel_text(workspace_));
    picked_->setVisible(!picked_->text().isEmpty());
}

void StatusBar::say(const QString& text) {
    message_->setText(text);
    if (!text.isEmpty()) expiry_->start();
}

void StatusBar::show_reading(const QString& text) {
    reading_->setText(text);
}

void StatusBar::show_device() {
    const ProfileOrigin& origin = workspace_.profile()->origin;
    device_->setText(
        QStringLiteral("%1 \u00b7 %2 \u00b7 %3")
            .arg(QString::fromStdString(origin.device), QString::fromStdString(origin.precision))
            .arg(origin.batch));
}

void StatusBar::say_the_end() {
    const ProfilePtr& profile = workspace_.profile();
    if (!profile || profile->images() == 0) return;
    const QLocale locale;
    const QString images = locale.toString(quint64(profile->images()));
    QString text = profile->partial() ? tr("Stopped after %1 images").arg(images)
                                      : tr("Done: %1 images").arg(images);
    if (profile->predictions.matched)
        text += tr(", top-1 %1 %").arg(locale.toString(100 * profile->top1(), 'f', 1));
    say(text);
}

void StatusBar::show_progress(const Progress& progress) {
    progress_->setMaximum(static_cast<int>(progress.total));
    progress_->setValue(static_cast<int>(progress.done));
    progress_label_->setText(progress_text(progress));
}

void StatusBar::show_running() {
    const bool running = workspace_.running();
    if (was_running_ && !running) say_the_end();
    was_running_ = running;
    progress_->setVisible(running);
    progress_label_->setVisible(running);
    if (running) {
        say({});
        progress_->setRange(0, 0);  // busy until the first batch is through
        progress_label_->setText(tr("Getting ready"));
    }
}

}  // namespace sescope::ui

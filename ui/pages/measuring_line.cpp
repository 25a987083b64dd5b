// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/measuring_line.h"

#include <QHBoxLayout>
#include <QProgressBar>

#include "ui/bars/status_bar.h"
#include "ui/look/elided_label.h"
#include "ui/models/pruning.h"

namespace sescope::ui {

MeasuringLine::MeasuringLine(Pruning& pruning, QWidget* parent)
    : QWidget(parent), pruning_(pruning), status_(new ElidedLabel), progress_(new QProgressBar) {
    status_->setObjectName(QStringLiteral("measuring"));
    progress_->setMaximumWidth(260);
    progress_->setAccessibleName(tr("Progress of the measurement"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(status_, 1);
    row->addWidget(progress_);
    connect(&pruning_, &Pruning::running_changed, this, &MeasuringLine::show_running);
    connect(&pruning_, &Pruning::progressed, this, &MeasuringLine::show_progress);
    show_running();
}

void MeasuringLine::show_running() {
    const bool running = pruning_.running();
    setVisible(running);
    if (!running) return status_->clear();
    progress_->setRange(0, 0);  // busy until the first batch is through
    status_->setText(pruning_.stopping() ? tr("Stopping") : tr("Getting ready"));
}

void MeasuringLine::show_progress(const Progress& progress) {
    if (!pruning_.running() || pruning_.stopping()) return;
    // Behind the last image times are taken, by the clock: how far that is, nobody knows.
    const bool through = progress.total > 0 && progress.done >= progress.total;
    progress_->setMaximum(through ? 0 : static_cast<int>(progress.total));
    progress_->setValue(through ? 0 : static_cast<int>(progress.done));
    status_->setText(through ? tr("Taking the times of both, in turn") : progress_text(progress));
}

}  // namespace sescope::ui

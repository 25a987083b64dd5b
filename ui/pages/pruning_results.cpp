// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/pruning_results.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QScrollArea>
#include <QVBoxLayout>
#include <utility>

#include "core/figures/pareto_figure.h"
#include "core/report/pruning_tables.h"
#include "ui/bars/foot.h"
#include "ui/look/core_texts.h"
#include "ui/models/pruning.h"
#include "ui/pages/figure_view.h"
#include "ui/pages/table_page.h"
#include "ui/pages/threshold_sliders.h"

namespace sescope::ui {

PruningResults::PruningResults(Pruning& pruning, QWidget* parent)
    : QWidget(parent),
      pruning_(pruning),
      tabs_(new QTabWidget),
      figure_(new FigureView),
      status_(new QLabel),
      progress_(new QProgressBar) {
    tabs_->setDocumentMode(true);
    tabs_->setAccessibleName(tr("Results"));
    // The table above keeps its rows where the window is low: sliders can be scrolled to.
    auto* sliders = new QScrollArea;
    sliders->setWidget(new ThresholdSliders(pruning));
    sliders->setWidgetResizable(true);
    sliders->setFrameShape(QFrame::NoFrame);
    sliders->setFocusPolicy(Qt::NoFocus);
    tabs_->addTab(sliders, tr("Thresholds"));
    proof_ = add_table(tr("Before and after"), QStringLiteral("proof"));
    classes_ = add_table(tr("Per class"), QStringLiteral("proof_classes"));
    tabs_->addTab(figure_, tr("Trade-off"));
    sets_ = add_table(tr("Sets"), QStringLiteral("plan"));
    figure_->set_empty(
        tr("\"Find best set\" measures what each set of blocks saves and what it costs."));
    connect(figure_, &FigureView::failed, this, &PruningResults::failed);
    auto* row = new QHBoxLayout;
    progress_->setMaximumWidth(260);
    progress_->setAccessibleName(tr("Progress of the measurement"));
    status_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(status_, 1);
    row->addWidget(progress_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(tabs_, 1);
    column->addLayout(row);
    connect(&pruning_, &Pruning::results_changed, this, &PruningResults::show_results);
    connect(&pruning_, &Pruning::running_changed, this, &PruningResults::show_running);
    connect(&pruning_, &Pruning::progressed, this, &PruningResults::show_progress);
    show_results();
    show_running();
}

TablePage* PruningResults::add_table(const QString& name, const QString& key) {
    auto* page = new TablePage(name, key);
    tabs_->addTab(page, name);
    connect(page, &TablePage::failed, this, &PruningResults::failed);
    connect(page, &TablePage::written, this, &PruningResults::written);
    return page;
}

void PruningResults::set_max_drop(double max_drop) {
    max_drop_ = max_drop;
    if (pruning_.proof()) show_proof();
}

// What is new comes to the front.
void PruningResults::show_results() {
    if (pruning_.proof().get() != shown_proof_) {
        show_proof();
        if (pruning_.proof()) tabs_->setCurrentWidget(proof_);
    }
    if (pruning_.plan().get() != shown_plan_) {
        const bool first = shown_plan_ == nullptr;
        show_plan();
        if (pruning_.plan() && first) tabs_->setCurrentWidget(figure_);
    }
}

void PruningResults::show_proof() {
    const ProofPtr& proof = pruning_.proof();
    shown_proof_ = proof.get();
    proof_->set_table(proof ? proof_table(*proof, max_drop_) : Table{});
    classes_->set_table(proof ? classes_table(proof->comparison) : Table{});
}

QString PruningResults::search_text() const {
    return pruning_.plan()->chosen < 0
               ? tr("No set keeps to the budget.")
               : tr("The best set keeps to the budget: check it, and prove it.");
}

void PruningResults::show_plan() {
    const PlanPtr& plan = pruning_.plan();
    searched_ = plan != nullptr;
    shown_plan_ = plan.get();
    sets_->set_table(plan ? plan_table(*plan) : Table{});
    if (!plan || plan->steps.empty()) return;
    figure_->set_figure(std::make_shared<const Figure>(pareto_figure(*plan)), nullptr);
}

void PruningResults::show_running() {
    const bool running = pruning_.running();
    progress_->setVisible(running);
    if (!running) {
        // What a proof comes to is the first note of its table.
        status_->setText(std::exchange(searched_, false) ? search_text() : QString());
        return;
    }
    if (pruning_.stopping()) {
        status_->setText(tr("Stopping"));
        return;
    }
    progress_->setRange(0, 0);  // busy until the first batch is through
    status_->setText(tr("Getting ready"));
}

void PruningResults::show_progress(const Progress& progress) {
    if (!pruning_.running() || pruning_.stopping()) return;
    progress_->setMaximum(static_cast<int>(progress.total));
    progress_->setValue(static_cast<int>(progress.done));
    status_->setText(progress_text(progress));
}

}  // namespace sescope::ui

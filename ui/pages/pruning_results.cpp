// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/pruning_results.h"

#include <QTabWidget>
#include <QVBoxLayout>

#include "core/figures/pareto_figure.h"
#include "core/report/pruning_tables.h"
#include "ui/models/pruning.h"
#include "ui/pages/figure_view.h"
#include "ui/pages/table_page.h"

namespace sescope::ui {

PruningResults::PruningResults(Pruning& pruning, QWidget* parent)
    : QWidget(parent), pruning_(pruning), tabs_(new QTabWidget), figure_(new FigureView) {
    tabs_->setDocumentMode(true);
    tabs_->setAccessibleName(tr("Results"));
    tabs_->setObjectName(QStringLiteral("pruning_results"));
    proof_ = add_table(tr("Before and after"), QStringLiteral("proof"));
    classes_ = add_table(tr("Per class"), QStringLiteral("proof_classes"));
    tabs_->addTab(figure_, tr("Trade-off"));
    sets_ = add_table(tr("Sets"), QStringLiteral("plan"));
    figure_->set_empty(
        tr("\"Find best set\" measures what each set of blocks saves and what it costs."));
    connect(figure_, &FigureView::failed, this, &PruningResults::failed);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(tabs_, 1);
    connect(&pruning_, &Pruning::results_changed, this, &PruningResults::show_results);
    show_results();
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

void PruningResults::show_plan() {
    const PlanPtr& plan = pruning_.plan();
    shown_plan_ = plan.get();
    sets_->set_table(plan ? plan_table(*plan) : Table{});
    if (!plan || plan->steps.empty()) return;
    figure_->set_figure(std::make_shared<const Figure>(pareto_figure(*plan)), nullptr);
}

}  // namespace sescope::ui

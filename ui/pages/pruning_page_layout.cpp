// SPDX-License-Identifier: GPL-3.0-or-later
// How the Prune page is laid out: its steps, and the controls in them.
#include <QAction>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedLayout>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/bars/commands.h"
#include "ui/models/pruning.h"
#include "ui/models/verdicts_model.h"
#include "ui/models/workspace.h"
#include "ui/pages/measuring_line.h"
#include "ui/pages/pruning_page.h"
#include "ui/pages/pruning_results.h"
#include "ui/pages/pruning_step.h"
#include "ui/pages/threshold_sliders.h"

namespace sescope::ui {
namespace {

QToolButton* button_of(QAction* action) {
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

}  // namespace

QWidget* PruningPage::make_steps() {
    auto* filled = new QWidget;
    auto* column = new QVBoxLayout(filled);
    column->setContentsMargins(6, 4, 6, 4);
    column->setSpacing(4);
    make_choices();
    make_measuring();
    make_writing();
    for (PruningStep* step : {may_go_, proof_, writing_}) column->addWidget(step);
    column->setStretchFactor(may_go_, 3);
    column->setStretchFactor(proof_, 3);
    // Where both bodies are folded, nothing is spread.
    column->addStretch(0);
    connect(may_go_, &PruningStep::body_asked, this, [this](bool on) { ask_for_body(0, on); });
    connect(proof_, &PruningStep::body_asked, this, [this](bool on) { ask_for_body(1, on); });
    return filled;
}

QWidget* PruningPage::make_table() {
    sorted_->setSourceModel(model_);
    sorted_->setSortRole(VerdictsModel::kSortValue);
    table_->setModel(sorted_);
    table_->setObjectName(QStringLiteral("verdicts"));
    table_->setAccessibleName(tr("Verdicts"));
    table_->setSortingEnabled(true);
    table_->sortByColumn(VerdictsModel::kBlock, Qt::AscendingOrder);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setAlternatingRowColors(true);
    table_->setShowGrid(false);
    table_->setTabKeyNavigation(false);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(table_->fontMetrics().height() + 6);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    connect(model_, &VerdictsModel::chosen, &workspace_, &Workspace::choose_pruned);
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                const QString block = current.data(VerdictsModel::kBlockName).toString();
                if (!block.isEmpty()) workspace_.select_block(block);
            });
    return table_;
}

void PruningPage::make_choices() {
    replacement_->addItem(tr("As each verdict says"));
    replacement_->addItem(tr("Its mean gate"), static_cast<int>(Replacement::mean));
    replacement_->addItem(tr("Nothing"), static_cast<int>(Replacement::identity));
    replacement_->setAccessibleName(tr("Replace by"));
    replacement_->setToolTip(
        tr("What a block that is taken out is replaced by: its mean gate, folded into the weights "
           "beside it, or nothing, as if every gate were 1"));
    // A line of its own, broken where the pane is narrow: its numbers are what the page is for.
    saving_->setObjectName(QStringLiteral("saving"));
    saving_->setWordWrap(true);
    saving_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    sliders_->setObjectName(QStringLiteral("thresholds"));
    sliders_->setWidget(new ThresholdSliders(pruning_));
    sliders_->setWidgetResizable(true);
    sliders_->setFrameShape(QFrame::NoFrame);
    sliders_->setFocusPolicy(Qt::NoFocus);
    sliders_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    sliders_->setMinimumWidth(sliders_->widget()->minimumSizeHint().width() +
                              sliders_->verticalScrollBar()->sizeHint().width() + 4);
    sliders_->hide();
    auto* thresholds = new QToolButton;
    thresholds->setObjectName(QStringLiteral("show_thresholds"));
    thresholds->setText(tr("Thresholds"));
    thresholds->setToolTip(tr("What verdicts follow, to be moved; the verdicts move with it"));
    thresholds->setCheckable(true);
    thresholds->setFocusPolicy(Qt::StrongFocus);
    auto* row = new QHBoxLayout;
    row->addWidget(button_of(choose_prunable_));
    row->addWidget(new QLabel(tr("Replace by:")));
    row->addWidget(replacement_);
    row->addStretch(1);
    row->addWidget(thresholds);
    may_go_->rows()->addLayout(row);
    may_go_->rows()->addWidget(saving_);
    auto* body = new QSplitter;
    body->setChildrenCollapsible(false);
    body->addWidget(make_table());
    body->addWidget(sliders_);
    body->setStretchFactor(0, 3);
    body->setStretchFactor(1, 2);
    may_go_->set_body(body);
    connect(thresholds, &QToolButton::toggled, this, [this](bool shown) {
        sliders_->setVisible(shown);
        ask_for_body(0, true);
    });
    connect(replacement_, &QComboBox::activated, this, [this](int index) {
        const QVariant chosen = replacement_->itemData(index);
        workspace_.choose_replacement(chosen.isValid()
                                          ? std::optional(static_cast<Replacement>(chosen.toInt()))
                                          : std::nullopt);
    });
}

void PruningPage::make_measuring() {
    // Two rows: one would be wider than what the panes beside it leave.
    auto* row = new QHBoxLayout;
    auto* buttons = new QHBoxLayout;
    images_->setObjectName(QStringLiteral("judged_by"));
    images_->addItems({tr("Images outside the profile"), tr("All images")});
    images_->setAccessibleName(tr("Judged by"));
    images_->setToolTip(
        tr("The profile's own images flatter the pruning: its mean gates are of them"));
    max_drop_->setObjectName(QStringLiteral("max_drop"));
    max_drop_->setRange(0, 100);
    max_drop_->setSingleStep(0.1);
    max_drop_->setValue(0.1);
    max_drop_->setSuffix(tr(" points"));
    max_drop_->setAccessibleName(tr("Largest loss of accuracy"));
    max_drop_->setToolTip(tr("How much accuracy the search may give away"));
    accuracy_->addItems({tr("top-1"), tr("top-5")});
    accuracy_->setObjectName(QStringLiteral("accuracy_to_keep"));
    accuracy_->setAccessibleName(tr("Accuracy"));
    row->addWidget(images_);
    row->addWidget(new QLabel(tr("lose at most")));
    row->addWidget(max_drop_);
    row->addWidget(accuracy_);
    row->addStretch(1);
    for (QAction* action : {find_best_, choose_best_, prove_})
        buttons->addWidget(button_of(action));
    buttons->addStretch(1);
    buttons->addWidget(button_of(stop_));
    images_note_->setWordWrap(true);
    measure_needed_->setObjectName(QStringLiteral("measure_needed"));
    measure_needed_->hide();
    proof_->head()->addWidget(measure_needed_);
    proof_->rows()->addLayout(row);
    proof_->rows()->addWidget(images_note_);
    proof_->rows()->addLayout(buttons);
    proof_->rows()->addWidget(new MeasuringLine(pruning_));
    proof_->set_body(results_);
    connect(measure_needed_, &QPushButton::clicked, this, &PruningPage::measure_what_is_needed);
    connect(images_, &QComboBox::activated, this, [this](int index) {
        pruning_.set_same_images(index == 1);
        show_state();
    });
    connect(max_drop_, &QDoubleSpinBox::valueChanged, this, [this](double points) {
        results_->set_max_drop(points / 100);
        show_headlines();
    });
}

void PruningPage::make_writing() {
    writing_->head()->addWidget(button_of(write_));
}

QWidget* PruningPage::make_empty(const Commands& commands) {
    auto* widget = new QWidget;
    auto* column = new QVBoxLayout(widget);
    empty_->setObjectName(QStringLiteral("pruning_empty"));
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    column->addStretch(1);
    column->addWidget(empty_);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    for (QAction* action : {commands.run, commands.open_network, commands.open_profile})
        buttons->addWidget(button_of(action));
    buttons->addStretch(1);
    column->addLayout(buttons);
    column->addStretch(1);
    return widget;
}

}  // namespace sescope::ui

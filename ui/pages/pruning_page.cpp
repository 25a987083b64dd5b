// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/pruning_page.h"

#include <QAction>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedLayout>
#include <QStandardItemModel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/pruning/export.h"
#include "core/report/shown_number.h"
#include "ui/bars/commands.h"
#include "ui/bars/save_path.h"
#include "ui/models/pruning.h"
#include "ui/models/verdicts_model.h"
#include "ui/models/workspace.h"
#include "ui/pages/pruning_results.h"

namespace sescope::ui {
namespace {

constexpr int kLeastRows = 6;  // in height, header and scroll bar among them

QToolButton* button_of(QAction* action) {
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

void allow(QAction* action, const QString& why_not, const QString& tip) {
    action->setEnabled(why_not.isEmpty());
    action->setToolTip(why_not.isEmpty() ? tip : why_not);
}

QString share(std::int64_t part, std::int64_t whole) {
    return whole > 0 ? QString::fromStdString(shown_real(100.0 * double(part) / double(whole), 3))
                     : QStringLiteral("0");
}

QString number(std::int64_t value) {
    return QString::fromStdString(shown_integer(value));
}

QString saving_text(const Saving& saving) {
    if (!saving.problem.isEmpty()) return saving.problem;
    const std::int64_t parameters = saving.before.parameters - saving.after.parameters;
    const std::int64_t macs = saving.before.macs - saving.after.macs;
    const QString counted =
        PruningPage::tr("Saves %1 parameters (%2 %), %3 MACs (%4 %)")
            .arg(number(parameters), share(parameters, saving.before.parameters), number(macs),
                 share(macs, saving.before.macs));
    if (!saving.bytes_known) return counted;
    const auto bytes = double(saving.before.bytes - saving.after.bytes);
    return PruningPage::tr("%1, %2 MB")
        .arg(counted, QString::fromStdString(shown_real(bytes / 1e6, 3)));
}

}  // namespace

PruningPage::PruningPage(Workspace& workspace, Pruning& pruning, const Commands& commands,
                         QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      pruning_(pruning),
      model_(new VerdictsModel(this)),
      sorted_(new QSortFilterProxyModel(this)),
      table_(new QTableView),
      results_(new PruningResults(pruning)),
      stack_(new QStackedLayout(this)),
      empty_(new QLabel),
      saving_(new QLabel),
      images_note_(new QLabel),
      stand_in_(new QComboBox),
      images_(new QComboBox),
      max_drop_(new QDoubleSpinBox),
      accuracy_(new QComboBox) {
    make_commands();
    auto* filled = new QWidget;
    auto* column = new QVBoxLayout(filled);
    column->setContentsMargins(6, 4, 6, 4);
    column->setSpacing(4);
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(make_table());
    splitter->addWidget(results_);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    // A trade-off needs height to be read: at first, it gets all that the table can spare.
    connect(&pruning_, &Pruning::results_changed, splitter,
            [this, splitter, drawn = false]() mutable {
                const bool draws = pruning_.plan() != nullptr;
                if (draws && !drawn) splitter->setSizes({0, splitter->height()});
                drawn = draws;
            });
    // On a low screen the middle scrolls: else the whole window would be higher than the screen.
    // What starts, stops and tells of a measurement stays in sight.
    auto* scrolled = new QScrollArea;
    scrolled->setObjectName(QStringLiteral("pruning_middle"));
    scrolled->setFrameShape(QFrame::NoFrame);
    scrolled->setWidgetResizable(true);
    scrolled->setFocusPolicy(Qt::NoFocus);
    scrolled->setWidget(splitter);
    scrolled->setMinimumWidth(splitter->minimumSizeHint().width());
    column->addWidget(make_choices());
    column->addWidget(scrolled, 1);
    column->addWidget(make_measuring());
    column->addWidget(images_note_);
    stack_->addWidget(make_empty(commands));
    stack_->addWidget(filled);
    connect(&pruning_, &Pruning::verdicts_changed, this, &PruningPage::show_verdicts);
    connect(&pruning_, &Pruning::saving_changed, this, &PruningPage::show_saving);
    connect(&pruning_, &Pruning::running_changed, this, &PruningPage::show_state);
    connect(&pruning_, &Pruning::results_changed, this, &PruningPage::show_state);
    connect(&workspace_, &Workspace::selection_changed, this, &PruningPage::show_choice);
    for (const auto signal :
         {&Workspace::network_changed, &Workspace::dataset_changed, &Workspace::running_changed})
        connect(&workspace_, signal, this, &PruningPage::show_verdicts);
    connect(results_, &PruningResults::failed, this, &PruningPage::failed);
    connect(results_, &PruningResults::written, this, &PruningPage::written);
    connect(&pruning_, &Pruning::written, this, &PruningPage::written);
    show_verdicts();
}

FigureView* PruningPage::figure() const {
    return results_->figure();
}

void PruningPage::make_commands() {
    choose_prunable_ = new QAction(tr("Check what can go"), this);
    find_best_ = new QAction(tr("Find best set"), this);
    choose_best_ = new QAction(tr("Check best set"), this);
    prove_ = new QAction(tr("Prove it"), this);
    stop_ = new QAction(tr("Stop measuring"), this);
    write_ = new QAction(tr("Write pruned network..."), this);
    connect(write_, &QAction::triggered, this, &PruningPage::ask_where_to_write);
    connect(choose_prunable_, &QAction::triggered, &pruning_, &Pruning::choose_prunable);
    connect(choose_best_, &QAction::triggered, &pruning_, &Pruning::choose_planned);
    connect(prove_, &QAction::triggered, &pruning_, &Pruning::prove);
    connect(stop_, &QAction::triggered, &pruning_, &Pruning::stop);
    connect(find_best_, &QAction::triggered, this, [this] {
        pruning_.find_best(max_drop_->value() / 100,
                           accuracy_->currentIndex() == 0 ? Accuracy::top1 : Accuracy::top5);
    });
}

void PruningPage::ask_where_to_write() {
    const NetworkPtr& network = workspace_.network();
    const QString weights = tr("Weights (*.safetensors)");
    const QString whole = tr("Whole network, ONNX (*.onnx)");
    const bool is_whole =
        network && export_paths({}, network->weights).format == ExportFormat::onnx;
    const QString name =
        is_whole ? QStringLiteral("pruned.onnx") : QStringLiteral("pruned.safetensors");
    const QString path = ask_save_path(
        this, QStringLiteral("network"), tr("Write pruned network"), name,
        is_whole ? whole + QStringLiteral(";;") + weights : weights + QStringLiteral(";;") + whole);
    if (!path.isEmpty()) pruning_.write(path);
}

void PruningPage::fill_menu(QMenu& menu) const {
    menu.addActions({choose_prunable_, choose_best_});
    menu.addSeparator();
    menu.addActions({find_best_, prove_, stop_});
    menu.addSeparator();
    menu.addAction(write_);
    menu.setToolTipsVisible(true);
}

QWidget* PruningPage::make_table() {
    sorted_->setSourceModel(model_);
    sorted_->setSortRole(VerdictsModel::kSortValue);
    table_->setModel(sorted_);
    table_->setAccessibleName(tr("Verdicts"));
    table_->setSortingEnabled(true);
    table_->sortByColumn(VerdictsModel::kBlock, Qt::AscendingOrder);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setAlternatingRowColors(true);
    table_->setShowGrid(false);
    table_->setTabKeyNavigation(false);
    table_->verticalHeader()->hide();
    const int row = table_->fontMetrics().height() + 6;
    table_->verticalHeader()->setDefaultSectionSize(row);
    table_->setMinimumHeight(kLeastRows * row);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    connect(model_, &VerdictsModel::chosen, &workspace_, &Workspace::choose_pruned);
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                const QString block = current.data(VerdictsModel::kBlockName).toString();
                if (!block.isEmpty()) workspace_.select_block(block);
            });
    return table_;
}

QWidget* PruningPage::make_choices() {
    auto* widget = new QWidget;
    auto* rows = new QVBoxLayout(widget);
    rows->setContentsMargins(0, 0, 0, 0);
    auto* row = new QHBoxLayout;
    rows->addLayout(row);
    stand_in_->addItems({tr("As each verdict says"), tr("Its mean gate"), tr("Nothing")});
    stand_in_->setAccessibleName(tr("What stands in"));
    stand_in_->setToolTip(
        tr("What stands in for a block that is taken out: its mean gate, folded into the weights "
           "beside it, or nothing, as if every gate were 1"));
    // A line of its own, broken where the pane is narrow: its numbers are what the page is for.
    saving_->setWordWrap(true);
    saving_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    row->addWidget(button_of(choose_prunable_));
    row->addWidget(new QLabel(tr("Stands in:")));
    row->addWidget(stand_in_);
    row->addStretch(1);
    rows->addWidget(saving_);
    connect(stand_in_, &QComboBox::activated, &workspace_,
            [this](int index) { workspace_.choose_stand_in(static_cast<StandIn>(index)); });
    return widget;
}

QWidget* PruningPage::make_measuring() {
    auto* widget = new QWidget;
    // Two rows: one would be wider than what the panes beside it leave.
    auto* rows = new QVBoxLayout(widget);
    rows->setContentsMargins(0, 0, 0, 0);
    auto* row = new QHBoxLayout;
    auto* buttons = new QHBoxLayout;
    rows->addLayout(row);
    rows->addLayout(buttons);
    images_->addItems({tr("Images outside the profile"), tr("All images")});
    images_->setAccessibleName(tr("Judged by"));
    images_->setToolTip(
        tr("The profile's own images flatter the pruning: its mean gates are of them"));
    max_drop_->setRange(0, 100);
    max_drop_->setSingleStep(0.1);
    max_drop_->setValue(0.1);
    max_drop_->setSuffix(tr(" points"));
    max_drop_->setAccessibleName(tr("Largest loss of accuracy"));
    max_drop_->setToolTip(tr("How much accuracy the search may give away"));
    accuracy_->addItems({tr("top-1"), tr("top-5")});
    accuracy_->setAccessibleName(tr("Accuracy"));
    row->addWidget(images_);
    row->addWidget(new QLabel(tr("lose at most")));
    row->addWidget(max_drop_);
    row->addWidget(accuracy_);
    row->addStretch(1);
    for (QAction* action : {find_best_, choose_best_, prove_, write_})
        buttons->addWidget(button_of(action));
    buttons->addStretch(1);
    buttons->addWidget(button_of(stop_));
    images_note_->setWordWrap(true);
    connect(images_, &QComboBox::activated, this, [this](int index) {
        pruning_.set_same_images(index == 1);
        show_state();
    });
    connect(max_drop_, &QDoubleSpinBox::valueChanged, results_,
            [this](double points) { results_->set_max_drop(points / 100); });
    return widget;
}

QWidget* PruningPage::make_empty(const Commands& commands) {
    auto* widget = new QWidget;
    auto* column = new QVBoxLayout(widget);
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

void PruningPage::show_verdicts() {
    model_->set_verdicts(pruning_.verdicts());
    const ProfilePtr& profile = workspace_.profile();
    const bool no_se = profile && profile->gates.blocks.empty();
    empty_->setText(
        no_se ? tr("This network has no SE block: there is nothing to prune. Open another one.")
        : workspace_.running()
            ? tr("The first images are on their way through the network.")
            : tr("Verdicts come from a profile: run a network over images, or open a profile."));
    // Without energies the strength is unknown, and the spread stands in; with them, it does not.
    const bool strength = std::ranges::any_of(pruning_.verdicts(), [](const Verdict& verdict) {
        return verdict.numbers.strength.mean == verdict.numbers.strength.mean;
    });
    const auto rules = verdict_rules();
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const bool needs = rules[i].key == "strength" || rules[i].key == "identity";
        const bool instead = rules[i].key == "spread";
        table_->setColumnHidden(VerdictsModel::kFirstMetric + static_cast<int>(i),
                                strength ? instead : needs);
    }
    stack_->setCurrentIndex(pruning_.verdicts().empty() ? 0 : 1);
    show_choice();
}

void PruningPage::show_choice() {
    const Selection& selection = workspace_.selection();
    model_->set_chosen(selection.pruned, selection.stand_in);
    stand_in_->setCurrentIndex(static_cast<int>(selection.stand_in));
    select_row();
    show_saving();
    show_state();
}

void PruningPage::select_row() {
    const int row = model_->row_of(workspace_.selection().block);
    if (row < 0) return;
    const QModelIndex index = sorted_->mapFromSource(model_->index(row, 0));
    if (table_->currentIndex().row() == index.row()) return;
    table_->setCurrentIndex(index);
}

void PruningPage::show_saving() {
    saving_->setText(pruning_.choices().empty() ? tr("No block is checked.")
                                                : saving_text(pruning_.saving()));
}

void PruningPage::show_state() {
    const bool prunable = std::ranges::any_of(pruning_.verdicts(), &Verdict::prunable);
    allow(choose_prunable_, prunable ? QString() : tr("No verdict says that a block can go"),
          tr("Check the blocks whose verdict says that they can go"));
    allow(find_best_, pruning_.why_not_measure(),
          tr("Measure the subsets of the last stage, then block after block, and choose the "
             "largest saving that keeps to the budget"));
    allow(choose_best_,
          pruning_.plan() && pruning_.plan()->chosen >= 0 ? QString()
          : pruning_.plan()                               ? tr("No set keeps to the budget")
                                                          : tr("Find the best set first"),
          tr("Check the blocks of the set that the search found"));
    allow(prove_, pruning_.why_not_choices(true),
          tr("Measure the network without the checked blocks against the original"));
    allow(write_, pruning_.why_not_choices(false),
          tr("Write the weights without the checked blocks, config.json and a plan beside them"));
    allow(stop_,
          pruning_.stopping()  ? tr("It is stopping")
          : pruning_.running() ? QString()
                               : tr("Nothing is measured"),
          tr("Stop, and keep what was measured"));
    show_images();
}

// Where there are no others, none are offered.
void PruningPage::show_images() {
    const bool no_others = pruning_.only_own_images();
    images_->setCurrentIndex(pruning_.same_images() || no_others ? 1 : 0);
    qobject_cast<QStandardItemModel*>(images_->model())->item(0)->setEnabled(!no_others);
    images_->setItemData(0,
                         no_others ? tr("The profile is of all images that are open") : QString(),
                         Qt::ToolTipRole);
    images_note_->setText(
        no_others ? tr("The profile is of these very images, all of them, which flatters the "
                       "pruning. To judge by others, open another folder, or record the profile "
                       "on a sample of each class.")
        : pruning_.same_images()
            ? tr("The profile's own images are among them, which flatters the pruning.")
            : QString());
    images_note_->setVisible(!images_note_->text().isEmpty());
}

}  // namespace sescope::ui

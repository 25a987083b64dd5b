// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/pruning_page.h"

#include <QAction>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QStackedLayout>
#include <QStandardItemModel>
#include <QTableView>

#include "core/pruning/export.h"
#include "core/report/shown_number.h"
#include "ui/bars/commands.h"
#include "ui/bars/save_path.h"
#include "ui/models/pruning.h"
#include "ui/models/verdicts_model.h"
#include "ui/models/workspace.h"
#include "ui/pages/pruning_headlines.h"
#include "ui/pages/pruning_results.h"
#include "ui/pages/pruning_step.h"

namespace sescope::ui {
namespace {

constexpr int kLeastRows = 6;  // in height, header and scroll bar among them

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
      may_go_(new PruningStep("may_go", 1, tr("What may go"))),
      proof_(new PruningStep("proof", 2, tr("Proof"))),
      writing_(new PruningStep("writing", 3, tr("Write"))),
      results_(new PruningResults(pruning)),
      stack_(new QStackedLayout(this)),
      empty_(new QLabel),
      saving_(new QLabel),
      images_note_(new QLabel),
      sliders_(new QScrollArea),
      replacement_(new QComboBox),
      images_(new QComboBox),
      max_drop_(new QDoubleSpinBox),
      accuracy_(new QComboBox),
      measure_needed_(new QPushButton) {
    make_commands();
    stack_->addWidget(make_empty(commands));
    stack_->addWidget(make_steps());
    connect(&pruning_, &Pruning::verdicts_changed, this, &PruningPage::show_verdicts);
    connect(&pruning_, &Pruning::saving_changed, this, &PruningPage::show_saving);
    connect(&pruning_, &Pruning::running_changed, this, &PruningPage::show_state);
    connect(&pruning_, &Pruning::results_changed, this, &PruningPage::show_results);
    connect(&workspace_, &Workspace::selection_changed, this, &PruningPage::show_choice);
    for (const auto signal :
         {&Workspace::network_changed, &Workspace::dataset_changed, &Workspace::running_changed})
        connect(&workspace_, signal, this, &PruningPage::show_verdicts);
    connect(results_, &PruningResults::failed, this, &PruningPage::failed);
    connect(results_, &PruningResults::written, this, &PruningPage::written);
    connect(&pruning_, &Pruning::written, this, [this](const QString& file) {
        show_headlines();
        emit written(file);
    });
    show_verdicts();
    show_results();
}

FigureView* PruningPage::figure() const {
    return results_->figure();
}

void PruningPage::make_commands() {
    const auto make = [this](const char* name, const QString& text) {
        auto* action = new QAction(text, this);
        action->setObjectName(QString::fromLatin1(name));
        return action;
    };
    choose_prunable_ = make("check_prunable", tr("Check what can go"));
    find_best_ = make("find_best", tr("Find best set"));
    choose_best_ = make("check_best", tr("Check best set"));
    prove_ = make("prove", tr("Prove it"));
    stop_ = make("stop_measuring", tr("Stop measuring"));
    write_ = make("write_pruned", tr("Write pruned network..."));
    connect(write_, &QAction::triggered, this, &PruningPage::ask_where_to_write);
    connect(choose_prunable_, &QAction::triggered, &pruning_, &Pruning::choose_prunable);
    connect(choose_best_, &QAction::triggered, &pruning_, &Pruning::choose_planned);
    connect(prove_, &QAction::triggered, &pruning_, [this] { pruning_.prove(); });
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

void PruningPage::show_verdicts() {
    model_->set_verdicts(pruning_.verdicts());
    const ProfilePtr& profile = workspace_.profile();
    const bool no_se = profile && profile->gates.blocks.empty();
    empty_->setText(
        no_se ? tr("This network has no SE block: there is nothing to prune. Open another one.")
        : workspace_.running()
            ? tr("The first images are on their way through the network.")
            : tr("Verdicts come from a profile: run a network over images, or open a profile."));
    // Without energies the strength is unknown, and the spread is used instead; with them, it is
    // not.
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
    model_->set_chosen(selection.pruned, selection.replacement);
    replacement_->setCurrentIndex(
        selection.replacement ? replacement_->findData(static_cast<int>(*selection.replacement))
                              : 0);
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
    // Of a network without a classifier the budget is that of its outputs.
    const NetworkPtr& network = workspace_.network();
    accuracy_->setVisible(!network || network->model.classes() > 0);
    show_images();
    show_headlines();
}

// What is new is what the headline is of, and comes to the front. A trade-off needs height to be
// read: the first one gets all that the verdicts can spare.
void PruningPage::show_results() {
    const void* const proof = pruning_.proof().get();
    const void* const plan = pruning_.plan().get();
    const bool new_proof = proof != nullptr && proof != proof_seen_;
    const bool new_plan = plan != nullptr && plan != plan_seen_;
    if (new_proof || new_plan) {
        searched_ = new_plan;
        first_ = 1;
    }
    if (new_plan && plan_seen_ == nullptr) wanted_[0] = false;
    if (proof == nullptr && plan == nullptr) {
        wanted_[0] = true;
        first_ = 0;
    }
    proof_seen_ = proof;
    plan_seen_ = plan;
    show_state();
    fold_what_has_no_room();
}

Finding PruningPage::finding() const {
    if (searched_ && pruning_.plan()) return finding_of(*pruning_.plan());
    if (pruning_.proof()) return finding_of(*pruning_.proof(), max_drop_->value() / 100);
    return {tr("Nothing is measured yet"), 0, {}};
}

void PruningPage::show_headlines() {
    const ProfilePtr& profile = workspace_.profile();
    if (!profile) return;
    may_go_->set_headline(may_go_headline(pruning_.verdicts(), profile->network.cost.parameters()));
    Finding found = finding();
    const bool others = !searched_ && pruning_.proof() && !pruning_.choices().empty() &&
                        pruning_.proof()->choices != pruning_.choices();
    // A proof says nothing of other blocks.
    if (others) found.text = tr("%1; other blocks are checked now").arg(found.text);
    proof_->set_headline(found.text);
    measure_needed_->setVisible(found.images_needed > 0 && !others);
    measure_needed_->setText(
        tr("Measure %1 images").arg(number(std::int64_t(found.images_needed))));
    const QString why =
        found.why_not_more.isEmpty() ? pruning_.why_not_measure() : found.why_not_more;
    measure_needed_->setEnabled(why.isEmpty());
    measure_needed_->setToolTip(
        why.isEmpty() ? tr("As many images of each class as that takes, where they are there")
                      : why);
    const QString& file = pruning_.written_file();
    const QString wrote = tr("Wrote %1").arg(file);
    writing_->set_headline(pruning_.writing() ? tr("Being written")
                           : file.isEmpty()   ? tr("Nothing is written yet")
                           : pruning_.written_choices() == pruning_.choices()
                               ? wrote
                               : tr("%1; other blocks are checked now").arg(wrote));
}

void PruningPage::measure_what_is_needed() {
    const std::uint64_t images = finding().images_needed;
    if (searched_) pruning_.choose_planned();
    pruning_.prove(images);
}

void PruningPage::ask_for_body(int step, bool shown) {
    wanted_[step] = shown;
    if (shown) first_ = step;
    fold_what_has_no_room();
}

void PruningPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fold_what_has_no_room();
}

// On a low screen tables fold first: what starts, stops and tells of a measurement stays in sight.
void PruningPage::fold_what_has_no_room() {
    int room = height();
    for (const PruningStep* step : {may_go_, proof_, writing_}) room -= step->height_of_controls();
    // Sliders with their sentences need more than rows do.
    const int rows = sliders_->isHidden() ? kLeastRows : 2 * kLeastRows;
    const bool both = room >= 2 * rows * table_->verticalHeader()->defaultSectionSize();
    may_go_->show_body(wanted_[0] && (both || first_ == 0 || !wanted_[1]));
    proof_->show_body(wanted_[1] && (both || first_ == 1 || !wanted_[0]));
}

// Where there are no others, none are offered.
void PruningPage::show_images() {
    const bool no_others = pruning_.only_own_images();
    images_->setItemText(0, pruning_.other_half() ? tr("The other half of each class")
                                                  : tr("Images outside the profile"));
    images_->setCurrentIndex(pruning_.same_images() || no_others ? 1 : 0);
    qobject_cast<QStandardItemModel*>(images_->model())->item(0)->setEnabled(!no_others);
    images_->setItemData(0,
                         no_others ? tr("The profile is of all images that are open") : QString(),
                         Qt::ToolTipRole);
    images_note_->setText(
        no_others ? tr("The profile is of these very images, all of them, which flatters the "
                       "pruning. To judge by others, open another folder, or record the profile "
                       "on a half of each class (Images, above).")
        : pruning_.same_images()
            ? tr("The profile's own images are among them, which flatters the pruning.")
            : QString());
    images_note_->setVisible(!images_note_->text().isEmpty());
}

}  // namespace sescope::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/pruning.h"

#include <algorithm>

#include "core/cost/cost.h"
#include "ui/look/core_texts.h"
#include "ui/models/workspace.h"

namespace sescope::ui {
namespace {

NetworkPrice counted_price(const NetworkRecord& network) {
    const CostReport& cost = network.cost;
    return {cost.parameters(), cost.se_parameters(), cost.operations(), 0};
}

NetworkPrice price_without(const NetworkRecord& network, const std::vector<BlockChoice>& choices) {
    NetworkPrice price = counted_price(network);
    for (const BlockChoice& choice : choices) {
        const GateSite* site = network.find_site(choice.block);
        if (site == nullptr) continue;
        price.parameters -= site->parameters;
        price.se_parameters -= site->parameters;
        price.macs -= site->operations;
    }
    return price;
}

}  // namespace

Pruning::Pruning(Workspace& workspace, QObject* parent) : QObject(parent), workspace_(workspace) {
    connect(&workspace_, &Workspace::profile_changed, this, &Pruning::judge_anew);
    for (const auto signal : {&Workspace::network_changed, &Workspace::dataset_changed})
        connect(&workspace_, signal, this, [this] { same_images_ = only_own_images(); });
    connect(&workspace_, &Workspace::network_changed, this, &Pruning::work_out_saving);
    connect(&workspace_, &Workspace::selection_changed, this, &Pruning::work_out_saving);
}

Pruning::~Pruning() = default;

void Pruning::set_thresholds(const VerdictThresholds& thresholds) {
    if (thresholds == thresholds_) return;
    thresholds_ = thresholds;
    judge_anew();
}

void Pruning::judge_anew() {
    const ProfilePtr& profile = workspace_.profile();
    if (judged_ != profile) forget_results();
    judged_ = profile;
    verdicts_.clear();
    if (profile) {
        // Of the digest, so that a slider that moves sums up nothing anew.
        const auto& blocks = workspace_.digest()->blocks;
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            verdicts_.push_back(judge(blocks[i], thresholds_, profile->gates.blocks[i].not_finite));
        }
    }
    same_images_ = same_images_ || only_own_images();
    emit verdicts_changed();
    work_out_saving();
}

// They are of another profile.
void Pruning::forget_results() {
    stop();
    if (!plan_ && !proof_ && written_file_.isEmpty()) return;
    plan_.reset();
    proof_.reset();
    written_file_.clear();
    emit results_changed();
}

std::vector<BlockChoice> Pruning::choices() const {
    const Selection& selection = workspace_.selection();
    std::vector<BlockChoice> choices;
    for (const Verdict& verdict : verdicts_) {
        if (!selection.pruned.contains(QString::fromStdString(verdict.block))) continue;
        choices.push_back({verdict.block, selection.replacement.value_or(verdict.replacement)});
    }
    return choices;
}

// Counts need the model alone. Folding reads weights, and is not for the thread of the window.
void Pruning::work_out_saving() {
    const Priced wanted{workspace_.profile(), workspace_.network(), choices()};
    if (wanted == priced_) return;
    priced_ = wanted;
    std::erase_if(retired_, [](const auto& job) { return job->done(); });
    if (saving_job_ && !saving_job_->done()) retired_.push_back(std::move(saving_job_));
    saving_job_.reset();
    saving_ = {};
    if (wanted.profile && !wanted.choices.empty()) {
        try {
            saving_.before = counted_price(wanted.profile->network);
            saving_.after = price_without(wanted.profile->network, wanted.choices);
        } catch (const Error& error) {
            saving_.problem = error_text(error);
        }
        if (wanted.network && saving_.problem.isEmpty()) price_in_background(wanted.choices);
    }
    emit saving_changed();
}

void Pruning::price_in_background(const std::vector<BlockChoice>& chosen) {
    saving_job_ = std::make_unique<SavingJob>(next_id_++);
    const auto latest = [this](quint64 id) { return saving_job_ && saving_job_->id() == id; };
    connect(saving_job_.get(), &SavingJob::priced, this,
            [this, latest](quint64 id, const NetworkPrice& before, const NetworkPrice& after) {
                if (!latest(id)) return;
                saving_.before = before;
                saving_.after = after;
                saving_.bytes_known = true;
                emit saving_changed();
            });
    connect(saving_job_.get(), &Job::failed, this, [this, latest](quint64 id, const Error& error) {
        if (!latest(id)) return;
        saving_.problem = error_text(error);
        emit saving_changed();
    });
    saving_job_->price(workspace_.network(), workspace_.profile(), chosen);
}

void Pruning::choose_prunable() {
    QStringList blocks;
    for (const BlockChoice& choice : recommended_choices(verdicts_))
        blocks.append(QString::fromStdString(choice.block));
    workspace_.choose_pruned(blocks);
}

void Pruning::choose_planned() {
    if (!plan_ || plan_->chosen < 0) return;
    QStringList blocks;
    for (const auto& block : plan_->steps[static_cast<std::size_t>(plan_->chosen)].blocks)
        blocks.append(QString::fromStdString(block));
    workspace_.choose_pruned_by(blocks, plan_->replacement);  // as they were measured
}

bool Pruning::only_own_images() const {
    const ProfilePtr& profile = workspace_.profile();
    const DatasetPtr& dataset = workspace_.dataset();
    if (other_half()) return false;
    if (!profile || !dataset || profile->origin.data_fingerprint != dataset->fingerprint)
        return false;
    // A sample of a class that has less than was asked for is all of it.
    const int per_class = workspace_.data_options().per_class;
    if (per_class == 0) return true;
    std::vector<int> images(dataset->classes.size(), 0);
    for (const LabelledImage& image : dataset->images)
        ++images[static_cast<std::size_t>(image.label)];
    return std::ranges::all_of(images, [=](int count) { return count < per_class; });
}

bool Pruning::other_half() const {
    const ProfilePtr& profile = workspace_.profile();
    return profile && profile->origin.split != name_of(Split::all);
}

void Pruning::set_same_images(bool same) {
    same_images_ = same;
}

QString Pruning::why_not_measure() const {
    if (running()) return tr("A measurement is under way");
    if (workspace_.running()) return tr("A run is under way");
    if (!workspace_.profile()) return tr("There is no profile yet: run a network over images");
    if (verdicts_.empty()) return tr("The network has no SE block");
    if (!workspace_.network()) return tr("Open the network of this profile first");
    if (!workspace_.dataset()) return tr("Open images to judge it by first");
    return {};
}

QString Pruning::why_not_choices(bool to_prove) const {
    if (to_prove) {
        const QString why = why_not_measure();
        if (!why.isEmpty()) return why;
    } else if (writing()) {
        return tr("The pruned network is being written");
    } else if (!workspace_.profile() || !workspace_.network()) {
        return workspace_.profile() ? tr("Open the network of this profile first")
                                    : tr("There is no profile yet: run a network over images");
    }
    return choices().empty() ? tr("Check a block in the table first") : QString();
}

PruningRequest Pruning::request() const {
    PruningRequest request{
        workspace_.network(),      workspace_.profile(), workspace_.images_path(),
        workspace_.data_options(), same_images_,         {}};
    request.engine = workspace_.engine_settings();
    // A profile of one half is judged by the other.
    const std::string& half = workspace_.profile()->origin.split;
    if (half != name_of(Split::all))
        request.data.split = same_images_                      ? Split::all
                             : half == name_of(Split::profile) ? Split::proof
                                                               : Split::profile;
    return request;
}

bool Pruning::current(quint64 id) const {
    return (plan_job_ && plan_job_->id() == id) || (proof_job_ && proof_job_->id() == id) ||
           (file_job_ && file_job_->id() == id);
}

void Pruning::follow(Job& job) {
    connect(&job, &Job::progressed, this, [this](quint64 id, const Progress& progress) {
        if (current(id)) emit progressed(progress);
    });
    connect(&job, &Job::noticed, this, [this](quint64 id, const QString& text) {
        if (current(id)) emit noticed(text);
    });
    connect(&job, &Job::failed, this, [this](quint64 id, const Error& error) {
        if (!current(id)) return;
        // The person stopped it, and knows.
        if (error.kind() != ErrorKind::interrupted) emit failed(error);
    });
    connect(&job, &Job::ended, this, [this](quint64 id) {
        if (!current(id)) return;
        if (plan_job_ && plan_job_->id() == id) plan_job_.reset();
        if (proof_job_ && proof_job_->id() == id) proof_job_.reset();
        if (file_job_ && file_job_->id() == id) file_job_.reset();
        emit running_changed();
    });
}

void Pruning::find_best(double max_drop, Accuracy accuracy) {
    if (!why_not_measure().isEmpty()) return;
    stopping_ = false;
    plan_job_ = std::make_unique<PlanJob>(next_id_++);
    follow(*plan_job_);
    connect(plan_job_.get(), &PlanJob::measured, this, [this](quint64 id, const PlanPtr& plan) {
        if (!current(id)) return;
        plan_ = plan;
        emit results_changed();
    });
    PlanBudget budget;
    budget.max_drop = max_drop;
    budget.accuracy = accuracy;
    plan_job_->search(request(), budget,
                      workspace_.selection().replacement.value_or(Replacement::mean));
    emit running_changed();
}

void Pruning::prove(std::uint64_t images) {
    if (!why_not_choices(true).isEmpty()) return;
    stopping_ = false;
    proof_job_ = std::make_unique<ProofJob>(next_id_++);
    follow(*proof_job_);
    connect(proof_job_.get(), &ProofJob::proven, this, [this](quint64 id, const ProofPtr& proof) {
        if (!current(id)) return;
        proof_ = proof;
        emit results_changed();
    });
    PruningRequest asked = request();
    const std::uint64_t classes = std::max<std::uint64_t>(1, workspace_.dataset()->classes.size());
    const std::uint64_t of_each = (images + classes - 1) / classes;
    // More than a folder holds is all of it.
    if (images > 0 && asked.data.per_class > 0)
        asked.data.per_class = int(std::min<std::uint64_t>(of_each, 1'000'000));
    proof_job_->prove(asked, choices());
    emit running_changed();
}

void Pruning::write(const QString& path) {
    if (!why_not_choices(false).isEmpty()) return;
    file_job_ = std::make_unique<PruneFileJob>(next_id_++);
    follow(*file_job_);
    connect(file_job_.get(), &PruneFileJob::written, this,
            [this, chosen = choices()](quint64 id, const QString& file) {
                if (!current(id)) return;
                written_file_ = file;
                written_choices_ = chosen;
                emit written(file);
            });
    file_job_->write(workspace_.network(), workspace_.profile(), choices(), thresholds_,
                     path.toStdString());
    emit running_changed();
}

void Pruning::stop() {
    if (plan_job_) plan_job_->request_stop();
    if (proof_job_) proof_job_->request_stop();
    if (!running() || stopping_) return;
    stopping_ = true;
    emit running_changed();
}

}  // namespace sescope::ui

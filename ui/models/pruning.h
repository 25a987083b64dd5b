// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <optional>

#include "core/pruning/price.h"
#include "core/pruning/verdict.h"
#include "ui/jobs/pruning_jobs.h"

namespace sescope::ui {

class Workspace;

/// What the chosen blocks would save, before anything is run.
struct Saving {
    NetworkPrice before;
    NetworkPrice after;
    bool bytes_known = false;  ///< only with the network's file
    QString problem;           ///< why the chosen blocks cannot be taken out, or empty
};

/// Pruning behind the window: thresholds and the verdicts by them, what the chosen blocks save, the
/// search and the proof, on threads. Which blocks are chosen is part of the workspace's selection,
/// so that it is undone with it.
class Pruning : public QObject {
    Q_OBJECT

  public:
    explicit Pruning(Workspace& workspace, QObject* parent = nullptr);
    ~Pruning() override;

    const VerdictThresholds& thresholds() const { return thresholds_; }
    void set_thresholds(const VerdictThresholds& thresholds);
    /// One a block, in the network's order; none without a profile.
    const std::vector<Verdict>& verdicts() const { return verdicts_; }

    /// The chosen blocks and what stands in for each.
    std::vector<BlockChoice> choices() const;
    Saving saving() const;
    /// Chooses the blocks whose verdict says that they can go.
    void choose_prunable();

    const PlanPtr& plan() const { return plan_; }
    const ProofPtr& proof() const { return proof_; }
    /// A search or a proof is under way.
    bool running() const { return plan_job_ != nullptr || proof_job_ != nullptr; }
    /// The pruned network is being written.
    bool writing() const { return file_job_ != nullptr; }
    /// Why nothing can be measured now; empty: it can.
    QString why_not_measure() const;
    /// Why the chosen blocks cannot be proven or written; empty: they can.
    QString why_not_choices(bool to_prove) const;

    /// Whether networks are also judged by the images that the profile is of.
    bool same_images() const { return same_images_; }
    void set_same_images(bool same);
    /// The images that are open are those of the profile, all of them: no others are left.
    bool only_own_images() const;

    void find_best(double max_drop, Accuracy accuracy);
    void prove();
    void stop();
    /// Writes the network without the chosen blocks; `path` as in `export_paths`.
    void write(const QString& path);
    /// Chooses the set that the search found.
    void choose_planned();

  signals:
    void verdicts_changed();
    void results_changed();
    void running_changed();
    void progressed(const sescope::Progress& progress);
    void noticed(const QString& text);
    void failed(const sescope::Error& error);
    void written(const QString& path);

  private:
    void judge_anew();
    void forget_results();
    PruningRequest request() const;
    void follow(Job& job);
    bool current(quint64 id) const;

    Workspace& workspace_;
    VerdictThresholds thresholds_;
    ProfilePtr judged_;
    std::vector<Verdict> verdicts_;
    bool same_images_ = false;
    PlanPtr plan_;
    ProofPtr proof_;
    quint64 next_id_ = 1;
    std::unique_ptr<PlanJob> plan_job_;
    std::unique_ptr<ProofJob> proof_job_;
    std::unique_ptr<PruneFileJob> file_job_;
};

}  // namespace sescope::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <vector>

#include "core/pruning/price.h"
#include "core/pruning/verdict.h"
#include "ui/jobs/pruning_jobs.h"

namespace sescope::ui {

class Workspace;

/// What the chosen blocks would save, before anything is run.
struct Saving {
    NetworkPrice before;
    NetworkPrice after;
    bool bytes_known = false;  ///< only with the network's file, and a moment later
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

    /// The chosen blocks and what replaces each.
    std::vector<BlockChoice> choices() const;
    /// Counted at once; bytes, and what cannot be folded, follow with `saving_changed`.
    const Saving& saving() const { return saving_; }
    /// Chooses the blocks whose verdict says that they can go.
    void choose_prunable();

    const PlanPtr& plan() const { return plan_; }
    const ProofPtr& proof() const { return proof_; }
    /// A search or a proof is under way.
    bool running() const { return plan_job_ != nullptr || proof_job_ != nullptr; }
    /// It was asked to stop, and ends at its next part of a batch.
    bool stopping() const { return running() && stopping_; }
    /// The pruned network is being written.
    bool writing() const { return file_job_ != nullptr; }
    /// The file that was written last of this profile, or empty; and without which blocks.
    const QString& written_file() const { return written_file_; }
    const std::vector<BlockChoice>& written_choices() const { return written_choices_; }
    /// Why nothing can be measured now; empty: it can.
    QString why_not_measure() const;
    /// Why the chosen blocks cannot be proven or written; empty: they can.
    QString why_not_choices(bool to_prove) const;

    /// Whether networks are also judged by the images that the profile is of.
    bool same_images() const { return same_images_; }
    void set_same_images(bool same);
    /// The images that are open are those of the profile, and no others are in their folders. Where
    /// they are a sample that just fills a class, it is not known, and this is false.
    bool only_own_images() const;
    /// The profile is of one half of each class, and the other one is there to judge by.
    bool other_half() const;

    void find_best(double max_drop, Accuracy accuracy);
    /// Measures the network without the chosen blocks; with `images`, on so many, where they are
    /// there: as many of each class as that takes, in place of the sample that is open.
    void prove(std::uint64_t images = 0);
    void stop();
    /// Writes the network without the chosen blocks; `path` as in `export_paths`.
    void write(const QString& path);
    /// Chooses the set that the search found.
    void choose_planned();

  signals:
    void verdicts_changed();
    void saving_changed();
    void results_changed();
    void running_changed();
    void progressed(const sescope::Progress& progress);
    void noticed(const QString& text);
    void failed(const sescope::Error& error);
    void written(const QString& path);

  private:
    void judge_anew();
    void forget_results();
    void work_out_saving();
    void price_in_background(const std::vector<BlockChoice>& chosen);
    PruningRequest request() const;
    void follow(Job& job);
    bool current(quint64 id) const;

    Workspace& workspace_;
    VerdictThresholds thresholds_;
    ProfilePtr judged_;
    std::vector<Verdict> verdicts_;
    bool same_images_ = false;
    bool stopping_ = false;
    Saving saving_;
    PlanPtr plan_;
    ProofPtr proof_;
    QString written_file_;
    std::vector<BlockChoice> written_choices_;
    quint64 next_id_ = 1;
    std::unique_ptr<PlanJob> plan_job_;
    std::unique_ptr<ProofJob> proof_job_;
    std::unique_ptr<PruneFileJob> file_job_;
    std::unique_ptr<SavingJob> saving_job_;
    /// Replaced while they ran: they end in their own time, not in ours.
    std::vector<std::unique_ptr<SavingJob>> retired_;
    struct Priced {
        ProfilePtr profile;
        NetworkPtr network;
        std::vector<BlockChoice> choices;
        bool operator==(const Priced&) const = default;
    };
    Priced priced_;  ///< what `saving_` is of
};

}  // namespace sescope::ui

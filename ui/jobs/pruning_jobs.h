// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pruning/export.h"
#include "core/pruning/plan.h"
#include "core/pruning/price.h"
#include "core/pruning/proof.h"
#include "ui/jobs/work_jobs.h"

namespace sescope::ui {

using PlanPtr = std::shared_ptr<const Plan>;
using ProofPtr = std::shared_ptr<const Proof>;

/// What a network is judged by, and how it is run. Everything is shared and only read.
struct PruningRequest {
    NetworkPtr network;
    ProfilePtr profile;
    std::filesystem::path images;
    DatasetOptions data;
    bool same_images = false;  ///< the profile's own images too
    EngineSettings engine;
};

/// Searches for the blocks that can go.
class PlanJob : public Job {
    Q_OBJECT

  public:
    using Job::Job;
    ~PlanJob() override { join(); }
    void search(const PruningRequest& request, const PlanBudget& budget, Replacement replacement);

  signals:
    /// After each pass over the images, and at the end.
    void measured(quint64 id, const sescope::ui::PlanPtr& plan);
};

/// Measures a network without chosen units against the original.
class ProofJob : public Job {
    Q_OBJECT

  public:
    using Job::Job;
    ~ProofJob() override { join(); }
    void prove(const PruningRequest& request, const std::vector<BlockChoice>& choices);

  signals:
    void proven(quint64 id, const sescope::ui::ProofPtr& proof);
};

/// Writes the network without chosen units: weights, config.json and plan.
class PruneFileJob : public Job {
    Q_OBJECT

  public:
    using Job::Job;
    ~PruneFileJob() override { join(); }
    /// `path`: as in `export_paths`.
    void write(const NetworkPtr& network, const ProfilePtr& profile,
               const std::vector<BlockChoice>& choices, const VerdictThresholds& thresholds,
               const std::filesystem::path& path);

  signals:
    void written(quint64 id, const QString& path);
};

/// What a file without chosen units saves; folded for it, so that what cannot be folded is known
/// before anything is measured.
class SavingJob : public Job {
    Q_OBJECT

  public:
    using Job::Job;
    ~SavingJob() override { join(); }
    void price(const NetworkPtr& network, const ProfilePtr& profile,
               const std::vector<BlockChoice>& choices);

  signals:
    void priced(quint64 id, const sescope::NetworkPrice& before,
                const sescope::NetworkPrice& after);
};

}  // namespace sescope::ui

Q_DECLARE_METATYPE(sescope::NetworkPrice)
Q_DECLARE_METATYPE(sescope::ui::PlanPtr)
Q_DECLARE_METATYPE(sescope::ui::ProofPtr)

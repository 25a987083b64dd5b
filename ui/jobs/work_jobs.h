// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <map>
#include <memory>
#include <utility>

#include "core/excitation/profile.h"
#include "core/network/network.h"
#include "ui/jobs/job.h"
#include "ui/jobs/profile_digest.h"

namespace sescope::ui {

/// A checkpoint that was opened, and the network in it.
struct OpenedNetwork {
    std::filesystem::path path;
    StateDict weights;
    Network model;
    NetworkRecord record;  ///< what is shown of it
    Text problem;          ///< why its cost cannot be counted, or empty
    /// Height and width of the map that each gate scales, by the gate's label.
    std::map<std::string, std::pair<int, int>> map_sizes;
};
using NetworkPtr = std::shared_ptr<const OpenedNetwork>;
using DatasetPtr = std::shared_ptr<const Dataset>;

using DevicesPtr = std::shared_ptr<const std::vector<DeviceInfo>>;

/// Opens the engine, which takes a while, and looks where networks can run.
class StartEngineJob : public Job {
    Q_OBJECT

  public:
    using Job::Job;
    ~StartEngineJob() override { join(); }
    void look();

  signals:
    void found(quint64 id, const sescope::ui::DevicesPtr& devices);
};

/// Opens a checkpoint.
class OpenNetworkJob : public Job {
    Q_OBJECT

  public:
    using Job::Job;
    ~OpenNetworkJob() override { join(); }
    void open(const std::filesystem::path& path, const SpecOverrides& overrides);

  signals:
    /// Several architectures fit: `failed` follows, and one of these names can be said.
    void undecided(quint64 id, const QStringList& architectures);
    void opened(quint64 id, const sescope::ui::NetworkPtr& network);
};

/// Lists the images of a data set.
class OpenImagesJob : public Job {
    Q_OBJECT

  public:
    using Job::Job;
    ~OpenImagesJob() override { join(); }
    void open(const std::filesystem::path& root, const DatasetOptions& options,
              const HeadLabels& head);

  signals:
    void opened(quint64 id, const sescope::ui::DatasetPtr& dataset);
};

/// Reads or writes a profile.
class ProfileFileJob : public Job {
    Q_OBJECT

  public:
    using Job::Job;
    ~ProfileFileJob() override { join(); }
    void load(const std::filesystem::path& path);
    void save(const ProfilePtr& profile, const std::filesystem::path& path);

  signals:
    void loaded(quint64 id, const sescope::ui::DigestPtr& profile);
    void saved(quint64 id, const QString& path);
};

/// Everything that a run needs.
struct RunRequest {
    NetworkPtr network;
    DatasetPtr dataset;
    DatasetOptions options;
    AnalyzeSettings settings;  ///< its callbacks are set by the job
};

/// Runs a network over images; snapshots come while it goes on.
class AnalyzeJob : public Job {
    Q_OBJECT

  public:
    using Job::Job;
    ~AnalyzeJob() override { join(); }
    void run(RunRequest request);

  signals:
    void snapshot(quint64 id, const sescope::ui::DigestPtr& profile);
    void finished(quint64 id, const sescope::ui::DigestPtr& profile);
};

/// Draws the images of the embedded demo into a folder.
class DrawDemoJob : public Job {
    Q_OBJECT

  public:
    using Job::Job;
    ~DrawDemoJob() override { join(); }
    void draw(const std::filesystem::path& folder, int per_class);

  signals:
    void drawn(quint64 id, const QString& folder);
};

}  // namespace sescope::ui

Q_DECLARE_METATYPE(sescope::ui::NetworkPtr)
Q_DECLARE_METATYPE(sescope::ui::DatasetPtr)
Q_DECLARE_METATYPE(sescope::ui::DigestPtr)
Q_DECLARE_METATYPE(sescope::ui::DevicesPtr)

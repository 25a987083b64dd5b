// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <mutex>

#include "core/dataset/dataset.h"
#include "core/engine/engine.h"
#include "ui/jobs/work_jobs.h"

namespace sescope::ui {

/// What a network did with one image.
struct SeenImage {
    int image = 0;      ///< index into the data set
    RgbImage picture;   ///< as the network saw it
    ForwardResult run;  ///< logits, gates of every block, and maps where they were asked for
};
using SeenImagePtr = std::shared_ptr<const SeenImage>;

/// A network that stays open from one look at single images to the next. Who needs it no longer
/// drops it: a look under way holds it to its end.
class OpenEngine {
  public:
    OpenEngine() = default;
    /// Gives its memory back: while a network is open, the engine keeps memory for it.
    ~OpenEngine();
    OpenEngine(const OpenEngine&) = delete;
    OpenEngine& operator=(const OpenEngine&) = delete;

    /// Runs one image; `maps_of` names the block whose maps are wanted, or is empty. One at a time.
    SeenImagePtr look(const NetworkPtr& network, const Dataset& dataset, int image,
                      const EngineSettings& settings, const std::string& maps_of);

  private:
    std::mutex mutex_;
    NetworkPtr network_;
    std::unique_ptr<RunningNetwork> running_;
};

/// Which images are looked at, with what.
struct LookRequest {
    NetworkPtr network;
    DatasetPtr dataset;
    EngineSettings settings;
    std::vector<int> images;
    std::string maps_of;
};

/// Runs single images, one after the other; stops between two.
class ImageJob : public Job {
    Q_OBJECT

  public:
    using Job::Job;
    ~ImageJob() override { join(); }
    void look(const std::shared_ptr<OpenEngine>& engine, LookRequest request);

  signals:
    void seen(quint64 id, const sescope::ui::SeenImagePtr& image);
    void skipped(quint64 id, int image, const QString& reason);
};

}  // namespace sescope::ui

Q_DECLARE_METATYPE(sescope::ui::SeenImagePtr)

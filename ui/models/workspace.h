// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QSet>
#include <QString>
#include <QStringList>
#include <memory>
#include <optional>

#include "core/pruning/prune.h"
#include "ui/jobs/work_jobs.h"

namespace sescope::ui {

/// What is selected everywhere at once: figures and tables all show this.
struct Selection {
    QString block;         ///< "SE_5_2", or empty
    QStringList classes;   ///< names of the classes that are shown
    int channel = -1;      ///< -1: none
    QString marked_class;  ///< name of the class that is pointed out, or empty
    QStringList pruned;    ///< blocks that are checked to be taken out
    /// What replaces all of them; nothing: what the verdict of each says.
    std::optional<Replacement> replacement = {};
    bool operator==(const Selection&) const = default;
};

/// How many images of how many the results are of.
struct ImagesDone {
    quint64 done = 0;
    quint64 total = 0;
};

/// The state behind the window: what is open, what runs, what is selected. Owns the jobs; all its
/// signals come on the UI thread.
class Workspace : public QObject {
    Q_OBJECT

  public:
    explicit Workspace(QObject* parent = nullptr);
    ~Workspace() override;

    const NetworkPtr& network() const { return network_; }
    const DatasetPtr& dataset() const { return dataset_; }
    const ProfilePtr& profile() const { return profile_; }
    /// What the panes show of the profile; null where there is none.
    const DigestPtr& digest() const { return digest_; }
    const Selection& selection() const { return selection_; }
    const DatasetOptions& data_options() const { return data_options_; }
    EngineSettings& engine_settings() { return engine_settings_; }
    /// Where networks can run; null until the engine has told (`devices_found`).
    const DevicesPtr& devices() const { return devices_; }
    /// Folder or table of the images that were asked for; empty: none.
    const std::filesystem::path& images_path() const { return images_path_; }
    /// The file of the profile, where it is in one.
    const QString& profile_path() const { return profile_path_; }
    const SpecOverrides& overrides() const { return overrides_; }
    /// Whether something was said of the network beside its file.
    bool is_overridden() const { return overridden_; }
    /// Palette index of each class that was shown in this session, which it keeps.
    const QHash<QString, int>& class_colours() const { return class_colours_; }
    /// Names between which the person is to choose, where the network that was asked for can be
    /// several; see `choose_architecture`.
    const QStringList& architectures() const { return architectures_; }
    bool running() const { return analyze_ != nullptr; }
    bool unsaved() const { return unsaved_; }
    bool can_run() const { return network_ && dataset_ && !running(); }
    /// The results are a part of what a run of the inputs would give: it can go on from them.
    bool can_continue() const;
    ImagesDone images_done() const;
    /// False where a network or images are open that the results are not of.
    bool results_are_of_inputs() const;

    /// What was said of another network is forgotten.
    void open_network(const QString& path);
    /// Opens the network that was asked for as one of `architectures`.
    void choose_architecture(const QString& name);
    void open_images(const QString& path);
    void open_profile(const QString& path);
    /// A file or folder that was dropped or named on the command line: told apart by what it is.
    void open_any(const QString& path);
    void open_demo();

    /// Where a run of the process `pid` keeps its partial profile, against a crash.
    static QString partial_file(qint64 pid);
    /// The partial profile of a run whose process is gone, the latest one; or empty.
    static QString partial_of_earlier_run();
    /// Opens such a profile; it counts as unsaved, and its file goes once it is saved.
    void open_partial(const QString& path);
    /// Removes the partial profiles of this workspace: their results are saved, or not wanted.
    void forget_partial();

    void set_overrides(const SpecOverrides& overrides);
    /// Takes back what was said, and reads the network by its file alone.
    void reset_overrides();
    void set_data_options(const DatasetOptions& options);
    void save_profile_as(const QString& path);

    /// Opens the engine and looks for devices on a thread, so that the first run need not wait.
    void start_engine();
    /// From the first image on.
    void run();
    /// From where the results end; nothing is counted twice.
    void continue_run();
    void stop();
    /// A run ends by itself after so many minutes, and keeps what there is; 0: at its end.
    void set_time_limit(int minutes) { time_limit_ = minutes; }
    int time_limit() const { return time_limit_; }
    /// A class takes no more images once the mean of each of its gates is known so well (95 %); its
    /// images then come in random order. 0: all images.
    void set_until(double half_width);
    double until() const { return until_; }

    /// Tells everything anew, to widgets that were made just now.
    void announce();

    void select_block(const QString& block);
    void select_classes(const QStringList& classes);
    void select_channel(int channel);
    /// Block, channel and class at once: one choice, undone as one.
    void pick(const QString& block, int channel, const QString& marked_class);
    /// The last choice was not meant.
    void take_back();
    void choose_pruned(const QStringList& blocks);
    /// The same with what is to replace all of them, as one step.
    void choose_pruned_by(const QStringList& blocks, Replacement replacement);
    void choose_replacement(std::optional<Replacement> replacement);
    /// Undo and redo: as far as the profile still has what was selected.
    void set_selection(const Selection& selection);
    /// Points out a class in all figures; empty: none.
    void mark_class(const QString& name);

  signals:
    void network_changed();
    void dataset_changed();
    void profile_changed();
    void selection_changed();
    /// The person selected something; `selection_changed` comes too, and also when we select.
    void selection_chosen(const sescope::ui::Selection& before);
    /// The choice that was told of last is taken back.
    void choice_taken_back();
    void devices_found();
    void running_changed();
    void progressed(const sescope::Progress& progress);
    void noticed(const QString& text);
    void failed(const sescope::Error& error);
    void profile_saved(const QString& path);

  private:
    template <class SomeJob>
    SomeJob* new_job(std::unique_ptr<SomeJob>& slot);
    void close_another_network(const NetworkRecord& profiled);
    void load_profile_of(const QString& path, bool recovered);
    void read_network();
    void start_run(const ProfilePtr& resume);
    void network_opened(const NetworkPtr& network);
    void take_profile(const DigestPtr& digest, bool complete);
    QStringList classes_to_show(bool complete) const;
    void choose_selection(bool complete);
    void give_colours(const QStringList& classes);
    void choose(const Selection& next);
    void keep_known_blocks(Selection& selection) const;
    void retire(std::unique_ptr<Job> job);

    NetworkPtr network_;
    DatasetPtr dataset_;
    ProfilePtr profile_;
    DigestPtr digest_;
    Selection selection_;
    std::optional<Selection> before_choice_;  ///< what was selected before the last one
    QHash<QString, int> class_colours_;
    SpecOverrides overrides_;
    bool overridden_ = false;
    QString asked_network_;  ///< its path
    QStringList architectures_;
    DatasetOptions data_options_;
    EngineSettings engine_settings_;
    DevicesPtr devices_;
    std::filesystem::path images_path_;
    QString profile_path_;
    int time_limit_ = 0;
    double until_ = 0;
    bool shuffled_ = false;  ///< the images that are open are in random order
    QStringList partials_;   ///< files that hold what is not yet saved
    bool unsaved_ = false;
    bool run_when_ready_ = false;
    bool classes_chosen_ = false;  ///< by the person: no longer ours to choose

    quint64 next_id_ = 1;
    std::unique_ptr<OpenNetworkJob> open_network_;
    std::unique_ptr<OpenImagesJob> open_images_;
    std::unique_ptr<ProfileFileJob> profile_file_;
    std::unique_ptr<AnalyzeJob> analyze_;
    std::unique_ptr<DrawDemoJob> draw_demo_;
    std::unique_ptr<StartEngineJob> start_engine_;
    /// Jobs that were replaced while they ran: they end in their own time, not in ours.
    std::vector<std::unique_ptr<Job>> retired_;
};

}  // namespace sescope::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/workspace.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTimer>
#include <algorithm>
#include <chrono>
#include <utility>

#include "core/base/resources.h"
#include "core/checkpoint/hub_folder.h"

namespace sescope::ui {
namespace {

bool is_profile(const QString& path) {
    return path.endsWith(QStringLiteral(".profile"));
}

bool is_network(const QFileInfo& info) {
    const std::filesystem::path path = info.filePath().toStdString();
    if (info.isDir()) return is_hub_folder(path);
    if (is_weight_index(path)) return true;
    static const QStringList tables{QStringLiteral("csv"),  QStringLiteral("tsv"),
                                    QStringLiteral("txt"),  QStringLiteral("lst"),
                                    QStringLiteral("json"), QStringLiteral("jsonl")};
    return !tables.contains(info.suffix().toLower());
}

}  // namespace

Workspace::Workspace(QObject* parent) : QObject(parent) {
    register_signal_types();
    engine_settings_.batch = 0;        // `analyze` finds one that suits the device
    data_options_.interleaved = true;  // so that the first curves are of all classes
}

// Jobs stop and join in their own destructors, before the state they report to goes.
Workspace::~Workspace() = default;

template <class SomeJob>
SomeJob* Workspace::new_job(std::unique_ptr<SomeJob>& slot) {
    if (slot) retire(std::move(slot));
    slot = std::make_unique<SomeJob>(next_id_++);
    SomeJob* job = slot.get();
    connect(job, &Job::failed, this, [this, job, &slot](quint64 id, const Error& error) {
        if (slot && slot.get() == job && slot->id() == id) emit failed(error);
    });
    return job;
}

// To destroy a job is to wait for it: what cannot be stopped at once ends in the background.
void Workspace::retire(std::unique_ptr<Job> job) {
    job->request_stop();
    std::erase_if(retired_, [](const auto& old) { return old->done(); });
    if (!job->done()) retired_.push_back(std::move(job));
}

void Workspace::start_engine() {
    auto* job = new_job(start_engine_);
    connect(job, &StartEngineJob::found, this, [this](quint64, const DevicesPtr& devices) {
        devices_ = devices;
        emit devices_found();
    });
    job->look();
}

void Workspace::open_network(const QString& path) {
    if (!asked_network_.isEmpty() && path != asked_network_) {
        overrides_ = {};
        overridden_ = false;
    }
    asked_network_ = path;
    read_network();
}

void Workspace::choose_architecture(const QString& name) {
    overrides_.architecture = name.toStdString();
    overridden_ = true;
    read_network();
}

void Workspace::read_network() {
    architectures_.clear();
    auto* job = new_job(open_network_);
    connect(job, &OpenNetworkJob::opened, this, [this](quint64 id, const NetworkPtr& network) {
        if (open_network_ && open_network_->id() == id) network_opened(network);
    });
    connect(job, &OpenNetworkJob::undecided, this, [this](quint64 id, const QStringList& names) {
        if (open_network_ && open_network_->id() == id) architectures_ = names;
    });
    job->open(asked_network_.toStdString(), overrides_);
}

void Workspace::network_opened(const NetworkPtr& network) {
    network_ = network;
    emit network_changed();
    // Which head row a class means depends on the network.
    if (!images_path_.empty()) open_images(QString::fromStdString(images_path_.string()));
}

void Workspace::open_images(const QString& path) {
    images_path_ = path.toStdString();
    HeadLabels head;
    if (network_) {
        head = {network_->model.classes(), network_->model.label_names,
                network_->model.label_descriptions};
    }
    auto* job = new_job(open_images_);
    const bool shuffled = data_options_.shuffled;
    connect(job, &OpenImagesJob::opened, this, [=, this](quint64 id, const DatasetPtr& dataset) {
        if (!open_images_ || open_images_->id() != id) return;
        dataset_ = dataset;
        shuffled_ = shuffled;
        emit dataset_changed();
        if (run_when_ready_ && network_) {
            run_when_ready_ = false;
            run();
        }
    });
    job->open(images_path_, data_options_, head);
}

void Workspace::open_profile(const QString& path) {
    load_profile_of(path, false);
}

void Workspace::open_partial(const QString& path) {
    load_profile_of(path, true);
}

QString Workspace::partial_file(qint64 pid) {
    return QStringLiteral("%1/partial-%2.profile")
        .arg(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation))
        .arg(pid);
}

QString Workspace::partial_of_earlier_run() {
    const QFileInfo pattern(partial_file(0));
    const auto files =
        pattern.dir().entryInfoList({QStringLiteral("partial-*.profile")}, QDir::Files, QDir::Time);
    for (const QFileInfo& file : files) {
        const QString pid = file.completeBaseName().mid(8);
        // Numbers of processes are used again: it is ours only where it runs this program.
        const QFileInfo program(QStringLiteral("/proc/%1/exe").arg(pid));
        if (program.symLinkTarget() != QCoreApplication::applicationFilePath())
            return file.filePath();
    }
    return {};
}

void Workspace::forget_partial() {
    analyze_.reset();  // joins: a run under way would write its file anew
    for (const QString& file : partials_) QFile::remove(file);
    partials_.clear();
}

// A profile brings its own network: what was open stays only where it is the same, or where it is
// being opened with it (as the command line's arguments are).
void Workspace::close_another_network(const NetworkRecord& profiled) {
    if (open_network_ && (!network_ || !open_network_->done())) return;
    if (network_ && network_->record.structure == profiled.structure) return;
    network_.reset();
    dataset_.reset();
    images_path_.clear();
    emit network_changed();
}

void Workspace::load_profile_of(const QString& path, bool recovered) {
    auto* job = new_job(profile_file_);
    connect(job, &ProfileFileJob::loaded, this, [=, this](quint64 id, const DigestPtr& digest) {
        if (!profile_file_ || profile_file_->id() != id) return;
        classes_chosen_ = false;
        unsaved_ = recovered;
        close_another_network(digest->profile->network);
        profile_path_ = recovered ? QString() : path;
        take_profile(digest, true);
        if (recovered) partials_.append(path);
    });
    job->load(path.toStdString());
}

void Workspace::open_any(const QString& path) {
    const QFileInfo info(path);
    if (!info.exists()) {
        emit failed(
            Error(ErrorKind::data, "there is no such file", path.toStdString(), "check the name"));
    } else if (is_profile(path)) {
        open_profile(path);
    } else if (is_network(info)) {
        open_network(path);
    } else {
        open_images(path);
    }
}

void Workspace::open_demo() {
    const QString folder =
        QStandardPaths::writableLocation(QStandardPaths::CacheLocation) + QStringLiteral("/demo");
    auto* job = new_job(draw_demo_);
    connect(job, &DrawDemoJob::drawn, this, [this](quint64 id, const QString& images) {
        if (!draw_demo_ || draw_demo_->id() != id) return;
        run_when_ready_ = true;
        images_path_ = images.toStdString();
        try {
            open_network(QString::fromStdString(resource_path("demo").string()));
        } catch (const Error& error) {
            emit failed(error);
        }
    });
    emit noticed(tr("Drawing the images of the demo."));
    job->draw(folder.toStdString(), 50);
}

void Workspace::reset_overrides() {
    set_overrides({});
    overridden_ = false;
}

void Workspace::set_overrides(const SpecOverrides& overrides) {
    overrides_ = overrides;
    overridden_ = true;
    if (!network_) return;
    asked_network_ = QString::fromStdString(network_->path.string());
    read_network();
}

void Workspace::set_data_options(const DatasetOptions& options) {
    data_options_ = options;
    if (!images_path_.empty()) open_images(QString::fromStdString(images_path_.string()));
}

void Workspace::save_profile_as(const QString& path) {
    if (!profile_) return;
    auto* job = new_job(profile_file_);
    connect(job, &ProfileFileJob::saved, this, [this](quint64 id, const QString& saved) {
        if (!profile_file_ || profile_file_->id() != id) return;
        unsaved_ = false;
        profile_path_ = saved;
        forget_partial();
        emit profile_saved(saved);
    });
    job->save(profile_, path.toStdString());
}

void Workspace::set_until(double half_width) {
    until_ = half_width;
    const bool shuffled = half_width > 0;
    if (shuffled == data_options_.shuffled) return;
    data_options_.shuffled = shuffled;
    if (!images_path_.empty()) open_images(QString::fromStdString(images_path_.string()));
}

ImagesDone Workspace::images_done() const {
    ImagesDone images;
    if (!profile_) return images;
    for (const CoveredImages& covered : profile_->origin.covered) {
        images.done += covered.done;
        images.total += covered.total;
    }
    return images;
}

bool Workspace::results_are_of_inputs() const {
    if (!profile_) return true;
    if (network_ && network_->record.structure != profile_->network.structure) return false;
    return !dataset_ || dataset_->fingerprint == profile_->origin.data_fingerprint;
}

bool Workspace::can_continue() const {
    if (!can_run() || !profile_ || !profile_->partial() || !results_are_of_inputs()) return false;
    const ProfileOrigin& origin = profile_->origin;
    if (origin.covered.size() != 1) return false;
    const CoveredImages& covered = origin.covered.front();
    // A run that ends once its means are known goes on by the same rule only.
    const double until = origin.until ? origin.until->rule.half_width : 0;
    return covered.shards == 1 && covered.done > 0 && covered.done < covered.total &&
           covered.total == dataset_->images.size() &&
           covered.interleaved == data_options_.interleaved && until == until_ &&
           shuffled_ == data_options_.shuffled;
}

void Workspace::continue_run() {
    if (can_continue()) start_run(profile_);
}

void Workspace::run() {
    start_run(nullptr);
}

void Workspace::start_run(const ProfilePtr& resume) {
    if (!can_run()) return;
    if (shuffled_ != data_options_.shuffled) {  // they are being put into the other order
        run_when_ready_ = true;
        return;
    }
    RunRequest request{network_, dataset_, data_options_, {}};
    request.settings.engine = engine_settings_;
    if (resume) {  // as its first part was made
        request.settings.resume = resume;
        request.settings.engine.precision = Precision::automatic;
        request.settings.engine.batch = 0;
    }
    if (until_ > 0) request.settings.until = StoppingRule{until_};
    const QString partial = partial_file(QCoreApplication::applicationPid());
    if (QDir().mkpath(QFileInfo(partial).path())) {
        request.settings.checkpoint_file = partial.toStdString();
        request.settings.checkpoint_seconds = 5;
        if (!partials_.contains(partial)) partials_.append(partial);
    }
    auto* job = new_job(analyze_);
    // The error says that what was done is kept in the file: so it is, also after the window.
    connect(job, &Job::failed, this, [this, partial] { partials_.removeAll(partial); });
    connect(job, &Job::progressed, this, [this](quint64 id, const Progress& progress) {
        if (analyze_ && analyze_->id() == id) emit progressed(progress);
    });
    connect(job, &Job::noticed, this, [this](quint64 id, const QString& text) {
        if (analyze_ && analyze_->id() == id) emit noticed(text);
    });
    connect(job, &AnalyzeJob::snapshot, this, [this](quint64 id, const DigestPtr& digest) {
        if (analyze_ && analyze_->id() == id) take_profile(digest, false);
    });
    connect(job, &AnalyzeJob::finished, this, [this](quint64 id, const DigestPtr& digest) {
        if (!analyze_ || analyze_->id() != id) return;
        unsaved_ = true;
        take_profile(digest, true);
    });
    connect(job, &Job::ended, this, [this](quint64 id) {
        if (!analyze_ || analyze_->id() != id) return;
        analyze_.reset();
        emit running_changed();
    });
    if (time_limit_ > 0) {
        const std::chrono::minutes limit(time_limit_);
        QTimer::singleShot(limit, job, [job] { job->request_stop(); });
    }
    profile_path_.clear();
    job->run(std::move(request));
    emit running_changed();
}

void Workspace::stop() {
    if (analyze_) analyze_->request_stop();
}

void Workspace::take_profile(const DigestPtr& digest, bool complete) {
    digest_ = digest;
    profile_ = digest->profile;
    // Of other classes, the palette begins anew.
    const auto is_known = [this](const QString& name) {
        return profile_->find_class(name.toStdString()) >= 0;
    };
    if (std::ranges::none_of(class_colours_.keys(), is_known)) class_colours_.clear();
    choose_selection(complete);
    emit profile_changed();
}

// What the person chose, as far as it exists; else the most different ones. While a run goes on
// classes only join, so that no curve changes its colour every second.
QStringList Workspace::classes_to_show(bool complete) const {
    QStringList kept;
    for (const QString& name : selection_.classes) {
        if (profile_->find_class(name.toStdString()) >= 0) kept.append(name);
    }
    if (classes_chosen_ && kept.size() == selection_.classes.size()) return kept;
    if (complete || kept.isEmpty()) return digest_->most_different;
    const qsizetype wanted = std::max(kept.size(), digest_->most_different.size());
    for (const QString& name : digest_->most_different) {
        if (kept.size() < wanted && !kept.contains(name)) kept.append(name);
    }
    return kept;
}

void Workspace::give_colours(const QStringList& classes) {
    for (const QString& name : classes) {
        if (!class_colours_.contains(name))
            class_colours_.insert(name, static_cast<int>(class_colours_.size()));
    }
}

void Workspace::choose_selection(bool complete) {
    Selection next = selection_;
    if (profile_->find_block(next.block.toStdString()) < 0) {
        next.block = profile_->gates.blocks.empty()
                         ? QString()
                         : QString::fromStdString(profile_->gates.blocks.back().block);
        next.channel = -1;
    }
    next.classes = classes_to_show(complete);
    keep_known_blocks(next);
    give_colours(next.classes);
    if (next == selection_) return;
    selection_ = next;
    emit selection_changed();
}

void Workspace::choose(const Selection& next) {
    if (next == selection_) return;
    give_colours(next.classes);
    const Selection before = std::exchange(selection_, next);
    before_choice_ = before;
    emit selection_changed();
    emit selection_chosen(before);
}

void Workspace::take_back() {
    if (!before_choice_) return;
    set_selection(*std::exchange(before_choice_, std::nullopt));
    emit choice_taken_back();
}

void Workspace::pick(const QString& block, int channel, const QString& marked_class) {
    Selection next = selection_;
    // A channel is one of a block: picked in a figure of several, its block is selected with it.
    if (!block.isEmpty()) next.block = block;
    if (channel >= 0) next.channel = channel;
    next.marked_class = marked_class;
    choose(next);
}

void Workspace::select_block(const QString& block) {
    Selection next = selection_;
    next.block = block;
    choose(next);
}

void Workspace::select_classes(const QStringList& classes) {
    classes_chosen_ = true;
    Selection next = selection_;
    next.classes = classes;
    choose(next);
}

void Workspace::mark_class(const QString& name) {
    if (selection_.marked_class == name) return;
    Selection next = selection_;
    next.marked_class = name;
    choose(next);
}

void Workspace::select_channel(int channel) {
    Selection next = selection_;
    next.channel = channel;
    choose(next);
}

void Workspace::choose_pruned(const QStringList& blocks) {
    Selection next = selection_;
    next.pruned = blocks;
    choose(next);
}

void Workspace::choose_pruned_by(const QStringList& blocks, Replacement replacement) {
    Selection next = selection_;
    next.pruned = blocks;
    next.replacement = replacement;
    choose(next);
}

void Workspace::choose_replacement(std::optional<Replacement> replacement) {
    Selection next = selection_;
    next.replacement = replacement;
    choose(next);
}

void Workspace::keep_known_blocks(Selection& selection) const {
    selection.pruned.removeIf(
        [this](const QString& block) { return profile_->find_block(block.toStdString()) < 0; });
}

void Workspace::set_selection(const Selection& selection) {
    if (!profile_) return;
    Selection next = selection;
    if (profile_->find_block(next.block.toStdString()) < 0) next.block = selection_.block;
    next.classes.removeIf(
        [this](const QString& name) { return profile_->find_class(name.toStdString()) < 0; });
    keep_known_blocks(next);
    if (next == selection_) return;
    give_colours(next.classes);
    selection_ = next;
    emit selection_changed();
}

void Workspace::announce() {
    emit network_changed();
    emit dataset_changed();
    if (profile_) emit profile_changed();
    emit selection_changed();
    emit running_changed();
    if (devices_) emit devices_found();
}

}  // namespace sescope::ui

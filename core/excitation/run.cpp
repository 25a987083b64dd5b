// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/excitation/run.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <optional>
#include <utility>

#include "core/base/message.h"
#include "core/base/version.h"
#include "core/excitation/origin_names.h"
#include "core/excitation/predictions.h"
#include "core/excitation/rate.h"
#include "core/excitation/rounds.h"
#include "core/excitation/same_run.h"

namespace sescope {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kProgressEvery = 0.2;  // seconds
constexpr double kAsideAtMost =
    1. / 20;  // share of the time spent on snapshots, and on checkpoints

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

// An interval that has gone by, or not yet.
class Interval {
  public:
    explicit Interval(double seconds, double last = 0) : seconds_(seconds), last_(last) {}
    bool due(double now) const { return now >= last_ + seconds_; }
    void done(double now) { last_ = now; }
    void at_least(double seconds) { seconds_ = std::max(seconds_, seconds); }

  private:
    double seconds_;
    double last_;
};

// What went wrong has its own advice, perhaps; what was kept comes after it.
Text with_advice(const Text& own, const Text& kept) {
    return own.empty() ? kept : text("{}; {}", own, kept);
}

class Run {
  public:
    Run(RunningNetwork& network, const AnalyzeInput& input, const AnalyzeSettings& settings,
        const std::string& engine_version);
    ExcitationProfile run(const std::stop_token& stop);

  private:
    void process(const std::stop_token& stop);
    void process_rounds(const std::stop_token& stop);
    bool process(const Dataset& images, std::uint64_t first,
                 const std::function<std::uint64_t(std::uint64_t)>& position,
                 const std::stop_token& stop);
    void add(const LoadedBatch& batch);
    void count(const FinishedImages& images);
    void catch_up();
    void advance(std::uint64_t done);
    void begin_rounds();
    Progress progress_at(double now);
    void begin_rate();
    void report();
    void write_checkpoint();
    bool save_partial();
    bool tally_is_whole(const GateTally& gates) const;
    ExcitationProfile so_far() const;
    void require_resumable(const ExcitationProfile& earlier);
    ExcitationProfile described() const;

    RunningNetwork& network_;
    const AnalyzeInput& input_;
    const AnalyzeSettings& settings_;
    const NetworkRecord record_;  // of input_.model
    const Clock::time_point begin_ = Clock::now();
    const std::uint64_t total_;
    int batch_;
    bool precision_is_open_;  // it is tried on the first batch, whose time says nothing of others
    ProfileOrigin origin_;
    std::uint64_t first_ = 0;
    std::uint64_t done_ = 0;
    Predictions predictions_;
    std::vector<SkippedImage> skipped_;
    std::optional<Rounds> rounds_;  // of a run that stops when its means are known
    std::optional<RateMeter> rate_;
    Interval progress_{kProgressEvery};
    Interval snapshot_;  // the first one is due at once: somebody waits for it
    Interval checkpoint_;
};

Run::Run(RunningNetwork& network, const AnalyzeInput& input, const AnalyzeSettings& settings,
         const std::string& engine_version)
    : network_(network),
      input_(input),
      settings_(settings),
      record_(record_of(input.model)),
      total_(input.dataset.images.size()),
      batch_(std::max(1, settings.engine.batch)),
      precision_is_open_(settings.engine.precision == Precision::automatic),
      predictions_(
          empty_predictions(input.dataset.classes, input.dataset.matched(), input.model.classes())),
      snapshot_(settings.snapshot_seconds, -settings.snapshot_seconds),
      checkpoint_(settings.checkpoint_seconds) {
    origin_.sescope_version = kVersion;
    origin_.engine = engine_version;
    origin_.network_file = network_name(input.weights.file);
    origin_.network_fingerprint = network_fingerprint(input.weights);
    origin_.data_root = name_only(input.dataset.root);
    origin_.data_fingerprint = input.dataset.fingerprint;
    origin_.left_out = input.dataset.left_out;
    origin_.seed = input.options.seed;
    origin_.per_class = input.options.per_class;
    origin_.split = name_of(input.options.split);
    origin_.device = network.device();
    origin_.precision = name_of(settings.engine.precision);
    if (settings.resume) {
        require_resumable(*settings.resume);
        first_ = settings.resume->origin.covered.front().done;
        batch_ = settings.resume->origin.batch;
        origin_.precision = settings.resume->origin.precision;
    }
    origin_.batch = batch_;
    done_ = first_;
    if (settings.until) begin_rounds();
    rate_.emplace(std::int64_t(rounds_ ? rounds_->taken() : first_), std::int64_t(total_));
}

void Run::begin_rounds() {
    if (input_.options.shards != 1) {
        throw Error(ErrorKind::usage,
                    "a part of the images cannot tell when the means of the whole are known", {},
                    text("leave out {} or {}", Text::option("until"), Text::option("shard")));
    }
    if (!input_.options.shuffled) {
        throw Error(ErrorKind::internal, "means are to be known from images in no random order");
    }
    const StoppingRecord* earlier = settings_.resume && settings_.resume->origin.until
                                        ? &*settings_.resume->origin.until
                                        : nullptr;
    rounds_.emplace(input_.dataset, *settings_.until, earlier, done_);
}

// Everything but what is counted.
ExcitationProfile Run::described() const {
    ExcitationProfile profile;
    profile.network = record_;
    profile.classes = input_.dataset.classes;
    profile.gates.settings = settings_.engine.tally;
    profile.origin = origin_;
    profile.origin.covered = {{input_.options.shard, input_.options.shards, done_, total_,
                               input_.options.interleaved, input_.options.shards > 1}};
    if (rounds_) {
        profile.origin.until = rounds_->record();
    } else if (settings_.until) {  // about to begin
        profile.origin.until.emplace().rule = *settings_.until;
    }
    return profile;
}

void Run::require_resumable(const ExcitationProfile& earlier) {
    const auto refuse = [](const Text& what) {
        throw Error(
            ErrorKind::data, text("the partial profile cannot be gone on from: {}", what), {},
            text("run without {}, or give the options of the first run", Text::option("resume")));
    };
    try {
        require_same_run(described(), earlier);
    } catch (const Error& error) {
        refuse(error.said());
    }
    if (earlier.origin.covered.size() != 1) refuse("it was merged from several");
    const CoveredImages& covered = earlier.origin.covered.front();
    if (covered.shard != input_.options.shard || covered.shards != input_.options.shards) {
        refuse(text("it is of shard {}/{}", covered.shard + 1, covered.shards));
    }
    if (covered.shards > 1 && !covered.sliced) {
        refuse("an older SE Scope cut the images into shards in another way");
    }
    if (covered.total != total_) refuse(text("it is of {} images, not {}", covered.total, total_));
    if (covered.done != total_ && covered.interleaved != input_.options.interleaved)
        refuse("its images were in another order");
    if (earlier.origin.batch < 1) refuse("it does not say its batch");
    // Rounds end within batches, and are gone on from anywhere.
    if (!settings_.until && covered.done != total_ &&
        covered.done % std::uint64_t(earlier.origin.batch) != 0) {
        refuse("it ends within a batch");
    }
}

ExcitationProfile Run::run(const std::stop_token& stop) {
    if (total_ == 0 && input_.options.shards == 1) {
        throw Error(ErrorKind::data, "there is no image", input_.dataset.root);
    }
    try {
        if (done_ < total_) rounds_ ? process_rounds(stop) : process(stop);
        catch_up();
    } catch (const Error& error) {
        if (!save_partial()) throw;
        throw Error(error.kind(), error.said(), error.file(),
                    with_advice(error.advice(),
                                text("what was done is kept in {}: go on with {}",
                                     settings_.checkpoint_file.string(), Text::option("resume"))));
    } catch (const std::exception&) {
        save_partial();
        throw;
    }
    ExcitationProfile profile = so_far();
    // Of a shard it may be chance; merging all of them looks again.
    if (input_.options.shards == 1 && done_ == total_ && profile.images() == 0) {
        throw Error(ErrorKind::data,
                    text("none of the {} images could be read (the first: {}: {})", total_,
                         profile.skipped.empty() ? "?" : profile.skipped.front().id,
                         profile.skipped.empty() ? "?" : profile.skipped.front().reason),
                    input_.dataset.root, "check the files");
    }
    if (settings_.progress) settings_.progress(progress_at(seconds_since(begin_)));
    return profile;
}

void Run::process(const std::stop_token& stop) {
    process(
        input_.dataset, first_, [](std::uint64_t images) { return images; }, stop);
}

void Run::process_rounds(const std::stop_token& stop) {
    while (!rounds_->over()) {
        const Round round = rounds_->next();
        const auto position = [&](std::uint64_t images) { return round.ends[images - 1]; };
        if (!process(round.images, 0, position, stop)) return;
        advance(round.end);
        catch_up();
        rounds_->look(so_far().gates);
    }
    done_ = total_;
}

// Runs over `images` from `first` on; after so many of them, the data set is worked off up to
// `position` of that number. False when stopped before the end.
bool Run::process(const Dataset& images, std::uint64_t first,
                  const std::function<std::uint64_t(std::uint64_t)>& position,
                  const std::stop_token& stop) {
    LoaderSettings loading = settings_.loader;
    loading.batch = batch_;
    loading.first = first;
    const std::uint64_t count = images.images.size();
    BatchLoader loader(images, input_.model.preprocessing, loading);
    for (std::uint64_t worked = first; worked < count;) {
        const auto batch = loader.next(stop);
        if (stop.stop_requested()) return false;
        if (!batch) throw Error(ErrorKind::internal, "the loader ended before the images did");
        try {
            add(*batch);
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::interrupted) return false;
            throw;
        }
        worked = std::min(count, worked + std::uint64_t(batch_));
        advance(position(worked));
        if (std::exchange(precision_is_open_, false)) begin_rate();
        report();
    }
    return true;
}

void Run::advance(std::uint64_t done) {
    done_ = done;
    if (rounds_) rounds_->advance(done);
}

void Run::begin_rate() {
    rate_.emplace(std::int64_t(rounds_ ? rounds_->taken() : done_), std::int64_t(total_),
                  seconds_since(begin_));
}

// Of a run that stops early, images that are spared count neither as done nor as to be done.
Progress Run::progress_at(double now) {
    if (!rounds_) return rate_->at(now, std::int64_t(done_));
    const std::uint64_t taken = rounds_->taken();
    rate_->set_total(std::int64_t(taken + rounds_->left()));
    return rate_->at(now, std::int64_t(taken));
}

void Run::add(const LoadedBatch& batch) {
    if (batch.count > 0) {
        ImageBatch images;
        images.count = batch.count;
        images.side = input_.model.preprocessing.size;
        images.width = input_.model.preprocessing.columns();
        images.channels = input_.model.preprocessing.channels;
        images.pixels = batch.pixels;
        images.values = batch.values;
        images.labels = batch.labels;
        network_.accumulate(images);
        count(network_.finished(Waiting::no));
        origin_.precision = name_of(network_.precision());
    }
    skipped_.insert(skipped_.end(), batch.skipped.begin(), batch.skipped.end());
}

void Run::count(const FinishedImages& images) {
    count_predictions(predictions_, input_.dataset.classes, images.logits, images.labels);
}

// Waits for the device, so that predictions and tally are of the same images: before each profile.
void Run::catch_up() {
    count(network_.finished(Waiting::for_all));
}

void Run::report() {
    const double now = seconds_since(begin_);
    if (!progress_.due(now)) return;
    progress_.done(now);
    if (settings_.progress) settings_.progress(progress_at(now));
    if (settings_.snapshot && snapshot_.due(now)) {
        catch_up();
        auto shown = std::make_shared<ExcitationProfile>(so_far());
        // It is kept while counting goes on: the copy is made here, where its time is taken.
        for (BlockTally& block : shown->gates.blocks) block.detach();
        settings_.snapshot(std::move(shown));
        const double after = seconds_since(begin_);
        snapshot_.done(after);
        snapshot_.at_least((after - now) / kAsideAtMost);
    }
    if (!settings_.checkpoint_file.empty() && checkpoint_.due(now)) {
        catch_up();
        write_checkpoint();
        const double after = seconds_since(begin_);
        checkpoint_.done(after);
        checkpoint_.at_least((after - now) / kAsideAtMost);
    }
}

// A full disk must not end a run that may still be written elsewhere.
void Run::write_checkpoint() {
    try {
        save_profile(so_far(), settings_.checkpoint_file);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::output) throw;
        if (settings_.notice) {
            settings_.notice(text("the partial profile was not kept: {}", error.what()));
        }
    }
}

// After a failure. The tally may hold a part of the batch that failed, or be out of reach on a lost
// device; then the last checkpoint stays as it is.
bool Run::save_partial() {
    if (settings_.checkpoint_file.empty() || done_ == first_) return false;
    try {
        catch_up();
        if (!tally_is_whole(network_.tally())) return false;
        save_profile(so_far(), settings_.checkpoint_file);
        return true;
    } catch (const std::exception& second) {
        if (settings_.notice) {
            settings_.notice(text("what was done could not be kept: {}", second.what()));
        }
        return false;
    }
}

bool Run::tally_is_whole(const GateTally& gates) const {
    const std::uint64_t images =
        std::accumulate(gates.images.begin(), gates.images.end(), std::uint64_t{0});
    return gates.images == predictions_.images &&
           std::all_of(gates.blocks.begin(), gates.blocks.end(), [&](const BlockTally& block) {
               return std::accumulate(block.histogram.begin(), block.histogram.end(),
                                      block.not_finite) == images * std::uint64_t(block.channels);
           });
}

ExcitationProfile Run::so_far() const {
    ExcitationProfile profile = described();
    profile.gates = network_.tally();
    profile.predictions = predictions_;
    profile.skipped = skipped_;
    profile.origin.created = now_utc();
    profile.origin.seconds = whole_milliseconds(seconds_since(begin_));
    if (settings_.resume) add_earlier(profile, *settings_.resume);
    return profile;
}

}  // namespace

ExcitationProfile analyze_with(RunningNetwork& network, const AnalyzeInput& input,
                               const AnalyzeSettings& settings, const std::string& engine_version,
                               const std::stop_token& stop) {
    return Run(network, input, settings, engine_version).run(stop);
}

}  // namespace sescope

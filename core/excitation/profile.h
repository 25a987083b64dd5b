// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/dataset/dataset.h"
#include "core/engine/engine.h"
#include "core/engine/gate_tally.h"
#include "core/excitation/network_record.h"
#include "core/excitation/stopping.h"
#include "core/network/network_value.h"

namespace sescope {

/// What the network said of the images, counted.
struct Predictions {
    int head_classes = 0;
    bool matched = false;  ///< classes are matched to head rows: accuracy means something
    std::vector<std::uint64_t> images;  ///< per class
    std::vector<std::uint64_t> top1;    ///< per class, right; zero where not matched
    std::vector<std::uint64_t> top5;
    std::vector<std::uint64_t> confusion;  ///< classes x head_classes, row-major: predicted rows
    std::uint64_t not_finite = 0;          ///< images with NaN or infinite logits
    bool operator==(const Predictions&) const = default;
};

/// The accuracy if the classes were these rows of the head: a fraction, NaN without images.
double top1_if(const Predictions& predictions, std::span<const int> rows);

/// A run of consecutive positions of the (unsharded) data set that is in a profile.
struct CoveredImages {
    int shard = 0;
    int shards = 1;
    std::uint64_t done =
        0;  ///< images of the shard that were worked off, in order, skipped and spared included
    std::uint64_t total = 0;   ///< images of the shard
    bool interleaved = false;  ///< the order in which they were: DatasetOptions::interleaved
    bool sliced = false;  ///< shards are runs of neighbouring images; of older files every n-th
    bool operator==(const CoveredImages&) const = default;
};

/// Where a profile came from. Two profiles merge only if network, data and settings agree.
struct ProfileOrigin {
    std::string sescope_version;
    std::string engine;               ///< "LibTorch 2.15.0"
    std::string network_file;         ///< name only, no folder
    std::string network_fingerprint;  ///< SHA-256 over names, shapes and bytes of all tensors
    std::string data_root;            ///< name only, no folder
    std::string data_fingerprint;     ///< of the whole data set, before sharding
    std::uint64_t seed = 0;
    int per_class = 0;
    std::string split = "all";  ///< half of each class that it is of: name_of(Split)
    std::string device;
    std::string precision;
    int batch = 0;
    std::string created;  ///< UTC, ISO 8601
    double seconds = 0;   ///< of work, summed over resumed and merged runs
    std::vector<CoveredImages> covered;
    std::vector<LeftOutFiles>
        left_out;  ///< of the whole data set: files that are not images we read
    std::optional<StoppingRecord> until;  ///< a run that stopped when its means were known
    bool operator==(const ProfileOrigin&) const = default;
};

/// The result of a run: what every gate did per class. Immutable once built; shared as
/// shared_ptr<const ExcitationProfile>.
struct ExcitationProfile {
    NetworkRecord network;
    std::vector<DatasetClass> classes;
    GateTally gates;
    Predictions predictions;
    std::vector<SkippedImage> skipped;
    ProfileOrigin origin;

    bool partial() const noexcept;  ///< some shard is not worked off, or one is missing
    std::uint64_t images() const noexcept;
    double top1() const noexcept;  ///< fraction over all images; NaN where not matched or empty
    double top5() const noexcept;
    int find_block(std::string_view name) const noexcept;  ///< index into gates.blocks, or -1
    int find_class(std::string_view name_or_readable) const noexcept;  ///< or -1
};

// ---- statistics ------------------------------------------------------------------------------

/// Images whose gates of a block were counted for a class: all of them, unless some gates were NaN
/// or infinite; then the gates in the histogram divided by the channels.
double gates_counted(const GateTally& gates, int block, int cls);
/// Mean gate of every channel for a class, C values; NaN where the class has no image. Exact sums,
/// rounded once: mean = S1 / (n 2^b), variance = (n S2 2^b - S1^2) / (n^2 2^2b), b = scale_bits.
std::vector<double> class_mean(const GateTally& gates, int block, int cls);
/// Population variance (divided by n) of every channel for a class.
std::vector<double> class_variance(const GateTally& gates, int block, int cls);
/// The same over all images of all classes.
std::vector<double> overall_mean(const GateTally& gates, int block);
std::vector<double> overall_variance(const GateTally& gates, int block);

/// How much of a block's output hangs on its gates, relative to the size of that output (root mean
/// squares over images, positions and channels; the output is s u, before what the place of the
/// unit does with it). With e = mean over positions of u^2, m = mean gate of a channel, and sums
/// over channels c:
///     mean     = sqrt( sum_c E[(s - m)^2 e] / sum_c E[s^2 e] )   gates replaced by their mean
///     identity = sqrt( sum_c E[(s - 1)^2 e] / sum_c E[s^2 e] )   gates replaced by 1
///     short    = sqrt( sum_c Var(s) E[e]    / sum_c E[s^2 e] )   as `mean`, were s and e
///     independent
/// `mean` and `identity` are exact, from joint moments. Without squeeze, s is the gate's mean over
/// positions. NaN where energies were not recorded or no image was counted; 0 where nothing
/// changes.
struct Strength {
    double mean = 0;
    double identity = 0;
    double short_form = 0;
};
Strength strength_of(const GateTally& gates, int block);

/// What one block does, in a row. With n_k images of class k, n of all, C channels, and per class
/// and channel the mean m_kc and variance v_kc:
///     mu_c = sum_k n_k m_kc / n
///     within^2  = 1/C sum_c sum_k n_k v_kc / n
///     between^2 = 1/C sum_c sum_k n_k (m_kc - mu_c)^2 / n
/// so classes weigh as many images as they have, and within^2 + between^2 is the total variance
/// averaged over channels. NaN where there is no image. Class share: see `class_share_of`.
struct BlockSummary {
    std::string block;
    int stage = 0;
    int channels = 0;
    std::uint64_t images = 0;
    double mean = 0;  ///< over all images and channels
    double std_within = 0;
    double std_between = 0;
    double std_total = 0;    ///< sqrt(within^2 + between^2)
    double class_share = 0;  ///< omega squared, corrected for few images; NaN: it says nothing
    double open = 0;         ///< fraction of gates above settings.open_above
    double closed = 0;       ///< fraction of gates below settings.closed_below
    double stuck = 0;  ///< fraction of channels with |mean - rest| < 0.05 and total std < 0.02;
                       ///< rest: the gate of a zero, 0.5 of a sigmoid, 0 of tanh and ReLU
    std::int64_t parameters = 0;  ///< of the SE unit
    Strength strength;            ///< the recalibration strength; NaN: not recorded
};
std::vector<BlockSummary> summarise(const ExcitationProfile& profile);
/// The same pooled over the channels of all blocks; named "network".
BlockSummary summarise_network(std::span<const BlockSummary> blocks);

// ---- file ------------------------------------------------------------------------------------

/// Writes one safetensors file: integer and float tensors "SE_2_1.sum", .., and in the metadata one
/// JSON text "sescope" with everything else; and derived "SE_2_1.mean" / ".variance" (fp32) so that
/// Python needs nothing else. Rows are the classes; where half of them or more have no image (of a
/// shard), only those that have one are written, and a tensor "classes" says which. Whole or not at
/// all. Throws Error{output}.
void save_profile(const ExcitationProfile& profile, const std::filesystem::path& path);
/// Throws Error{data} naming the file and what is wrong with it.
std::shared_ptr<const ExcitationProfile> load_profile(const std::filesystem::path& path);

/// The profile of the union; exact. Throws Error{data} when two parts do not belong together or
/// cover the same images, saying which and why.
ExcitationProfile merge_profiles(std::span<const std::shared_ptr<const ExcitationProfile>> parts);
/// The same of files, of which two at most are in memory at a time: the whole, and a part. Throws
/// as `load_profile`, too, and names the file that does not fit.
ExcitationProfile merge_profile_files(std::span<const std::filesystem::path> files);

// ---- run -------------------------------------------------------------------------------------

struct AnalyzeSettings {
    EngineSettings engine;
    LoaderSettings loader;                            ///< `batch` and `first` are set by the run
    std::shared_ptr<const ExcitationProfile> resume;  ///< a partial profile to go on from, or null
    /// Classes take no more images once their means are known so well; for an unsharded data set in
    /// the order of DatasetOptions::shuffled.
    std::optional<StoppingRule> until;
    std::filesystem::path
        checkpoint_file;  ///< partial profile written here every `checkpoint_seconds`
    double checkpoint_seconds = 30;
    ProgressCallback progress;
    NoticeCallback notice;
    /// Called at the progress tick, at most every `snapshot_seconds`, with the profile so far.
    std::function<void(std::shared_ptr<const ExcitationProfile>)> snapshot;
    double snapshot_seconds = 1;

    /// Batch, threads and workers are left to us; see `analyze`.
    AnalyzeSettings() {
        engine.batch = 0;
        loader.workers = 0;
    }
};

/// What is run over what.
struct AnalyzeInput {
    const Network& model;
    const StateDict& weights;
    const Dataset& dataset;  ///< this shard's images
    const DatasetOptions& options;
};

/// SHA-256 over names, types, shapes and bytes of all tensors, in the order of their names.
std::string network_fingerprint(const StateDict& weights);

/// Runs the network over the images and returns the profile. When `stop` is requested it returns
/// what there is within a second, marked partial by its origin. Images that cannot be read are
/// listed in the profile and the run goes on; when none of the whole can be read: Error{data}.
///
/// `settings.engine.classes` is set from the data set. Left to us where 0: `engine.batch` (as many
/// images as the device works off in about a second, so that progress moves; the loader uses the
/// same; a stop does not wait for its end), `engine.threads` and `loader.workers` (on a CPU one
/// core in eight decodes; below eight cores all decode a batch, then all run it; on a GPU all cores
/// but one decode).
///
/// Resuming goes on at the image where `settings.resume` stopped, in batches of the same size and
/// at the same precision, and gives the very tallies of one uninterrupted run. Error{data} when it
/// is of another network, other images or other settings.
///
/// When the device or a later step fails, what was worked off is written to `checkpoint_file`
/// before the error goes on. The file is left where it is after a complete run: the caller replaces
/// it.
ExcitationProfile analyze(const AnalyzeInput& input, const AnalyzeSettings& settings,
                          const std::stop_token& stop = {});

}  // namespace sescope

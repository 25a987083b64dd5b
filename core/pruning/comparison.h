// SPDX-License-Identifier: GPL-3.0-or-later
// A pruned network against the original on the same images.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/pruning/paired.h"

namespace sescope {

/// What a network said of one image.
struct Outcome {
    std::int32_t row = -1;  ///< the head's row with the largest logit; -1: NaN or infinite logits
    bool top1 = false;      ///< right; never where classes are not matched, or logits not finite
    bool top5 = false;
    bool operator==(const Outcome&) const = default;
};

/// The first of equal logits wins, as argmax has it. `head_row` is the right row, or -1 where it is
/// not known. An empty head gives the Outcome of no answer.
Outcome outcome_of(std::span<const float> logits, int head_row);

/// Kullback-Leibler divergence of the pruned network's softmax from the original's, in nats:
/// sum_i p_i (log p_i - log q_i). NaN when either has NaN or infinite logits.
double kl_divergence(std::span<const float> original, std::span<const float> pruned);

/// How far the outputs of a network without a classifier are apart on one image, all of them taken
/// as one vector y: |y' - y| / |y| in the 2-norm, and the cosine of both. Either is NaN where
/// values are NaN or infinite; equal vectors have an error of 0 and a cosine of 1, also of zeros.
struct OutputDifference {
    double relative_error = 0;
    double cosine = 1;
    /// Whether all values of both lie in [0, 1], as those of a detector's probability map do; then
    /// how many are above the threshold in both, and in either.
    bool is_map = false;
    std::uint64_t both = 0;
    std::uint64_t either = 0;
    bool operator==(const OutputDifference&) const = default;
};

/// Where probability maps are cut into what is there and what is not, unless another is given: as
/// PaddleOCR cuts those of its text detectors (DBPostProcess's `thresh`).
inline constexpr double kMapThreshold = 0.3;

/// Throws Error{internal} where the outputs are not of the same number of values.
OutputDifference output_difference(std::span<const float> original, std::span<const float> pruned,
                                   double map_threshold = kMapThreshold);

/// One image as both networks saw it.
struct OutcomePair {
    std::int32_t label = 0;  ///< index into the data set's classes
    Outcome original;
    Outcome pruned;
    double kl = 0;
    std::optional<OutputDifference> output{};  ///< of networks without a classifier
};

/// Agreement of maps that are cut at a threshold, over all images together: positions above it in
/// both by positions above it in either (intersection over union). Its 95 % interval is that of a
/// ratio of sums over images (Cochran, Sampling Techniques, 1977, 6.3), by Student's t.
struct MapAgreement {
    double iou = 0;
    double low = 0;  ///< NaN for one image
    double high = 0;
    std::uint64_t positions = 0;  ///< above the threshold in either network's, of all images
    std::uint64_t images = 0;     ///< that have some
    bool operator==(const MapAgreement&) const = default;
};

/// The differences of outputs over the images, where both are finite.
struct OutputComparison {
    double mean_error = 0;  ///< of OutputDifference::relative_error; NaN without images
    double low = 0;         ///< 95 % interval of that mean over images, by Student's t; NaN for one
    double high = 0;
    double largest_error = 0;
    double mean_cosine = 0;
    std::optional<MapAgreement> map{};  ///< nothing where outputs are no maps, or all below
    bool operator==(const OutputComparison&) const = default;
};

/// A class before and after.
struct ClassComparison {
    std::string name;
    std::uint64_t images = 0;
    std::uint64_t original_top1 = 0;  ///< images right
    std::uint64_t pruned_top1 = 0;
    std::uint64_t original_top5 = 0;
    std::uint64_t pruned_top5 = 0;
    double change() const noexcept;  ///< of top-1, as a fraction; NaN without images
    bool operator==(const ClassComparison&) const = default;
};

/// What the images say of a pruned network. Where `matched` is false, the classes are not those of
/// the head: accuracy is not known, and all of it is 0; agreement and KL still hold.
struct Comparison {
    bool matched = false;
    std::uint64_t images = 0;
    PairedCounts top1;
    PairedCounts top5;
    std::uint64_t agree = 0;       ///< images for which both have the same first row
    double mean_kl = 0;            ///< over images where both are finite; NaN where there is none
    std::uint64_t not_finite = 0;  ///< images with NaN or infinite logits of either; never agree
    std::vector<ClassComparison> classes;
    /// Of a network without a classifier: then there is neither accuracy, agreement nor divergence.
    std::optional<OutputComparison> outputs{};

    double original_accuracy(const PairedCounts& counts) const noexcept;  ///< NaN if not known
    double pruned_accuracy(const PairedCounts& counts) const noexcept;
    double agreement() const noexcept;  ///< fraction of images; NaN without any
    /// The class that loses most of its top-1; -1 where accuracy is not known or no class loses.
    int largest_drop() const noexcept;
    bool operator==(const Comparison&) const = default;
};

Comparison compare(std::span<const OutcomePair> pairs, std::span<const DatasetClass> classes,
                   bool matched);

/// Which accuracy a budget is about.
enum class Accuracy { top1, top5 };
std::string_view name_of(Accuracy accuracy) noexcept;  ///< "top-1"
const PairedCounts& counts_of(const Comparison& comparison, Accuracy accuracy) noexcept;

/// What a budget is about: the change of accuracy (see `paired_change`); of a network without a
/// classifier, that of its maps' agreement, iou - 1; where its outputs are no maps, - mean_error.
/// Each is 0 where nothing changes, and negative where something is lost. Without a p-value (NaN)
/// where it is not accuracy.
PairedChange change_of(const Comparison& comparison, Accuracy accuracy);
/// What that is of: "top-1", "the maps' agreement", "the outputs".
std::string_view measure_of(const Comparison& comparison, Accuracy accuracy) noexcept;
/// Whether it keeps within a budget, as far as the images can tell.
BudgetCheck check_budget(const Comparison& comparison, Accuracy accuracy, double max_drop);

}  // namespace sescope

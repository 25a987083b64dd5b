// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/comparison.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/error.h"
#include "core/excitation/stopping.h"

namespace sescope {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

bool all_finite(std::span<const float> values) {
    return std::ranges::all_of(values, [](float x) { return std::isfinite(x); });
}

/// log(sum(exp(x))), without overflow.
double log_sum_exp(std::span<const float> logits) {
    const double top = *std::ranges::max_element(logits);
    double sum = 0;
    for (const float x : logits) sum += std::exp(double(x) - top);
    return top + std::log(sum);
}

void count(PairedCounts& counts, bool original, bool pruned) {
    if (original && pruned) {
        ++counts.both;
    } else if (original) {
        ++counts.only_original;
    } else if (pruned) {
        ++counts.only_pruned;
    } else {
        ++counts.neither;
    }
}

void count(ClassComparison& cls, const OutcomePair& pair) {
    ++cls.images;
    cls.original_top1 += pair.original.top1;
    cls.pruned_top1 += pair.pruned.top1;
    cls.original_top5 += pair.original.top5;
    cls.pruned_top5 += pair.pruned.top5;
}

}  // namespace

Outcome outcome_of(std::span<const float> logits, int head_row) {
    if (logits.empty() || !all_finite(logits)) return {};
    Outcome outcome;
    outcome.row = std::int32_t(std::ranges::max_element(logits) - logits.begin());
    if (head_row < 0 || head_row >= std::ssize(logits)) return outcome;
    const float own = logits[std::size_t(head_row)];
    int before = 0;
    for (int i = 0; i < std::ssize(logits); ++i) {
        const float other = logits[std::size_t(i)];
        before += other > own || (other == own && i < head_row);
    }
    outcome.top1 = before < 1;
    outcome.top5 = before < 5;
    return outcome;
}

double kl_divergence(std::span<const float> original, std::span<const float> pruned) {
    if (original.empty() || original.size() != pruned.size()) return kNaN;
    if (!all_finite(original) || !all_finite(pruned)) return kNaN;
    const double log_p = log_sum_exp(original);
    const double log_q = log_sum_exp(pruned);
    double sum = 0;
    for (std::size_t i = 0; i < original.size(); ++i) {
        const double p = double(original[i]) - log_p;
        const double q = double(pruned[i]) - log_q;
        sum += std::exp(p) * (p - q);
    }
    return std::max(0.0, sum);  // rounding may leave less than nothing
}

OutputDifference output_difference(std::span<const float> original, std::span<const float> pruned,
                                   double map_threshold) {
    if (original.size() != pruned.size()) {
        throw Error(ErrorKind::internal,
                    "the outputs of two variants hold different numbers of values");
    }
    double difference = 0;
    double length = 0;
    double pruned_length = 0;
    double product = 0;
    OutputDifference result;
    result.is_map = !original.empty();
    for (std::size_t i = 0; i < original.size(); ++i) {
        const double a = original[i];
        const double b = pruned[i];
        result.is_map = result.is_map && a >= 0 && a <= 1 && b >= 0 && b <= 1;
        result.both += a > map_threshold && b > map_threshold ? 1 : 0;
        result.either += a > map_threshold || b > map_threshold ? 1 : 0;
        difference += (b - a) * (b - a);
        length += a * a;
        pruned_length += b * b;
        product += a * b;
    }
    if (!result.is_map) result.both = result.either = 0;
    if (difference == 0) return result;
    result.relative_error = std::sqrt(difference / length);
    result.cosine = product / std::sqrt(length * pruned_length);
    return result;
}

double ClassComparison::change() const noexcept {
    if (images == 0) return kNaN;
    return (double(pruned_top1) - double(original_top1)) / double(images);
}

double Comparison::original_accuracy(const PairedCounts& counts) const noexcept {
    if (!matched || images == 0) return kNaN;
    return double(counts.both + counts.only_original) / double(images);
}

double Comparison::pruned_accuracy(const PairedCounts& counts) const noexcept {
    if (!matched || images == 0) return kNaN;
    return double(counts.both + counts.only_pruned) / double(images);
}

double Comparison::agreement() const noexcept {
    return images == 0 ? kNaN : double(agree) / double(images);
}

int Comparison::largest_drop() const noexcept {
    if (!matched) return -1;
    int found = -1;
    double change = 0;
    for (int cls = 0; cls < std::ssize(classes); ++cls) {
        const double own = classes[std::size_t(cls)].change();
        if (!(own < change)) continue;  // a class without images neither
        change = own;
        found = cls;
    }
    return found;
}

namespace {

/// R = sum of both / sum of either over n images; its variance is that of a ratio estimate,
/// n / (n - 1) sum (both - R either)^2 / (sum of either)^2.
std::optional<MapAgreement> map_agreement(std::span<const OutcomePair> pairs) {
    MapAgreement result{0, kNaN, kNaN, 0, 0};
    double both = 0;
    for (const OutcomePair& pair : pairs) {
        if (!pair.output->is_map) return std::nullopt;
        both += double(pair.output->both);
        result.positions += pair.output->either;
        result.images += pair.output->either > 0 ? 1 : 0;
    }
    if (result.positions == 0) return std::nullopt;
    const auto either = double(result.positions);
    result.iou = both / either;
    const auto images = double(pairs.size());
    if (images < 2) return result;
    double squares = 0;
    for (const OutcomePair& pair : pairs) {
        const double off = double(pair.output->both) - result.iou * double(pair.output->either);
        squares += off * off;
    }
    const double half =
        two_sided_t(0.05, images - 1) * std::sqrt(images / (images - 1) * squares) / either;
    result.low = std::max(0.0, result.iou - half);
    result.high = std::min(1.0, result.iou + half);
    return result;
}

OutputComparison output_comparison(std::span<const OutcomePair> pairs) {
    OutputComparison result;
    std::vector<double> errors;
    double cosines = 0;
    for (const OutcomePair& pair : pairs) {
        if (!std::isfinite(pair.output->relative_error)) continue;
        errors.push_back(pair.output->relative_error);
        cosines += pair.output->cosine;
        result.largest_error = std::max(result.largest_error, errors.back());
    }
    const auto images = double(errors.size());
    const double mean = std::accumulate(errors.begin(), errors.end(), 0.0) / images;
    double squares = 0;
    for (const double error : errors) squares += (error - mean) * (error - mean);
    const double half = errors.size() < 2 ? kNaN
                                          : two_sided_t(0.05, images - 1) *
                                                std::sqrt(squares / (images - 1) / images);
    result.mean_error = mean;
    result.low = std::max(0.0, mean - half);
    result.high = mean + half;
    if (errors.size() < 2) result.low = kNaN;
    result.mean_cosine = cosines / images;
    if (errors.empty()) result.largest_error = kNaN;
    result.map = map_agreement(pairs);
    return result;
}

}  // namespace

Comparison compare(std::span<const OutcomePair> pairs, std::span<const DatasetClass> classes,
                   bool matched) {
    Comparison result;
    result.matched = matched;
    for (const DatasetClass& cls : classes) {
        result.classes.push_back({.name = cls.readable.empty() ? cls.name : cls.readable});
    }
    double kl = 0;
    std::uint64_t finite = 0;
    for (const OutcomePair& pair : pairs) {
        ++result.images;
        if (pair.output) {
            result.not_finite += !std::isfinite(pair.output->relative_error);
            count(result.classes.at(std::size_t(pair.label)), pair);
            continue;
        }
        result.agree += pair.original.row >= 0 && pair.original.row == pair.pruned.row;
        const bool is_finite = std::isfinite(pair.kl);
        result.not_finite += !is_finite;
        finite += is_finite;
        if (is_finite) kl += pair.kl;
        count(result.classes.at(std::size_t(pair.label)), pair);
        if (!matched) continue;
        count(result.top1, pair.original.top1, pair.pruned.top1);
        count(result.top5, pair.original.top5, pair.pruned.top5);
    }
    result.mean_kl = finite == 0 ? kNaN : kl / double(finite);
    if (!pairs.empty() && pairs.front().output) result.outputs = output_comparison(pairs);
    return result;
}

std::string_view name_of(Accuracy accuracy) noexcept {
    return accuracy == Accuracy::top1 ? "top-1" : "top-5";
}

const PairedCounts& counts_of(const Comparison& comparison, Accuracy accuracy) noexcept {
    return accuracy == Accuracy::top1 ? comparison.top1 : comparison.top5;
}

PairedChange change_of(const Comparison& comparison, Accuracy accuracy) {
    if (!comparison.outputs) return paired_change(counts_of(comparison, accuracy));
    const OutputComparison& outputs = *comparison.outputs;
    if (outputs.map) {
        return {outputs.map->iou - 1, outputs.map->low - 1, outputs.map->high - 1, kNaN};
    }
    return {-outputs.mean_error, -outputs.high, -outputs.low, kNaN};
}

std::string_view measure_of(const Comparison& comparison, Accuracy accuracy) noexcept {
    if (!comparison.outputs) return name_of(accuracy);
    return comparison.outputs->map ? "the maps' agreement" : "the outputs";
}

BudgetCheck check_budget(const Comparison& comparison, Accuracy accuracy, double max_drop) {
    if (!comparison.outputs) return check_budget(counts_of(comparison, accuracy), max_drop);
    const PairedChange change = change_of(comparison, accuracy);
    BudgetCheck check;
    if (change.low > -max_drop || (change.low == change.high && change.low == -max_drop)) {
        check.verdict = BudgetVerdict::within;
    } else if (change.high < -max_drop) {
        check.verdict = BudgetVerdict::beyond;
    } else {
        // The interval narrows with the root of the images.
        const double off = std::abs(change.change + max_drop);
        const double half = (change.high - change.low) / 2;
        constexpr double kMost = 1e9;
        const double needed = off > 0 ? double(comparison.images) * half * half / (off * off) : 0;
        check.images_needed = needed < kMost ? std::uint64_t(std::ceil(needed)) : 0;
    }
    return check;
}

}  // namespace sescope

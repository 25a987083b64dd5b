// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/excitation/predictions.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"

namespace sescope {
namespace {

// How many logits stand before that of `row`: 0 for the top one.
int rank_of(std::span<const float> logits, int row) {
    const float own = logits[row];
    int before = 0;
    for (int i = 0; i < std::ssize(logits); ++i) {
        before += logits[i] > own || (logits[i] == own && i < row);
    }
    return before;
}

void count_image(Predictions& predictions, const DatasetClass& cls, int label,
                 std::span<const float> logits) {
    ++predictions.images[label];
    if (!std::all_of(logits.begin(), logits.end(), [](float x) { return std::isfinite(x); })) {
        ++predictions.not_finite;
        return;
    }
    if (logits.empty()) return;
    const auto top = std::max_element(logits.begin(), logits.end()) - logits.begin();
    ++predictions.confusion[std::size_t(label) * logits.size() + std::size_t(top)];
    if (!predictions.matched) return;
    const int rank = rank_of(logits, cls.head_row);
    predictions.top1[label] += rank < 1;
    predictions.top5[label] += rank < 5;
}

}  // namespace

Predictions empty_predictions(std::span<const DatasetClass> classes, bool matched,
                              int head_classes) {
    Predictions predictions;
    predictions.head_classes = head_classes;
    // A row outside the head would make the accuracy of a class meaningless.
    predictions.matched =
        matched && std::all_of(classes.begin(), classes.end(), [&](const DatasetClass& c) {
            return c.head_row >= 0 && c.head_row < head_classes;
        });
    predictions.images.assign(classes.size(), 0);
    predictions.top1.assign(classes.size(), 0);
    predictions.top5.assign(classes.size(), 0);
    predictions.confusion.assign(classes.size() * std::size_t(head_classes), 0);
    return predictions;
}

void count_predictions(Predictions& predictions, std::span<const DatasetClass> classes,
                       std::span<const float> logits, std::span<const std::int32_t> labels) {
    const std::size_t rows = std::size_t(predictions.head_classes);
    if (logits.size() != labels.size() * rows) {
        throw Error(ErrorKind::internal, "the network answered with another number of logits");
    }
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (labels[i] < 0) continue;
        count_image(predictions, classes[labels[i]], labels[i], logits.subspan(i * rows, rows));
    }
}

double top1_if(const Predictions& predictions, std::span<const int> rows) {
    std::uint64_t right = 0;
    std::uint64_t images = 0;
    const auto width = std::size_t(predictions.head_classes);
    for (std::size_t i = 0; i < std::min(rows.size(), predictions.images.size()); ++i) {
        images += predictions.images[i];
        const bool known = rows[i] >= 0 && rows[i] < predictions.head_classes;
        if (known) right += predictions.confusion[i * width + std::size_t(rows[i])];
    }
    return images == 0 ? std::numeric_limits<double>::quiet_NaN() : double(right) / double(images);
}

}  // namespace sescope

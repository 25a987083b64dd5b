// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/excitation/profile.h"

namespace sescope {

/// Counts of nothing yet, for these classes and a head of `head_classes` rows.
Predictions empty_predictions(std::span<const DatasetClass> classes, bool matched,
                              int head_classes);

/// Counts the logits of a batch (labels.size() x head_classes, row-major). The first of equal
/// logits wins, as argmax has it. Images with NaN or infinite logits count as images, never as
/// right.
void count_predictions(Predictions& predictions, std::span<const DatasetClass> classes,
                       std::span<const float> logits, std::span<const std::int32_t> labels);

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
// What the units of a network squeeze, measured: a profile says what gates do, not what they are
// made of.
#pragma once

#include <stop_token>

#include "core/dataset/dataset.h"
#include "core/pruning/channels.h"
#include "core/pruning/evaluation.h"

namespace sescope {

/// Images beyond these change means by less than they vary anyway.
inline constexpr std::size_t kMostSqueezed = 1000;

/// Runs the network over the images (the first `kMostSqueezed`, classes in turns) in fp32, and
/// fills the squeezes of every unit without a `channel_obstacle` into its record; others stay
/// unknown. Sums are integers in units of 2^-30, so that they depend neither on the order of images
/// nor on batches. Throws as `evaluate`; Error{interrupted} when stopped, Error{data} where none of
/// the images can be read, or some squeeze is not finite.
void measure_squeezes(ChannelRecords& records, const Variant& network, const Dataset& dataset,
                      const EvaluationSettings& settings, const std::stop_token& stop = {});

}  // namespace sescope

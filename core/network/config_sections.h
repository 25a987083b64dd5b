// SPDX-License-Identifier: GPL-3.0-or-later
// The names in the object "sescope" of a config.json that we wrote.
#pragma once

#include <string>

#include "core/checkpoint/state_dict.h"
#include "core/network/network.h"

namespace sescope {

namespace section {
inline constexpr const char* kSescope = "sescope";
inline constexpr const char* kConventions = "conventions";
inline constexpr const char* kGraph = "graph";
inline constexpr const char* kStrideIn = "stride_in";
inline constexpr const char* kStageStrides = "stage_strides";
inline constexpr const char* kStemStride = "stem_stride";
inline constexpr const char* kStemPool = "stem_pool";
inline constexpr const char* kCeilMode = "ceil_mode";
inline constexpr const char* kBnEps = "bn_eps";
inline constexpr const char* kGate = "gate";
inline constexpr const char* kSePlace = "se_place";
inline constexpr const char* kPreset = "preset";
inline constexpr const char* kSize = "size";
inline constexpr const char* kCropPct = "crop_pct";
inline constexpr const char* kInterpolation = "interpolation";
inline constexpr const char* kMean = "mean";
inline constexpr const char* kStd = "std";
inline constexpr const char* kBgr = "bgr";
inline constexpr const char* kWeights = "weights";
}  // namespace section

/// What the config.json of the weights says in its object "sescope", where `given` is silent: what
/// a person says goes before what a file says. Values that make no sense are left out, so that they
/// are assumed as if the file did not say them.
SpecOverrides with_recorded_conventions(SpecOverrides given, const StateDict& weights);

/// Adds to a network's conventions which of several sets of weights of the file was taken.
void record_weights(std::string& conventions, const StateDict& weights);

/// The graph that the config.json of the weights holds in its object "sescope", as text; empty
/// where it holds none.
std::string recorded_graph(const StateDict& weights);

}  // namespace sescope

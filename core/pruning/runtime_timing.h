// SPDX-License-Identifier: GPL-3.0-or-later
// How fast two networks are where they will run: in onnxruntime, as ONNX.
#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "core/engine/engine.h"
#include "core/pruning/prune.h"
#include "core/pruning/timing.h"

namespace sescope {

struct RuntimeTiming {
    std::string runtime;  ///< "onnxruntime 1.23.2"
    Timing timing;        ///< from prepared images to outputs
    bool operator==(const RuntimeTiming&) const = default;
};

struct RuntimeSettings {
    std::string python = "python3";  ///< the one that has onnxruntime
    int threads = 0;                 ///< 0: those of the engine, or as onnxruntime chooses
    int batch = 0;                   ///< of the throughput; 0: the engine's
    TimingSettings timing;
};

/// Throws Error{usage} where this Python is not there or lacks onnxruntime: before hours of
/// measuring go ahead.
void require_onnxruntime(const RuntimeSettings& settings, const std::stop_token& stop = {});

/// Writes both networks as ONNX (of one from ONNX the original is its own file) into a temporary
/// folder, and times them in turn in one run of onnxruntime on the CPU. Nothing when stopped.
/// Throws Error{usage} where this Python is not there or lacks onnxruntime, or where a network
/// cannot be written; Error{device} saying what went wrong where onnxruntime does not run them.
std::optional<RuntimeTiming> time_in_onnxruntime(const Variant& original,
                                                 const PrunedNetwork& pruned,
                                                 const RuntimeSettings& settings,
                                                 const std::stop_token& stop = {});

}  // namespace sescope

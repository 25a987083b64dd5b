// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/App.hpp>
#include <memory>
#include <optional>
#include <string>

#include "app/cli/data_options.h"
#include "app/cli/network_options.h"
#include "app/cli/progress_line.h"
#include "app/cli/run_options.h"
#include "app/cli/session.h"
#include "core/pruning/channels.h"
#include "core/pruning/evaluation.h"
#include "core/pruning/evaluation_set.h"

namespace sescope::cli {

/// What `prove` and `plan` are given: a network, images to judge it by, and the profile that was
/// recorded before.
struct EvaluationOptions {
    std::string model;
    std::string images;
    std::string profile;
    std::string replace = "mean";
    std::optional<std::uint64_t> seed;  ///< default: the profile's, so that halves match
    DataOptions data;
    bool same_images = false;
    double map_threshold = kMapThreshold;
    RunOptions run;
    NetworkOptions network;

    void add_to(CLI::App& command, bool profile_required);
    Replacement replacement() const;
};

struct OpenedEvaluation {
    OpenedNetwork network;
    std::shared_ptr<const ExcitationProfile> profile;  ///< may be null
    EvaluationSet images;
};

/// Opens all three and tells what they are. With a profile, the network is read as it was when the
/// profile was recorded.
OpenedEvaluation open_evaluation(const EvaluationOptions& options, const Session& session);

/// Progress and notices go to `line`.
EvaluationSettings evaluation_settings(const EvaluationOptions& options, ProgressLine& line,
                                       const Session& session);

/// What the profile says of channels, and what its units squeeze: measured on the profile's own
/// images where they are in the same folder, else on those of the evaluation, which is told.
ChannelRecords measured_channels(const OpenedEvaluation& opened, const EvaluationSettings& settings,
                                 const Session& session);

/// A flag given in percent or points, as a fraction. CLI11 lets NaN through a range: Error{usage}.
double fraction_of(double percent, const char* flag);

}  // namespace sescope::cli

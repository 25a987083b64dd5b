// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/App.hpp>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/session.h"
#include "core/dataset/dataset.h"
#include "core/excitation/profile.h"
#include "core/network/network_value.h"

namespace sescope::cli {

/// What the positional argument of images may be.
inline constexpr const char* kImagesHelp =
    "Folder of class folders, or table of path, label (.csv, .tsv, .txt, .json, .jsonl)";

/// The flags that say which images are taken, and what their classes are.
struct DataOptions {
    DatasetOptions data;
    std::string labels;

    /// All of them but --seed and --split.
    void add_to(CLI::App& command, const std::string& group);
    DatasetOptions options() const;
};

/// The names of the head's rows: the network's own, or those of a file of labels beside its weights
/// (labels.txt, class_to_idx.json, ..), which is told.
HeadLabels head_labels(const Network& network, const std::filesystem::path& weights,
                       const Session& session);

/// Warns of what is to be known of how the images were read, and of files that are not.
void tell_data(const Dataset& dataset);

/// Tells in which ways the classes may be matched to the head, where nothing says which, and what
/// the accuracy would be.
void tell_candidates(const Dataset& dataset, const Predictions& predictions);

/// Warns of the images that were skipped, the first ten by name, and sets the exit code for it.
/// `lister` has them all: "profile", "result".
void tell_skipped(const std::vector<SkippedImage>& skipped, std::string_view lister,
                  Session& session);

}  // namespace sescope::cli

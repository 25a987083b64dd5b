// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/data_options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <system_error>

#include "core/dataset/label_names.h"

namespace sescope::cli {

void DataOptions::add_to(CLI::App& command, const std::string& group) {
    command
        .add_option("--classes", data.class_lists,
                    "Only these, by folder or readable name, separated by commas; names that hold "
                    "commas as they are, or in double quotes")
        ->group(group);
    command.add_option("--class", data.classes, "Only this one, written as it is; may be repeated")
        ->allow_extra_args(false)
        ->group(group);
    command.add_option("--per-class", data.per_class, "A random sample of so many of each class")
        ->check(CLI::Range(1, 10'000'000))
        ->group(group);
    command
        .add_option("--labels", labels,
                    "What classes are called: table of folder name, readable name and, if need be, "
                    "row of the head; names with their rows; one name a line for each row; or JSON "
                    "(class_to_idx)")
        ->group(group);
    command
        .add_option("--match", data.match,
                    "How classes are matched to rows of a head without names: number, number-1 "
                    "(from 1), sorted (ImageFolder's order) or natural")
        ->check(CLI::IsMember({"number", "number-1", "sorted", "natural"}))
        ->group(group);
    command
        .add_option("--image-column", data.image_column,
                    "Column of a table's paths, by heading or number from 1; default: found")
        ->group(group);
    command
        .add_option("--label-column", data.label_column,
                    "Column of a table's labels, by heading or number from 1; default: found")
        ->group(group);
}

DatasetOptions DataOptions::options() const {
    DatasetOptions chosen = data;
    chosen.labels = labels;
    return chosen;
}

HeadLabels head_labels(const Network& network, const std::filesystem::path& weights,
                       const Session& session) {
    std::vector<Text> remarks;
    std::error_code unknown;
    const auto folder =
        std::filesystem::is_directory(weights, unknown) ? weights : weights.parent_path();
    HeadLabels head = with_label_file(
        {network.classes(), network.label_names, network.label_descriptions}, folder, remarks);
    for (const auto& text : remarks) warn(text.str());
    if (!head.source.empty()) {
        remark(session, fmt::format("the rows of the head are named by {}, which lies beside the "
                                    "weights",
                                    head.source));
    }
    return head;
}

void tell_data(const Dataset& dataset) {
    for (const auto& text : dataset.remarks) warn(text.str());
    if (!dataset.left_out.empty()) warn(describe(dataset.left_out));
}

void tell_candidates(const Dataset& dataset, const Predictions& predictions) {
    if (dataset.matched()) return;
    for (const auto& candidate : dataset.candidates) {
        warn(fmt::format("--match {} ({}) would give top-1 {:.1f} %", candidate.name, candidate.how,
                         100 * top1_if(predictions, candidate.rows)));
    }
}

void tell_skipped(const std::vector<SkippedImage>& skipped, std::string_view lister,
                  Session& session) {
    constexpr std::size_t shown = 10;
    for (std::size_t i = 0; i < std::min(shown, skipped.size()); ++i) {
        warn(fmt::format("skipped {}: {}", skipped[i].id, skipped[i].reason.str()));
    }
    if (skipped.size() > shown) {
        warn(fmt::format("skipped {} more; the {} lists them all", skipped.size() - shown, lister));
    }
    if (!skipped.empty()) session.exit_code = 1;
}

}  // namespace sescope::cli

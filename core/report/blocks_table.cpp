// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>

#include "core/base/message.h"
#include "core/report/report_text.h"
#include "core/report/shown_number.h"
#include "core/report/tables.h"

namespace sescope {
namespace {

std::vector<Cell> row_of(const BlockSummary& block) {
    return {block.block,
            std::int64_t{block.channels},
            block.mean,
            block.std_within,
            block.std_between,
            block.class_share,
            block.open,
            block.closed,
            block.stuck,
            block.strength.mean,
            block.parameters,
            Cell{},
            Cell{},
            Cell{}};
}

bool has_classifier(const ExcitationProfile& profile) {
    return profile.network.classes > 0;
}

std::vector<Text> notes_of(const ExcitationProfile& profile) {
    std::vector<Text> notes;
    const TallySettings& settings = profile.gates.settings;
    notes.push_back(text(
        "class share: variance between classes over total variance (omega squared). open: gates > "
        "{:g}, closed: "
        "gates < {:g}. stuck: channels that rest near the gate of a zero with no spread.",
        settings.open_above, settings.closed_below));
    notes.emplace_back(
        "strength: what of the block's output would change if each gate were its mean, relative to "
        "that output.");
    const auto with_images =
        std::ranges::count_if(profile.gates.images, [](std::uint64_t count) { return count > 0; });
    if (with_images == 1)
        notes.emplace_back("No class share: images of one class say nothing of classes.");
    if (!profile.gates.blocks.empty() && !profile.gates.blocks.front().energies.recorded()) {
        notes.emplace_back(
            "No strength: the profile, or a part of it, was made before it was recorded.");
    }
    if (profile.gates.blocks.empty()) notes.emplace_back("The network has no SE block.");
    if (!profile.predictions.matched) {
        notes.emplace_back(no_accuracy_text(profile.network.classes));
    }
    if (!profile.skipped.empty()) {
        notes.push_back(profile.skipped.size() == 1
                            ? Text("1 image was skipped as unreadable.")
                            : text("{} images were skipped as unreadable.",
                                   shown_integer(std::ssize(profile.skipped))));
    }
    if (!profile.origin.left_out.empty()) {
        notes.push_back(text("{}.", describe(profile.origin.left_out)));
    }
    if (profile.predictions.not_finite > 0) {
        notes.push_back(profile.predictions.not_finite == 1
                            ? Text("1 image had NaN or infinite outputs, counted as wrong.")
                            : text("{} images had NaN or infinite outputs, counted as wrong.",
                                   shown_integer(std::int64_t(profile.predictions.not_finite))));
    }
    if (profile.partial()) notes.emplace_back("Partial: not all images have been run.");
    return notes;
}

}  // namespace

Table blocks_table(const ExcitationProfile& profile) {
    Table table;
    table.name = "blocks";
    table.columns = {{"block", "block", "", 3},
                     {"channels", "channels", "", 3},
                     {"mean gate", "mean", "", 3},
                     {"std within", "std_within", "", 3},
                     {"std between", "std_between", "", 3},
                     {"class share", "class_share", "%", 3},
                     {"open", "open", "%", 3},
                     {"closed", "closed", "%", 3},
                     {"stuck", "stuck", "%", 3},
                     {"strength", "strength", "%", 3},
                     {"parameters", "parameters", "", 3},
                     {"images", "images", "", 3}};
    if (has_classifier(profile)) {
        table.columns.push_back({"top-1", "top1", "%", 3});
        table.columns.push_back({"top-5", "top5", "%", 3});
    }
    const auto blocks = summarise(profile);
    for (const auto& block : blocks) table.rows.push_back(row_of(block));
    auto whole = row_of(summarise_network(blocks));
    whole.front() = "network";
    whole[11] = std::int64_t(profile.images());
    whole[12] = profile.top1();
    whole[13] = profile.top5();
    table.rows.push_back(std::move(whole));
    for (auto& row : table.rows) row.resize(table.columns.size());
    table.notes = notes_of(profile);
    return table;
}

}  // namespace sescope

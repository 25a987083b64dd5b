// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/verdict.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/message.h"

namespace sescope {
namespace {

constexpr std::array<VerdictRule, 5> kRules{{
    {VerdictKind::stuck, "stuck", "stuck channels",
     [](const BlockSummary& block) { return block.stuck; }, &VerdictThresholds::stuck, true},
    {VerdictKind::saturated, "open", "open gates",
     [](const BlockSummary& block) { return block.open; }, &VerdictThresholds::open, true},
    {VerdictKind::saturated, "identity", "change by gates of 1",
     [](const BlockSummary& block) { return block.strength.identity; },
     &VerdictThresholds::identity, false},
    {VerdictKind::constant, "strength", "recalibration strength",
     [](const BlockSummary& block) { return block.strength.mean; }, &VerdictThresholds::strength,
     false},
    {VerdictKind::constant, "spread", "spread of the gates",
     [](const BlockSummary& block) { return block.std_total; }, &VerdictThresholds::spread, false,
     [](const BlockSummary& block) { return std::isnan(block.strength.mean); }},
}};

/// A threshold moved by `margin` towards (or, negative, away from) where its rule holds more often.
double moved(double threshold, bool at_least, double margin) {
    return at_least ? threshold - margin * (1 - threshold) : threshold * (1 + margin);
}

const VerdictRule* first_that_holds(const BlockSummary& block, const VerdictThresholds& thresholds,
                                    double margin) {
    for (const VerdictRule& rule : kRules) {
        if (rule.applies != nullptr && !rule.applies(block)) continue;
        const double value = rule.value(block);
        const double threshold = moved(thresholds.*rule.threshold, rule.at_least, margin);
        if (rule.at_least ? value >= threshold : value <= threshold) return &rule;
    }
    return nullptr;
}

VerdictKind kind_of(const VerdictRule* rule) {
    return rule == nullptr ? VerdictKind::live : rule->kind;
}

/// The other verdict that thresholds slightly off would give.
std::optional<VerdictKind> near_kind(const BlockSummary& block, const VerdictThresholds& thresholds,
                                     VerdictKind kind) {
    for (const double margin : {thresholds.margin, -thresholds.margin}) {
        const VerdictKind other = kind_of(first_that_holds(block, thresholds, margin));
        if (other != kind) return other;
    }
    return std::nullopt;
}

std::string percent(double fraction) {
    return fmt::format("{:.3g} %", 100 * fraction);
}

/// "mean gates would change 3.1 % of its output", or what a profile without energies says.
Text change_by_mean(const BlockSummary& block) {
    if (std::isnan(block.strength.mean)) {
        return text("their spread is {:.2g}", block.std_total);
    }
    return text("mean gates would change {} of its output", percent(block.strength.mean));
}

/// What the replacement would change of the block's output, and the most that may go unwarned.
struct Change {
    double value;  ///< NaN: not recorded
    double most;
    bool small() const { return !(value > most); }
};

Change change_by(Replacement replacement, const BlockSummary& block,
                 const VerdictThresholds& thresholds) {
    return replacement == Replacement::mean ? Change{block.strength.mean, thresholds.strength}
                                            : Change{block.strength.identity, thresholds.identity};
}

Text stuck_sentence(const BlockSummary& block, const VerdictThresholds& thresholds) {
    const Change change = change_by(Replacement::mean, block, thresholds);
    if (change.small()) {
        return text(
            "{} of its channels rest at the gate of a zero, whatever the image: it never learned; "
            "fold the mean gate",
            percent(block.stuck));
    }
    // A few channels that move may carry most of the output.
    return text(
        "{} of its channels rest at the gate of a zero, whatever the image: it never learned; yet "
        "mean gates would change {} of its output: measure it first",
        percent(block.stuck), percent(change.value));
}

Text saturated_sentence(const BlockSummary& block, const VerdictThresholds& thresholds) {
    if (std::isnan(block.strength.identity)) {
        return text("{} of its gates are open: it is close to the identity; drop it",
                    percent(block.open));
    }
    if (block.strength.identity <= thresholds.identity) {
        return text(
            "gates of 1 would change {} of its output: it is close to the identity; "
            "drop it",
            percent(block.strength.identity));
    }
    const bool small = change_by(Replacement::mean, block, thresholds).small();
    if (small) {
        return text(
            "{} of its gates are open, but gates of 1 would change {} of its output, and mean "
            "gates "
            "{}; fold them",
            percent(block.open), percent(block.strength.identity), percent(block.strength.mean));
    }
    return text(
        "{} of its gates are open, but gates of 1 would change {} of its output, and mean gates "
        "{}; "
        "measure it first",
        percent(block.open), percent(block.strength.identity), percent(block.strength.mean));
}

Text sentence_of(VerdictKind kind, const BlockSummary& block, const VerdictThresholds& thresholds) {
    switch (kind) {
        case VerdictKind::stuck:
            return stuck_sentence(block, thresholds);
        case VerdictKind::saturated:
            return saturated_sentence(block, thresholds);
        case VerdictKind::constant:
            return text("its gates hardly depend on the image, {}; fold the mean gate",
                        change_by_mean(block));
        case VerdictKind::live:
            if (std::isnan(block.class_share)) {
                return text(
                    "its gates depend on the image, {}; how much on the class, images of two "
                    "classes would tell; keep it",
                    change_by_mean(block));
            }
            return text(
                "its gates depend on the image, {}; {} of their variance lies "
                "between classes; keep it",
                change_by_mean(block), percent(block.class_share));
        case VerdictKind::unknown:
            break;
    }
    return "no image was counted";
}

Replacement replacement_for(VerdictKind kind, const BlockSummary& block,
                            const VerdictThresholds& thresholds) {
    if (kind != VerdictKind::saturated) return Replacement::mean;
    return block.strength.identity > thresholds.identity ? Replacement::mean
                                                         : Replacement::identity;
}

/// Kinds say that a block may go; its strength, where it is known, has to agree.
bool may_go(const Verdict& verdict, const VerdictThresholds& thresholds) {
    switch (verdict.kind) {
        case VerdictKind::saturated:
            if (verdict.stage < thresholds.late_stage) return false;
            break;
        case VerdictKind::stuck:
        case VerdictKind::constant:
            break;
        case VerdictKind::live:
        case VerdictKind::unknown:
            return false;
    }
    return change_by(verdict.replacement, verdict.numbers, thresholds).small();
}

}  // namespace

std::string_view name_of(VerdictKind kind) noexcept {
    switch (kind) {
        case VerdictKind::live:
            return "live";
        case VerdictKind::saturated:
            return "saturated";
        case VerdictKind::constant:
            return "constant";
        case VerdictKind::stuck:
            return "stuck";
        case VerdictKind::unknown:
            break;
    }
    return "unknown";
}

std::span<const VerdictRule> verdict_rules() {
    return kRules;
}

void require_sensible(const VerdictThresholds& thresholds) {
    const auto require = [](std::string_view name, double value, double most) {
        if (value >= 0 && value <= most) return;  // false of NaN
        throw Error(ErrorKind::usage, text("the threshold '{}' cannot be {}", name, value), {},
                    text("give a number from 0 to {}", most));
    };
    for (const VerdictRule& rule : kRules) {
        constexpr double kLargest = 100;  // strengths may exceed 1
        require(rule.key, thresholds.*rule.threshold, rule.at_least ? 1 : kLargest);
    }
    require("margin", thresholds.margin, 1);
    if (thresholds.late_stage < 2 || thresholds.late_stage > 6) {
        throw Error(ErrorKind::usage,
                    text("there is no stage {} to begin at", thresholds.late_stage), {},
                    "give 2 to 5, or 6 for none");
    }
}

Verdict judge(const BlockSummary& block, const VerdictThresholds& thresholds,
              std::uint64_t gates_not_finite) {
    Verdict verdict;
    verdict.block = block.block;
    verdict.stage = block.stage;
    verdict.numbers = block;
    if (std::isnan(block.mean)) {
        verdict.sentence = sentence_of(VerdictKind::unknown, block, thresholds);
    } else {
        verdict.kind = kind_of(first_that_holds(block, thresholds, 0));
        verdict.near = near_kind(block, thresholds, verdict.kind);
        verdict.replacement = replacement_for(verdict.kind, block, thresholds);
        verdict.prunable = may_go(verdict, thresholds);
        verdict.sentence = sentence_of(verdict.kind, block, thresholds);
    }
    if (verdict.near) {
        verdict.sentence = text("{} (near {})", verdict.sentence, word(name_of(*verdict.near)));
    }
    if (gates_not_finite > 0) {
        verdict.sentence =
            text("{}; {} of its gates were NaN or infinite", verdict.sentence, gates_not_finite);
        verdict.prunable = false;
    }
    return verdict;
}

std::vector<Verdict> verdicts(const ExcitationProfile& profile,
                              const VerdictThresholds& thresholds) {
    require_sensible(thresholds);
    std::vector<Verdict> result;
    const auto summaries = summarise(profile);
    for (std::size_t i = 0; i < summaries.size(); ++i) {
        result.push_back(judge(summaries[i], thresholds, profile.gates.blocks[i].not_finite));
    }
    return result;
}

std::vector<BlockChoice> recommended_choices(std::span<const Verdict> verdicts) {
    std::vector<BlockChoice> choices;
    for (const Verdict& verdict : verdicts) {
        if (verdict.prunable) choices.push_back({verdict.block, verdict.replacement});
    }
    return choices;
}

}  // namespace sescope

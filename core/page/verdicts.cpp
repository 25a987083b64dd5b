// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/page/verdicts.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/base/parsed_number.h"

namespace sescope {
namespace {

constexpr std::string_view kMargin = "margin";
constexpr std::string_view kLateStage = "late-stage";

template <class Number>
Number number_from(std::string_view key, std::string_view given) {
    if (const auto value = parsed_number<Number>(given)) return *value;
    throw Error(ErrorKind::usage, text("the threshold '{}' is no number", key));
}

void set(VerdictThresholds& thresholds, std::string_view key, std::string_view given) {
    if (key == kMargin) {
        thresholds.margin = number_from<double>(key, given);
    } else if (key == kLateStage) {
        thresholds.late_stage = number_from<int>(key, given);
    } else {
        const auto rules = verdict_rules();
        const auto rule = std::ranges::find(rules, key, &VerdictRule::key);
        if (rule == rules.end()) {
            throw Error(ErrorKind::usage, text("there is no threshold '{}'", key));
        }
        thresholds.*rule->threshold = number_from<double>(key, given);
    }
}

}  // namespace

PageJson page_thresholds(const VerdictThresholds& thresholds) {
    PageJson list = PageJson::array();
    for (const VerdictRule& rule : verdict_rules()) {
        list.push_back({{"key", rule.key},
                        {"metric", rule.metric},
                        {"kind", name_of(rule.kind)},
                        {"at_least", rule.at_least},
                        {"without_strength", rule.applies != nullptr},
                        {"value", thresholds.*rule.threshold},
                        {"most", rule.at_least ? 1 : 100}});
    }
    list.push_back({{"key", kMargin}, {"value", thresholds.margin}, {"most", 1}});
    list.push_back({{"key", kLateStage}, {"value", thresholds.late_stage}, {"most", 6}});
    return list;
}

VerdictThresholds thresholds_from(
    std::span<const std::pair<std::string_view, std::string_view>> values) {
    VerdictThresholds thresholds;
    for (const auto& [key, text] : values) set(thresholds, key, text);
    require_sensible(thresholds);
    return thresholds;
}

PageJson page_statistics(const ExcitationProfile& profile, std::span<const BlockSummary> blocks) {
    PageJson list = PageJson::array();
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const BlockSummary& block = blocks[i];
        PageJson values = PageJson::object();
        for (const VerdictRule& rule : verdict_rules()) {
            values[std::string(rule.key)] = page_number(rule.value(block));
        }
        list.push_back({{"block", page_text(block.block)},
                        {"stage", block.stage},
                        {"counted", !std::isnan(block.mean)},
                        {"class_share", page_number(block.class_share)},
                        {"values", std::move(values)},
                        {"not_finite", profile.gates.blocks[i].not_finite},
                        {"parameters", block.parameters}});
    }
    return list;
}

PageJson page_verdicts(const ExcitationProfile& profile, std::span<const BlockSummary> blocks,
                       const VerdictThresholds& thresholds) {
    PageJson list = PageJson::array();
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const Verdict verdict = judge(blocks[i], thresholds, profile.gates.blocks[i].not_finite);
        list.push_back({{"block", page_text(verdict.block)},
                        {"verdict", name_of(verdict.kind)},
                        {"near", verdict.near ? PageJson(name_of(*verdict.near)) : PageJson()},
                        {"prunable", verdict.prunable},
                        {"replacement",
                         verdict.prunable ? PageJson(name_of(verdict.replacement)) : PageJson()},
                        {"why", page_text(verdict.sentence.str())}});
    }
    return list;
}

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later

#include <algorithm>

#include "core/base/message.h"
#include "core/report/channel_columns.h"
#include "core/report/shown_number.h"

namespace sescope {
namespace {

std::vector<Cell> row_of(const Verdict& verdict, const ChannelCounts& channels) {
    std::vector<Cell> row{verdict.block, word(name_of(verdict.kind))};
    row.emplace_back(verdict.near ? Cell(word(name_of(*verdict.near))) : Cell());
    for (const VerdictRule& rule : verdict_rules()) row.emplace_back(rule.value(verdict.numbers));
    row.emplace_back(verdict.numbers.class_share);
    for (const int count : {channels.closed, channels.open, channels.constant}) {
        row.emplace_back(std::int64_t{count});
    }
    row.emplace_back(channels.closed_passes);
    row.emplace_back(verdict.numbers.parameters);
    row.emplace_back(verdict.prunable ? Cell("prune") : Cell());
    row.emplace_back(verdict.prunable ? Cell(word(name_of(verdict.replacement))) : Cell());
    row.emplace_back(verdict.sentence);
    return row;
}

Text condition(const VerdictRule& rule, const VerdictThresholds& thresholds) {
    const Text kind = word(name_of(rule.kind));
    const Text metric = word(rule.metric);
    const double threshold = thresholds.*rule.threshold;
    const Text holds = rule.at_least ? text("{}: {} >= {:g}", kind, metric, threshold)
                                     : text("{}: {} <= {:g}", kind, metric, threshold);
    return rule.applies != nullptr ? text("{} (where there is no strength)", holds) : holds;
}

Text conditions(const VerdictThresholds& thresholds) {
    Text all;
    for (const VerdictRule& rule : verdict_rules()) {
        const Text one = condition(rule, thresholds);
        all = all.empty() ? one : text("{}; {}", all, one);
    }
    return text("{}; otherwise live.", all);
}

Text saving(const std::vector<Verdict>& list) {
    std::int64_t parameters = 0;
    std::size_t prunable = 0;
    for (const Verdict& verdict : list) {
        if (!verdict.prunable) continue;
        ++prunable;
        parameters += verdict.numbers.parameters;
    }
    if (prunable == 0) return "No block is recommended to go.";
    return text("{} of {} blocks may go, with {} parameters: measure it before you do.", prunable,
                list.size(), shown_integer(parameters));
}

}  // namespace

Text channel_conditions(const ChannelThresholds& channels) {
    return text(
        "Channels, over every image: closed: no gate beyond {:g} of 0; open: none beyond {:g} of "
        "1; "
        "constant: largest and smallest within {:g}. Passed by closed: what of the output would go "
        "with them.",
        channels.closed, channels.open, channels.constant);
}

Table verdicts_table(const ExcitationProfile& profile, const VerdictThresholds& thresholds,
                     const ChannelThresholds& channels) {
    require_sensible(channels);
    Table table;
    table.name = "verdicts";
    table.columns = {{"block", "block"}, {"verdict", "verdict"}, {"near", "near"}};
    for (const VerdictRule& rule : verdict_rules()) {
        table.columns.push_back({word(rule.metric), std::string(rule.key), "%", 3});
    }
    table.columns.push_back({"class share", "class_share", "%", 3});
    table.columns.push_back({"closed channels", "closed_channels"});
    table.columns.push_back({"open channels", "open_channels"});
    table.columns.push_back({"constant channels", "constant_channels"});
    table.columns.push_back({"passed by closed", "closed_passes", "%", 3});
    table.columns.push_back({"parameters", "parameters"});
    table.columns.push_back({"prunable", "prunable"});
    table.columns.push_back({"replace by", "replacement"});
    table.columns.push_back({"why", "why"});
    const auto list = verdicts(profile, thresholds);
    for (std::size_t i = 0; i < list.size(); ++i) {
        table.rows.push_back(row_of(list[i], channel_counts(profile.gates, int(i), channels)));
    }
    table.notes.push_back(conditions(thresholds));
    table.notes.push_back(channel_conditions(channels));
    if (list.empty()) {
        table.notes.emplace_back("The network has no SE block.");
    } else {
        table.notes.push_back(saving(list));
    }
    if (profile.partial()) table.notes.emplace_back("Partial: not all images have been run.");
    return table;
}

Table verdicts_table(const ExcitationProfile& profile, const VerdictThresholds& thresholds) {
    return verdicts_table(profile, thresholds, ChannelThresholds{});
}

void add_channel_savings(Table& verdicts, std::span<const ChannelSaving> savings) {
    // Before the reasons, which are the widest column.
    const auto place = verdicts.columns.end() - 1 - verdicts.columns.begin();
    verdicts.columns.insert(verdicts.columns.begin() + place,
                            {{"closed that can go", "removable_channels"},
                             {"parameters they save", "channel_parameters"},
                             {"MACs they save", "channel_macs"}});
    for (auto& row : verdicts.rows) {
        const auto found = std::ranges::find_if(savings, [&](const ChannelSaving& saving) {
            return saving.removal.block == std::get<Text>(row.front()).words;
        });
        std::vector<Cell> cells(3);
        if (found != savings.end()) {
            cells = {std::int64_t(std::ssize(found->removal.gone)), found->parameters, found->macs};
        }
        row.insert(row.begin() + place, cells.begin(), cells.end());
    }
    for (const ChannelSaving& saving : savings) {
        verdicts.notes.push_back(text("{}.", described(saving.removal)));
    }
}

}  // namespace sescope

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/channel_solver.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sescope::graph {
namespace {

std::size_t at(ValueId id) {
    return static_cast<std::size_t>(id);
}

std::size_t count(std::int64_t extent) {
    return static_cast<std::size_t>(extent);
}

}  // namespace

ChannelSolver::ChannelSolver(const ScalingSite& site, const KnownConstants& constants)
    : site_(site), constants_(constants) {
    begin();
    do {
        do {
            changed_ = false;
            for (std::size_t i = 0; i < relations_.size(); ++i) apply(i);
        } while (changed_);
        // Not before: which of them stay is chosen among those that could go.
        balance();
    } while (changed_);
}

void ChannelSolver::begin() {
    const Graph& graph = site_.graph;
    for (std::size_t i = 0; i < graph.operators.size(); ++i) {
        relations_.push_back(relation_of(site_, i));
    }
    going_.resize(graph.values.size());
    causes_.resize(graph.values.size());
    for (std::size_t i = 0; i < going_.size(); ++i) {
        const Shape& shape = site_.shapes[i];
        if (graph.values[i].kind != ValueKind::computed || shape.size() < 2) continue;
        going_[i].assign(count(shape[1]), true);
        causes_[i].resize(going_[i].size());
    }
    for (const ValueId id : graph.outputs) {
        let_all_stay(id, {.what = "an output of the network is made of it"});
    }
}

void ChannelSolver::let_stay(ValueId id, std::size_t channel, const Cause& cause) {
    if (!goes(id, channel)) return;
    going_[at(id)][channel] = false;
    causes_[at(id)][channel] = cause;
    changed_ = true;
}

void ChannelSolver::let_all_stay(ValueId id, const Cause& cause) {
    for (std::size_t c = 0; c < going_[at(id)].size(); ++c) let_stay(id, c, cause);
}

void ChannelSolver::apply(std::size_t index) {
    const ChannelRelation& relation = relations_[index];
    const auto op = static_cast<std::int64_t>(index);
    for (const ValueId id : relation.staying) {
        let_all_stay(id, {.op = op, .what = relation.reason.c_str()});
    }
    for (const ChannelTie& tie : relation.ties) apply_tie(index, tie);
    if (relation.folded != kAbsent) apply_folding(index);
}

void ChannelSolver::apply_tie(std::size_t index, const ChannelTie& tie) {
    const auto op = static_cast<std::int64_t>(index);
    for (std::size_t i = 0; i < tie.of_a.size(); ++i) {
        const std::size_t j = tie.of_a[i];
        if (j == kNoChannel || goes(tie.a, i) == goes(tie.b, j)) continue;
        let_stay(tie.a, i, {.op = op, .from = tie.b, .channel = j});
        let_stay(tie.b, j, {.op = op, .from = tie.a, .channel = i});
    }
}

void ChannelSolver::apply_folding(std::size_t index) {
    const ChannelRelation& relation = relations_[index];
    const ValueId id = relation.folded;
    const auto& constants = constants_[at(id)];
    const auto whole = relation.grouped ? whole_groups(index) : std::vector<bool>();
    const std::size_t each =
        relation.grouped ? going_[at(id)].size() / whole.size() : going_[at(id)].size();
    const auto op = static_cast<std::int64_t>(index);
    for (std::size_t c = 0; c < going_[at(id)].size(); ++c) {
        if (relation.grouped && whole[c / each]) continue;
        if (c >= constants.size() || std::isnan(constants[c])) {
            let_stay(id, c, {.op = op, .what = "reads it where it is not constant"});
        } else if (relation.padded && constants[c] != 0) {
            let_stay(id, c,
                     {.op = op, .what = "pads it by zeros beside its constant", .padded = true});
        }
    }
}

std::vector<bool> ChannelSolver::whole_groups(std::size_t index) const {
    const Operator& op = site_.graph.operators[index];
    const auto groups = count(std::get<Convolution>(op.kind).groups);
    std::vector<bool> whole(groups, true);
    const auto& outputs = going_[at(op.output())];
    for (std::size_t c = 0; c < outputs.size(); ++c) {
        if (!outputs[c]) whole[c / (outputs.size() / groups)] = false;
    }
    return whole;
}

void ChannelSolver::balance() {
    changed_ = false;
    for (std::size_t i = 0; i < going_.size(); ++i) {
        if (going_[i].empty() || std::ranges::count(going_[i], false) > 0) continue;
        let_stay(static_cast<ValueId>(i), 0, {.what = "no channel would be left beside it"});
    }
    if (changed_) return;
    for (std::size_t i = 0; i < relations_.size(); ++i) {
        if (relations_[i].grouped) balance_groups(i);
    }
}

// Groups that are not whole must lose as many channels as each other, of what they read and of what
// they make. One whose outputs all go but not its inputs is no whole one.
void ChannelSolver::balance_groups(std::size_t index) {
    const Operator& op = site_.graph.operators[index];
    const ValueId in = op.inputs[0];
    auto whole = whole_groups(index);
    const std::size_t each = going_[at(in)].size() / whole.size();
    for (std::size_t c = 0; c < going_[at(in)].size(); ++c) {
        if (!going_[at(in)][c]) whole[c / each] = false;
    }
    level(index, op.output(), whole);
    level(index, in, whole);
}

void ChannelSolver::level(std::size_t index, ValueId id, const std::vector<bool>& whole) {
    const std::size_t each = going_[at(id)].size() / whole.size();
    std::size_t fewest = each - 1;  // one of a group stays
    std::vector<std::size_t> gone(whole.size(), 0);
    for (std::size_t c = 0; c < going_[at(id)].size(); ++c) gone[c / each] += goes(id, c) ? 1 : 0;
    for (std::size_t g = 0; g < whole.size(); ++g) {
        if (!whole[g]) fewest = std::min(fewest, gone[g]);
    }
    const Cause cause{.op = static_cast<std::int64_t>(index),
                      .what = "has groups that cannot lose as many each"};
    for (std::size_t g = 0; g < whole.size(); ++g) {
        if (whole[g]) continue;
        for (std::size_t c = (g + 1) * each; gone[g] > fewest && c-- > g * each;) {
            if (!goes(id, c)) continue;
            let_stay(id, c, cause);
            --gone[g];
        }
    }
}

StayingChannel ChannelSolver::why(ValueId value, std::size_t channel) const {
    StayingChannel staying{channel, {}, false};
    ValueId id = value;
    std::size_t c = channel;
    while (true) {
        const Cause& cause = causes_[at(id)][c];
        staying.padded = cause.padded;
        if (cause.op < 0) {
            staying.reason = cause.what;
            return staying;
        }
        const Operator& op = site_.graph.operators[static_cast<std::size_t>(cause.op)];
        if (cause.from == kAbsent) {
            staying.reason = fmt::format("{} {}", described(op), cause.what);
            return staying;
        }
        const auto* binary = std::get_if<Binary>(&op.kind);
        if (binary != nullptr && binary->kind == BinaryKind::add && id != op.output()) {
            staying.reason = fmt::format("{} adds it to what stays", described(op));
            return staying;
        }
        id = cause.from;
        c = cause.channel;
    }
}

}  // namespace sescope::graph

// SPDX-License-Identifier: GPL-3.0-or-later
// Which channels can go together.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/graph/channel_constants.h"
#include "core/graph/channel_relations.h"

namespace sescope::graph {

/// Begins with all channels of all values that are computed, and lets stay whatever one operator
/// wants to, until none wants more: what is left is the largest set that can go.
class ChannelSolver {
  public:
    /// Both must outlive it.
    ChannelSolver(const ScalingSite& site, const KnownConstants& constants);

    /// By ValueId, by channel: whether it goes. Empty for values without channels.
    const std::vector<std::vector<bool>>& going() const { return going_; }
    const std::vector<ChannelRelation>& relations() const { return relations_; }
    /// Groups of the grouped convolution with this index of which every output goes; in the end,
    /// every input too.
    std::vector<bool> whole_groups(std::size_t index) const;
    /// Why the channel stays.
    StayingChannel why(ValueId value, std::size_t channel) const;

  private:
    struct Cause {
        std::int64_t op = -1;     ///< index; -1: the last channel of the value, or an output
        ValueId from = kAbsent;   ///< the value that it is tied to, by `op`
        std::size_t channel = 0;  ///< of that
        const char* what = "";
        bool padded = false;
    };
    bool goes(ValueId id, std::size_t channel) const {
        const auto& mask = going_[static_cast<std::size_t>(id)];
        return channel < mask.size() && mask[channel];
    }
    void let_stay(ValueId id, std::size_t channel, const Cause& cause);
    void let_all_stay(ValueId id, const Cause& cause);
    void begin();
    void apply(std::size_t index);
    void apply_tie(std::size_t index, const ChannelTie& tie);
    void apply_folding(std::size_t index);
    void balance();
    void balance_groups(std::size_t index);
    void level(std::size_t index, ValueId id, const std::vector<bool>& whole);

    const ScalingSite& site_;
    const KnownConstants& constants_;
    std::vector<ChannelRelation> relations_;
    std::vector<std::vector<bool>> going_;
    std::vector<std::vector<Cause>> causes_;
    bool changed_ = false;
};

}  // namespace sescope::graph

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/gates/kinds.h"

#include <array>

namespace sescope::gates {
namespace {

bool is_competitive(const Candidate& candidate) {
    return candidate.branch >= 0;
}

constexpr std::array kRows{
    KindRow{GateKind::split_attention,
            [](const Candidate& c) { return is_competitive(c) && c.of_one_map; }},
    KindRow{GateKind::selective_kernel, is_competitive},
    // ResNeSt with one split: what its groups (cardinality) leave of split attention.
    KindRow{GateKind::split_attention,
            [](const Candidate& c) {
                return c.unit.grouped && c.unit.batch_norm && c.unit.hidden > 0 &&
                       c.unit.squeeze == Squeeze::mean;
            }},
    KindRow{GateKind::global_context,
            [](const Candidate& c) { return c.unit.attended && c.unit.layers > 1; }},
    KindRow{GateKind::gather_excite,
            [](const Candidate& c) { return c.unit.squeeze == Squeeze::weighted; }},
    KindRow{GateKind::cbam,
            [](const Candidate& c) {
                return c.unit.squeeze == Squeeze::mean_and_max && c.unit.hidden > 0;
            }},
    KindRow{GateKind::eca, [](const Candidate& c) { return c.unit.along_channels; }},
    KindRow{GateKind::ese, [](const Candidate& c) { return c.unit.layers == 1; }},
    KindRow{GateKind::se, [](const Candidate& c) { return c.unit.layers > 1; }},
    KindRow{GateKind::gather_excite, [](const Candidate&) { return true; }},
};

}  // namespace

std::span<const KindRow> kind_rows() noexcept {
    return kRows;
}

GateKind kind_of(const Candidate& candidate) {
    for (const auto& row : kRows) {
        if (row.matches(candidate)) return row.kind;
    }
    return GateKind::gather_excite;
}

}  // namespace sescope::gates

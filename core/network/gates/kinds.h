// SPDX-License-Identifier: GPL-3.0-or-later
// The table of kinds: what makes a unit one of them.
#pragma once

#include <span>

#include "core/network/gates/candidate.h"

namespace sescope::gates {

struct KindRow {
    GateKind kind;
    bool (*matches)(const Candidate& candidate);
};

/// The first row that matches says what a gate is. A new kind of gate is a row here.
std::span<const KindRow> kind_rows() noexcept;

GateKind kind_of(const Candidate& candidate);

}  // namespace sescope::gates

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/graph/operators.h"

namespace sescope::graph {

/// How many inputs a kind of operator has, and which of them may be absent.
struct Arity {
    std::size_t count = 1;
    std::uint32_t optional = 0;  ///< bit i: input i may be kAbsent
    bool any = false;            ///< `count` is the least, and there may be more

    bool may_lack(std::size_t input) const noexcept {
        return input < 32 && ((optional >> input) & 1U) != 0;
    }
};

Arity arity_of(const OperatorKind& kind) noexcept;

}  // namespace sescope::graph

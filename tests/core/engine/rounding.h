// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>

namespace sescope::testing {

/// How far a sum of so many products in fp32 may be from the exact one, where the sum is about 1:
/// each addition is off by half a unit in the last place at most (2^-24 of a sum of up to 4), and
/// such errors add up as their number's square root; times four, since thousands are compared.
inline double rounding_of(std::int64_t products) {
    return 16 * std::ldexp(1.0, -24) * std::sqrt(double(products));
}

}  // namespace sescope::testing

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/excitation/class_share.h"

#include <algorithm>
#include <limits>

namespace sescope {

double class_share_of(double within, double between, double classes, double images) {
    if (classes < 2 || images <= classes) return std::numeric_limits<double>::quiet_NaN();
    if (!(within + between > 0)) return 0;
    const double by_chance = within / (images - classes);
    return std::max(0.0, (between - (classes - 1) * by_chance) / (between + within + by_chance));
}

}  // namespace sescope
